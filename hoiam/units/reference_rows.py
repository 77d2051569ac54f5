"""Reference rows (dữ liệu nền, phần thuần): areas and units of all eras, worked out from the files in data/.

Pure: reads CSV, returns rows. Three days turn the map of Đồng Nai: 1/11/2024 (eleven communes fewer),
1/7/2025 (no districts, Bình Phước joins, 95 communes) and 30/4/2026 (a centrally run city; ten xã become
phường). What the sources do not date is not invented (data/README.md lists it).
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from .roles import AreaKind, Level
from .spelling import old_tone_style

DATA = Path(__file__).parent / "data"
COMMUNES_MERGED = date(2024, 11, 1)
TWO_LEVELS = date(2025, 7, 1)
CITY = date(2026, 4, 30)
PROVINCE = "75"

KINDS = {
    "Tỉnh": AreaKind.PROVINCE,
    "Thành phố": AreaKind.CITY,
    "Thị xã": AreaKind.TOWN,
    "Huyện": AreaKind.RURAL_DISTRICT,
    "Phường": AreaKind.WARD,
    "Thị trấn": AreaKind.TOWNSHIP,
    "Xã": AreaKind.COMMUNE,
}


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One version of one area; `key` and `parent` name identities."""

    key: str
    code: str
    name: str
    full_name: str
    kind: str
    level: str
    parent: str | None
    since: date | None
    until: date | None
    lat: float | None = None
    lng: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One version of one unit; `key`, `parent` and `area` name identities."""

    key: str
    code: str
    name: str
    short_name: str
    full_name: str
    kind: str
    level: str
    parent: str | None
    area: str | None
    place_name: str
    since: date | None
    until: date | None
    name_en: str = ""
    symbol: str = ""
    handles: str = ""
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """`how` is full or part for land, and the kind of change for units."""

    old: str
    new: str
    on: date
    how: str
    clause: str = ""
    scope: str = ""
    confidence: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class FunctionRow:
    unit: str
    serves: str
    function: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Reference:
    areas: list[AreaRow] = field(default_factory=list)
    units: list[UnitRow] = field(default_factory=list)
    area_successions: list[SuccessionRow] = field(default_factory=list)
    unit_successions: list[SuccessionRow] = field(default_factory=list)
    functions: list[FunctionRow] = field(default_factory=list)


def reference() -> Reference:
    areas = [*_areas_of_2021(), *_areas_of_2024(), *_areas_of_2025()]
    land = [*_land_of_2024(), *_land_of_2025()]
    committees = [_committee(area) for area in areas]
    bodies = list(_bodies())
    return Reference(
        areas=areas,
        units=[unit for unit in committees if unit.code != "ubnd-tinh"] + bodies,
        area_successions=land,
        unit_successions=[*_committee_successions(land), *_district_successions(), *_body_successions()],
        functions=[_function(row) for row in _read("functions.csv")],
    )


# Areas: the same land is the same area, whatever its name; other land is another, whatever its code.


def _areas_of_2021() -> Iterator[AreaRow]:
    for row in [*_read("dongnai_units_2021-08.csv"), *_read("binhphuoc_units_2021-08.csv")]:
        area = AreaRow(
            key=row["code"],
            code=row["code"],
            name=row["name_vi"],
            full_name=row["full_name_vi"],
            kind=KINDS[row["type_vi"]],
            level=row["level"],
            parent=row["parent_code"] or None,
            since=None,
            until=COMMUNES_MERGED if row["code"] in _gone_in_2024() else TWO_LEVELS,
            lat=_number(row["lat"]),
            lng=_number(row["lon"]),
            source="Danh mục hành chính 8/2021",
        )
        if area.code == PROVINCE:
            yield replace(area, until=CITY)
            yield replace(
                area,
                since=CITY,
                until=None,
                full_name="Thành phố Đồng Nai",
                kind=AreaKind.CENTRAL_CITY,
                source="NQ 30/2026/QH16",
            )
        else:
            yield area


def _areas_of_2024() -> Iterator[AreaRow]:
    """The communes made on 1/11/2024, each in the district of the land it was made from."""
    for new, sources in _made_in_2024().items():
        kind, name = sources[0]["full_name_2025_03"].split(" ", 1)
        yield AreaRow(
            key=_key_2024(new),
            code=new,
            name=name,
            full_name=sources[0]["full_name_2025_03"],
            kind=KINDS[kind],
            level=Level.COMMUNE,
            parent=sources[0]["old_district_code"],
            since=COMMUNES_MERGED,
            until=TWO_LEVELS,
            source=next(row["step1_basis"] for row in sources if row["step1_basis"])[:200],
        )


def _areas_of_2025() -> Iterator[AreaRow]:
    for row in _read("dongnai_communes_2025-07-01.csv"):
        area = AreaRow(
            key=_key_2025(row["code"]),
            code=row["code"],
            name=row["name_vi"],
            full_name=row["full_name_2025_07_01"],
            kind=KINDS[row["type_2025_07_01"]],
            level=Level.COMMUNE,
            parent=PROVINCE,
            since=TWO_LEVELS,
            until=None,
            lat=_number(row["lat"]),
            lng=_number(row["lon"]),
            source="NQ 1662/NQ-UBTVQH15",
        )
        if row["changed_2026"]:
            yield replace(area, until=CITY)
            yield replace(
                area,
                since=CITY,
                full_name=row["full_name_2026_04_30"],
                kind=KINDS[row["type_2026_04_30"]],
                source="Tên gọi từ 30/4/2026",
            )
        else:
            yield area


def _land_of_2024() -> Iterator[SuccessionRow]:
    for new, sources in _made_in_2024().items():
        for row in sources:
            yield SuccessionRow(
                old=row["old_code_2021"],
                new=_key_2024(new),
                on=COMMUNES_MERGED,
                how="part" if _parts_in_2024(row["old_code_2021"]) > 1 else "full",
                confidence=row["confidence"],
                source=row["step1_basis"][:200] or "cùng mã, cùng tên",
            )


def _land_of_2025() -> Iterator[SuccessionRow]:
    for row in _read("map_commune_2025-03_to_2025-07.csv"):
        if row["relation"] == "unchanged":
            continue
        old = row["old_code_2025_03"]
        yield SuccessionRow(
            old=_key_2024(old) if old in _made_in_2024() else old,
            new=_key_2025(row["new_code"]),
            on=TWO_LEVELS,
            how=row["relation"],
            clause=f"khoản {row['nq1662_clause']} Điều 1 NQ 1662/NQ-UBTVQH15",
            confidence="high",
            source="NQ 1662/NQ-UBTVQH15",
        )
    yield SuccessionRow(
        old="70", new=PROVINCE, on=TWO_LEVELS, how="full", confidence="high", source="NQ 202/2025/QH15"
    )


@cache
def _made_in_2024() -> dict[str, list[dict[str, str]]]:
    """Code of a commune made on 1/11/2024 → the rows of the communes of 2021 it was made from."""
    rows = _read("map_commune_2021_to_2025.csv")
    made = {row["code_2025_03"] for row in rows if row["step1_basis"]}
    sources: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row["code_2025_03"] in made:
            sources[row["code_2025_03"]].append(row)
    return dict(sources)


@cache
def _gone_in_2024() -> frozenset[str]:
    return frozenset(row["old_code_2021"] for sources in _made_in_2024().values() for row in sources)


@cache
def _parts_in_2024(old: str) -> int:
    return sum(row["old_code_2021"] == old for sources in _made_in_2024().values() for row in sources)


@cache
def _unchanged_in_2025() -> frozenset[str]:
    rows = _read("map_commune_2025-03_to_2025-07.csv")
    return frozenset(row["new_code"] for row in rows if row["relation"] == "unchanged")


def _key_2024(code: str) -> str:
    return f"{code}@{COMMUNES_MERGED}"


def _key_2025(code: str) -> str:
    return code if code in _unchanged_in_2025() else f"{code}@{TWO_LEVELS}"


# Units: every area has its people's committee, which begins and ends with it; other bodies are listed.


def _committee(area: AreaRow) -> UnitRow:
    place = area.full_name[:1].lower() + area.full_name[1:]
    return UnitRow(
        key=_committee_key(area.key),
        code=_committee_key(area.code),
        name=f"UBND {place}",
        short_name=f"UBND {place}",
        full_name=f"Ủy ban nhân dân {place}",
        kind="committee",
        level=area.level,
        parent=_committee_key(area.parent) if area.parent else None,
        area=area.key,
        place_name=area.name,
        since=area.since,
        until=area.until,
        symbol="UBND",
        source=area.source,
        confidence="high",
    )


def _committee_key(area: str) -> str:
    return "ubnd-tinh" if area == PROVINCE else f"ubnd-{area}"


def _committee_successions(land: Iterable[SuccessionRow]) -> Iterator[SuccessionRow]:
    """A committee's work follows its land."""
    for row in land:
        kind = "split" if row.how == "part" else "merge"
        yield replace(row, old=_committee_key(row.old), new=_committee_key(row.new), how=kind)


