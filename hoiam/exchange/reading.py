"""Reading a case (đọc một phản ánh): from one line of a file to a petition and the lines of its life.

Everything that can be wrong with the words of a case is found here, each with one clear sentence.
Whether the life itself is lawful is for `cases` to decide.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from hoiam.cases.lifecycle import Verb
from hoiam.cases.line import Line
from hoiam.cases.lives import Erased, Key
from hoiam.cases.people import IDENTITY
from hoiam.cases.petition import Petition
from hoiam.cases.reading import FIELDS, Book, read_choice, read_conduct, read_line, read_place, whole_second
from hoiam.cases.replay import BrokenLine
from hoiam.kit.ids import read_code
from hoiam.kit.moments import civil_date, iso, parse_moment
from hoiam.kit.refusal import Refused

from .words import CASE, PETITIONER

REQUIRED: Final = ("source_id", "kind", "channel", "content", "received_at")
LONGEST: Final = {"source": 120, "source_id": 120, "summary": 500}
LONGEST_OUTSIDE: Final = (60, 120)
GROUPS: Final = {
    "": "Mỗi dòng phải là một phản ánh viết bằng JSON, trong dấu { }.",
    "history": "Mỗi dòng lịch sử phải là một nhóm trường, trong dấu { }.",
}
ERASED: Final = "(đã xóa)"  # stands in for erased words while a life is decided, and is not kept


@dataclass(slots=True)
class Told:
    """One case of a file: what was brought, what was done since, and whether its words were erased."""

    petition: Petition
    lines: list[Line]
    erased: Erased | None = None

    @property
    def key(self) -> Key:
        return self.petition.source, self.petition.source_id


def read_case(raw: Any, book: Book, *, source: str, now: datetime) -> Told:
    """Raises Refused with the first thing that is wrong; BrokenLine names the line of the history."""
    known = _group("", raw, CASE)
    erased = _erasure(known.get("erased"))
    if erased and known.get("content") is None:
        known["content"] = ERASED
    for key in REQUIRED:
        if known.get(key) in (None, ""):
            raise Refused(f"Thiếu trường “{key}”.")
    petition = _petition(known, book, source)
    if petition.received_at > now:
        raise Refused("Thời điểm tiếp nhận không thể ở tương lai.")
    told = Told(petition, _history(known.get("history"), book, now), erased)
    _refuse_itself(told)
    return told


def _petition(known: dict[str, Any], book: Book, source: str) -> Petition:
    received_at = whole_second(parse_moment(_text("received_at", known["received_at"])))
    on = civil_date(received_at)
    category = _optional(known, "category")
    return Petition(
        source=_optional(known, "source") or source,
        source_id=_text("source_id", known["source_id"]),
        code=_code(known, "code"),
        kind=read_choice("kind", known["kind"]),
        category=book.category(category, on) if category else None,
        urgency=read_choice("urgency", known.get("urgency") or "normal"),
        channel=read_choice("channel", known["channel"]),
        content=_text("content", known["content"]),
        summary=_optional(known, "summary"),
        received_at=received_at,
        petitioner=_petitioner(known.get("petitioner")),
        place=read_place(known.get("place"), on, book),
        conduct=read_conduct(known.get("conduct"), on, book),
        outside_ids=_outside_ids(known.get("outside_ids")),
        parent_code=_code(known, "parent"),
        may_publish=_yes_or_no(known, "may_publish"),
    )


def _petitioner(value: Any) -> dict[str, Any]:
    known = _group("petitioner", value or {}, PETITIONER)
    for key in IDENTITY:
        if known.get(key) is not None:
            _text(f"petitioner.{key}", known[key])
    if known.get("type") is not None:
        read_choice("petitioner.type", known["type"])
    if not isinstance(known.get("confidential"), bool | None):
        raise Refused("Trường “petitioner.confidential” phải là true hoặc false.")
    return known


def _outside_ids(value: Any) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refused("Trường “outside_ids” phải là một nhóm trường.")
    longest_name, longest_id = LONGEST_OUTSIDE
    for system, id in value.items():
        if not isinstance(id, str) or not id or not system:
            raise Refused(f"Mã ở hệ thống “{system}” (outside_ids) phải là chữ.")
        if len(system) > longest_name or len(id) > longest_id:
            raise Refused(f"Mã ở hệ thống “{system[:longest_name]}” (outside_ids) quá dài.")
    return value


def _history(value: Any, book: Book, now: datetime) -> list[Line]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Refused("Trường “history” phải là một danh sách.")
    return [_line(number, raw, book, now) for number, raw in enumerate(value, start=1)]


def _line(number: int, raw: Any, book: Book, now: datetime) -> Line:
    try:
        words = _group("history", raw)
        at = whole_second(parse_moment(_text("at", words.get("at"))))
        if at > now:
            raise Refused("Thời điểm này ở tương lai.")
        return _read(words, at, book)
    except Refused as reason:
        raise BrokenLine(number, raw.get("verb") if isinstance(raw, dict) else None, reason) from None


def _refuse_itself(told: Told) -> None:
    """A case is neither split from itself nor merged into itself."""
    code = told.petition.code
    if code is None:
        return
    if told.petition.parent_code == code:
        raise Refused("Phản ánh gốc (parent) không thể là chính nó.")
    for number, line in enumerate(told.lines, start=1):
        into = line.facts.get("into", ())
        if code in (into if isinstance(into, list) else (into,)):
            raise BrokenLine(number, line.verb, Refused("Phản ánh được nêu không thể là chính nó."))


def _read(raw: dict[str, Any], at: datetime, book: Book) -> Line:
    erased = _erasure(raw.pop("erased", None))
    if erased is None:
        return read_line(raw, book, at=at)
    verb = raw.get("verb")
    fields = FIELDS.get(Verb(verb), {}) if verb in Verb.values else {}
    missing = {key: ERASED for key, field in fields.items() if field.required and raw.get(key) is None}
    line = read_line(raw | missing, book, at=at)
    line.facts["erased"] = {"at": iso(erased.at), "under": erased.under}
    return line


def _erasure(value: Any) -> Erased | None:
    if value is None:
        return None
    known = _group("erased", value, ("at", "under"))
    at = whole_second(parse_moment(_text("erased.at", known.get("at"))))
    return Erased(at, _text("erased.under", known.get("under")))


def _yes_or_no(known: dict[str, Any], key: str) -> bool | None:
    value = known.get(key)
    if value is not None and not isinstance(value, bool):
        raise Refused(f"Trường “{key}” phải là true hoặc false.")
    return value


def _code(known: dict[str, Any], key: str) -> str | None:
    text = _optional(known, key)
    return read_code(text) if text else None


def _optional(known: dict[str, Any], key: str) -> str | None:
    """Absent, null and empty are one thing."""
    value = known.get(key)
    return None if value in (None, "") else _text(key, value)


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(f"Trường “{key}” phải là chữ.")
    if len(value) > LONGEST.get(key, len(value)):
        raise Refused(f"Trường “{key}” dài quá {LONGEST[key]} chữ.")
    return value


def _group(key: str, value: Any, allowed: Collection[str] | None = None) -> dict[str, Any]:
    """A JSON object with no other keys than these; a copy, so that the caller's stays as it was."""
    if not isinstance(value, dict):
        raise Refused(GROUPS.get(key, f"Trường “{key}” phải là một nhóm trường."))
    unknown = [] if allowed is None else sorted(set(value) - set(allowed))
    if unknown:
        inside = f" trong “{key}”" if key else ""
        raise Refused(f"Không có trường “{unknown[0]}”{inside}.")
    return dict(value)
