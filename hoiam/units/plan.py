"""The plan of a reorganisation (phương án sắp xếp): a JSON file, read and checked. Pure: no database.

    {"name": "…", "base_document": "…", "effective_on": "2025-07-01",
     "areas": {"abolished": ["742"], "new": [{"code": "26485", "name": "Nhơn Trạch", …}],
               "changed": [{"code": "26119", "parent": "75"}],
               "successions": [{"old": "26485", "new": "26485", "how": "full", "clause": "…"}]},
     "units": {"abolished": […], "new": […], "changed": […], "successions": […],
               "functions": [{"unit": "…", "serves": "…", "function": "office"}]}}

Codes of abolished and changed ones, and `old`, are those of the day before `effective_on`; all others those
of that day. `changed` names only what changes. One sentence an error, all errors at once.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import isfinite
from pathlib import Path
from typing import Any

from hoiam.kit.named_files import reading
from hoiam.kit.refusal import Refused

from .roles import AreaKind, Function, Level, UnitKind

Row = Mapping[str, Any]

CODE, AREA_CODE, NUMBER = "mã", "mã địa bàn", "số"
LONGEST_CODE = {CODE: 40, AREA_CODE: 20}
KINDS_OF_CHANGE = ("merge", "split", "rename", "dissolve")
RELATIONS = ("full", "part")

# A number is the most letters a text may have: what the table holds.
AREA = {
    "code": AREA_CODE, "name": 120, "full_name": 160, "kind": tuple(AreaKind.values),
    "level": tuple(Level.values), "parent": AREA_CODE, "lat": NUMBER, "lng": NUMBER,
}  # fmt: skip
UNIT = {
    "code": CODE, "name": 120, "short_name": 120, "full_name": 250, "name_en": 200,
    "kind": tuple(UnitKind.values), "level": tuple(Level.values), "parent": CODE, "area": AREA_CODE,
    "place_name": 120, "symbol": 40, "handles": 300,
}  # fmt: skip
SUCCESSION = {"old": CODE, "new": CODE, "clause": 120, "scope": 200}
AREA_SUCCESSION = SUCCESSION | {"how": RELATIONS}
UNIT_SUCCESSION = SUCCESSION | {"how": KINDS_OF_CHANGE}
FUNCTION = {"unit": CODE, "serves": CODE, "function": tuple(Function.values)}
NEEDED_AREA = ("code", "name", "full_name", "kind", "level")
NEEDED_UNIT = ("code", "name", "kind", "level")
NEEDED_SUCCESSION = ("old", "new", "how")


@dataclass(frozen=True, slots=True)
class Part:
    """What a plan says of areas, or of units."""

    abolished: tuple[str, ...]
    new: tuple[Row, ...]
    changed: tuple[Row, ...]
    successions: tuple[Row, ...]
    functions: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    name: str
    base_document: str
    effective_on: date
    digest: str
    areas: Part
    units: Part
    told: dict[str, Any] = field(compare=False, repr=False)  # the file as it was read

    @property
    def day_before(self) -> date:
        return self.effective_on - timedelta(days=1)


class PlanRefused(Refused):
    """A plan that cannot be applied as it stands; `errors` holds one sentence for each thing wrong."""

    def __init__(self, errors: list[str]) -> None:
        more = f" (và {len(errors) - 1} lỗi nữa)" if len(errors) > 1 else ""
        super().__init__(f"{errors[0]}{more}")
        self.errors = tuple(errors)


def read(file: Path | bytes) -> Plan:
    """The plan in a file, or `PlanRefused` with everything that is wrong in it."""
    told = _told(_content(file))
    if errors := list(_errors(told)):
        raise PlanRefused(errors)
    return Plan(
        name=told["name"],
        base_document=told["base_document"],
        effective_on=date.fromisoformat(told["effective_on"]),
        digest=hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
        areas=_part(told.get("areas", {})),
        units=_part(told.get("units", {})),
        told=told,
    )


def _told(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise PlanRefused(["Tệp sắp xếp không phải văn bản UTF-8; hãy lưu lại tệp với mã UTF-8."]) from None
    except json.JSONDecodeError as error:
        where = f"dòng {error.lineno}, cột {error.colno}"
        raise PlanRefused([f"Tệp sắp xếp viết sai định dạng JSON ở {where}; hãy sửa chỗ ấy."]) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, lists within lists without end
        raise PlanRefused(["Tệp sắp xếp không đọc được: có số quá dài hoặc lồng nhau quá sâu."]) from None


def _content(file: Path | bytes) -> bytes:
    if isinstance(file, bytes):
        return file
    with reading(file) as opened:
        return opened.read()


def reread(told: dict[str, Any]) -> Plan:
    """The plan a run has kept."""
    return read(json.dumps(told).encode())


def _part(told: Row) -> Part:
    names = ("abolished", "new", "changed", "successions", "functions")
    return Part(**{name: tuple(told.get(name, ())) for name in names})


def _errors(told: Any) -> Iterator[str]:
    if not isinstance(told, dict):
        yield "Tệp sắp xếp phải là một đối tượng JSON."
        return
    for name in sorted(told.keys() - {"name", "base_document", "effective_on", "areas", "units"}):
        yield f"Không hiểu mục “{name}”."
    for name, longest in (("name", 200), ("base_document", 300)):
        if not isinstance(told.get(name), str) or not told[name].strip():
            yield f"Thiếu mục “{name}”."
        elif not _fits(told[name], longest):
            yield f"Mục “{name}” dài quá {longest} chữ hoặc có ký tự lạ."
    if not _is_day(told.get("effective_on")):
        yield "Mục “effective_on” phải là một ngày như 2025-07-01."
    yield from _part_errors("areas", told.get("areas", {}), AREA, NEEDED_AREA, AREA_SUCCESSION)
    yield from _part_errors("units", told.get("units", {}), UNIT, NEEDED_UNIT, UNIT_SUCCESSION)


def _part_errors(
    name: str, part: Any, fields: dict[str, Any], needed: tuple[str, ...], edge: dict[str, Any]
) -> Iterator[str]:
    if not isinstance(part, dict) or not all(isinstance(rows, list) for rows in part.values()):
        yield f"Mục “{name}” phải là một đối tượng gồm các danh sách."
        return
    lists = {"abolished", "new", "changed", "successions"} | ({"functions"} if name == "units" else set())
    for unknown in sorted(part.keys() - lists):
        yield f"Không hiểu mục “{name}.{unknown}”."
    for code in part.get("abolished", []):
        if not _fits(code, fields["code"]):
            yield f"{name}.abolished: “{code}” không phải một mã."
    yield from _row_errors(f"{name}.new", part.get("new", []), fields, needed)
    yield from _row_errors(f"{name}.changed", part.get("changed", []), fields, ("code",))
    yield from _row_errors(f"{name}.successions", part.get("successions", []), edge, NEEDED_SUCCESSION)
    yield from _row_errors(f"{name}.functions", part.get("functions", []), FUNCTION, tuple(FUNCTION))
    yield from _repeated(name, part)
    yield from _strangers(name, part)


def _row_errors(
    where: str, rows: list[Any], fields: dict[str, Any], needed: tuple[str, ...]
) -> Iterator[str]:
    for number, row in enumerate(rows, start=1):
        at = f"{where}, dòng {number}"
        if not isinstance(row, dict):
            yield f"{at}: phải là một đối tượng."
            continue
        yield from (f"{at}: thiếu “{field}”." for field in needed if row.get(field) in (None, ""))
        for key, value in row.items():
            if key not in fields:
                yield f"{at}: không hiểu “{key}”."
            elif value is not None and not _fits(value, fields[key]):
                yield f"{at}: “{key}” không nhận giá trị “{value}”."


def _repeated(name: str, part: Row) -> Iterator[str]:
    """The same code abolished twice, made twice, or both abolished and only changed."""
    abolished = Counter(code for code in part.get("abolished", []) if isinstance(code, str))
    changed = Counter(_codes(part.get("changed", []), "code"))
    for code, times in (abolished + changed).items():
        if times > 1:
            yield f"{name}: mã {code} bị bãi bỏ hoặc thay đổi nhiều lần."
    for code, times in Counter(_codes(part.get("new", []), "code")).items():
        if times > 1:
            yield f"{name}: mã {code} được lập {times} lần."


def _strangers(name: str, part: Row) -> Iterator[str]:
    """Something passes on its work only when it ends or is changed by this very plan."""
    known = {str(code) for code in part.get("abolished", [])} | set(_codes(part.get("changed", []), "code"))
    for code in sorted(set(_codes(part.get("successions", []), "old")) - known):
        yield f"{name}.successions: {code} không bị bãi bỏ hay thay đổi trong tệp này."


def _codes(rows: list[Any], field: str) -> list[str]:
    return [row[field] for row in rows if isinstance(row, dict) and isinstance(row.get(field), str)]


def _fits(value: Any, kind: Any) -> bool:
    if isinstance(kind, tuple):
        return value in kind
    if kind == NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    if not isinstance(value, str) or "\0" in value:
        return False
    return len(value) <= kind if isinstance(kind, int) else 0 < len(value.strip()) <= LONGEST_CODE[kind]


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and 1945 <= date.fromisoformat(value).year < 2100
    except ValueError:
        return False