def _district_successions() -> Iterator[SuccessionRow]:
    """A district committee's work goes to the committees of all communes that hold some of its land."""
    rows = _read("map_commune_2021_to_2025.csv")
    for district, commune in sorted({(row["old_district_code"], row["new_code"]) for row in rows}):
        yield SuccessionRow(
            old=_committee_key(district),
            new=_committee_key(_key_2025(commune)),
            on=TWO_LEVELS,
            how="dissolve",
            confidence="high",
            source="NQ 202/2025/QH15; NQ 1662/NQ-UBTVQH15",
        )


def _bodies() -> Iterator[UnitRow]:
    for row in _read("bodies.csv"):
        is_authority = row["code"] == "ubnd-tinh"
        yield UnitRow(
            key=row["code"],
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            full_name=row["name"].replace("UBND", "Ủy ban nhân dân") if is_authority else row["name"],
            kind=row["kind"],
            level=row["level"],
            parent=row["parent"] or None,
            area=PROVINCE if is_authority else None,
            place_name=row["place_name"],
            since=_day(row["from"]),
            until=_day(row["until"]),
            name_en=row["name_en"],
            symbol="UBND" if is_authority else "",
            handles=row["handles"],
            source=row["source"],
            confidence=row["confidence"],
        )


def _body_successions() -> Iterator[SuccessionRow]:
    for row in _read("body_successions.csv"):
        yield SuccessionRow(
            old=row["old"],
            new=row["new"],
            on=date.fromisoformat(row["on"]),
            how=row["kind"],
            scope=row["scope"],
            confidence=row["confidence"],
            source=row["source"],
        )


def _function(row: dict[str, str]) -> FunctionRow:
    return FunctionRow(row["unit"], row["serves"], row["function"], _day(row["from"]), _day(row["until"]))


@cache
def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [{key: old_tone_style(value) for key, value in row.items()} for row in csv.DictReader(file)]


def _number(text: str) -> float | None:
    return float(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
