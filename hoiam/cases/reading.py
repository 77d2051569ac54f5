"""Reading a line (đọc một dòng): from the exchange format's words to a Line, or one clear sentence.

Every way in speaks this format: the import file, the API and the live verbs themselves, so that a
line read back from an export is the line that was done. Units and areas are resolved on the line's
own date, because their codes are reused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple, Protocol

from hoiam.kit.ids import read_code
from hoiam.kit.moments import civil_date, iso, parse_moment
from hoiam.kit.refusal import Refused

from .lifecycle import Verb
from .line import PETITIONER, SYSTEM, THE_PETITIONER, THE_SYSTEM, Actor, Conduct, Line, Place
from .models.words import Channel, ConductAbout, Kind, PetitionerType, Urgency


class Book(Protocol):
    """Where codes are looked up."""

    def unit(self, code: str, on: date) -> int: ...
    def area(self, code: str, on: date) -> int: ...
    def category(self, code: str, on: date) -> int: ...
    def person(self, username: str) -> int | None: ...
    def is_listed(self, list_name: str, value: str) -> bool: ...
    def case(self, code: str) -> int | None: ...


class Field(NamedTuple):
    read: Callable[[Line, str, Any, Book], None]
    required: bool = False


def _text(line: Line, key: str, value: Any, book: Book) -> None:
    line.texts[key] = _string(key, value)


def _fact(line: Line, key: str, value: Any, book: Book) -> None:
    line.facts[key] = _string(key, value)
    if key == "rule":
        line.rule = value


def _channel(line: Line, key: str, value: Any, book: Book) -> None:
    line.channel = line.facts[key] = one_of(Channel, key, value)


def _extension(line: Line, key: str, value: Any, book: Book) -> None:
    if value not in ("asked", "declined"):
        raise Refused(f"Trường “{key}” không nhận giá trị “{value}”.")
    line.facts[key] = value


def _extension_reason(line: Line, key: str, value: Any, book: Book) -> None:
    line.reason = text = _string(key, value)
    (line.facts if book.is_listed("extend", text) else line.texts)[key] = text


def _coded(line: Line, key: str, value: Any, book: Book) -> None:
    """A code of the shipped lists, else free text kept as text."""
    text = _string(key, value)
    setattr(line, key, text)
    list_name = line.verb.value if key == "reason" else key
    (line.facts if book.is_listed(list_name, text) else line.texts)[key] = text


def _unit(line: Line, key: str, value: Any, book: Book) -> None:
    code = _string(key, value)
    setattr(line, key, book.unit(code, line.codes_on or civil_date(line.at)))
    line.facts[key] = code


def _yes(line: Line, key: str, value: Any, book: Book) -> None:
    """Only a yes is a fact; false is what is so when nothing is said."""
    if not isinstance(value, bool):
        raise Refused(f"Trường “{key}” phải là true hoặc false.")
    if value:
        line.facts[key] = True


def _day(line: Line, key: str, value: Any, book: Book) -> None:
    line.facts[key] = _string(key, value)


def _moment(line: Line, key: str, value: Any, book: Book) -> None:
    moment = whole_second(parse_moment(_string(key, value)))
    setattr(line, key, moment)
    line.facts[key] = iso(moment)


def _score(line: Line, key: str, value: Any, book: Book) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused("Mức hài lòng (score) là một số từ 1 đến 5.")
    line.score = line.facts[key] = value


def _fixed(line: Line, key: str, value: Any, book: Book) -> None:
    line.fixed = line.facts[key] = _string(key, value)


def _reasons(line: Line, key: str, value: Any, book: Book) -> None:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise Refused("Lý do chưa hài lòng (reasons) là một danh sách.")
    listed = all(book.is_listed("rate", v) for v in value)
    if listed:
        line.facts[key] = value
    else:
        line.texts[key] = "\n".join(value)


def _person(line: Line, key: str, value: Any, book: Book) -> None:
    line.texts[key] = name = _string(key, value)
    line.person = book.person(name.partition("@")[0])


def _into(line: Line, key: str, value: Any, book: Book) -> None:
    """Codes of cases that may not be here yet: kept as codes, linked when the other case is known."""
    if isinstance(value, list):
        line.facts[key] = codes = [read_code(_string(key, code)) for code in value]
    else:
        line.facts[key] = code = read_code(_string(key, value))
        codes = [code]
    line.into = tuple(found for code in codes if (found := book.case(code)) is not None)


def _choice(line: Line, key: str, value: Any, book: Book) -> None:
    choices: type[Kind] | type[Urgency] = Kind if key == "kind" else Urgency
    setattr(line, key, one_of(choices, key, value))
    line.facts[key] = value


def _category(line: Line, key: str, value: Any, book: Book) -> None:
    line.category = book.category(_string(key, value), civil_date(line.at)) if value is not None else None
    line.facts[key] = value


def _place(line: Line, key: str, value: Any, book: Book) -> None:
    line.place = read_place(value, civil_date(line.at), book)
    known = {k: value[k] for k in ("area", "lat", "lng") if value and k in value}
    line.facts[key] = known if value is not None else None
    if value and value.get("address"):
        line.texts["address"] = value["address"]


def _conduct(line: Line, key: str, value: Any, book: Book) -> None:
    line.conduct = read_conduct(value, civil_date(line.at), book)
    line.facts[key] = {k: value[k] for k in ("unit", "about") if k in value} if value else None
    if value and value.get("person"):
        line.texts["conduct_person"] = value["person"]


def _summary(line: Line, key: str, value: Any, book: Book) -> None:
    line.summary = None if value is None else _string(key, value) or None
    line.texts[key] = line.summary or ""


def _string(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(f"Trường “{key}” phải là chữ.")
    if len(value) > LONGEST.get(key, len(value)):
        raise Refused(f"Trường “{key}” dài quá {LONGEST[key]} chữ.")
    return value


def whole_second(moment: datetime) -> datetime:
    """History counts in seconds: what an export says is exactly what was reckoned with."""
    return moment.replace(microsecond=0)


# What has a column of its own; everything else is as long as people write.
LONGEST: Final = {
    "by": 200, "outcome": 200, "conclusion": 20, "fixed": 20, "means": 60, "rule": 300, "act": 300,
    "title": 300, "summary": 500,
}  # fmt: skip
R: Final = True
FIELDS: Final[dict[Verb, dict[str, Field]]] = {
    Verb.CLASSIFY: {
        "kind": Field(_choice), "category": Field(_category), "urgency": Field(_choice),
        "place": Field(_place), "conduct": Field(_conduct), "summary": Field(_summary),
    },
    Verb.FORWARD: {"to": Field(_unit, R), "due_at": Field(_moment), "text": Field(_text)},
    Verb.ACCEPT: {},
    Verb.ASSIGN: {"person": Field(_person, R)},
    Verb.SEND_BACK: {"reason": Field(_coded, R), "proposed": Field(_unit, R)},
    Verb.RECALL: {"reason": Field(_coded)},
    Verb.JOIN: {"to": Field(_unit, R), "text": Field(_text)},
    Verb.ASK: {"text": Field(_text, R), "until": Field(_moment)},
    Verb.SUPPLY: {"text": Field(_text)},
    Verb.EXTEND: {"due_at": Field(_moment, R), "reason": Field(_coded, R)},
    Verb.TRANSFER: {"to": Field(_unit, R), "on": Field(_day), "act": Field(_fact, R)},
    Verb.ADD_CONTACT: {"channel": Field(_channel, R), "text": Field(_text)},
    Verb.ANSWER: {
        "text": Field(_text, R), "outcome": Field(_coded, R), "drafted_by": Field(_fact),
        "approved_by": Field(_fact), "conclusion": Field(_coded),
    },
    Verb.REFUSE: {"reason": Field(_coded, R), "text": Field(_text)},
    Verb.REDIRECT: {
        "reason": Field(_coded, R), "outside": Field(_text, R), "contact": Field(_text),
        "passed_on": Field(_yes),
    },
    Verb.MERGE: {"into": Field(_into, R)},
    Verb.SPLIT: {"into": Field(_into, R)},
    Verb.CLOSE: {},
    Verb.REOPEN: {"reason": Field(_coded, R), "text": Field(_text), "due_at": Field(_moment)},
    Verb.WITHDRAW: {"reason": Field(_coded)},
    Verb.RATE: {"score": Field(_score, R), "fixed": Field(_fixed), "reasons": Field(_reasons)},
    Verb.PUBLISH: {"title": Field(_text, R), "text": Field(_text, R)},
    Verb.UNPUBLISH: {"reason": Field(_coded, R)},
    Verb.REMIND: {
        "to": Field(_unit, R), "means": Field(_coded, R), "reply": Field(_text),
        "promised_at": Field(_moment),
    },
    Verb.RECKON: {"due_at": Field(_moment, R), "rule": Field(_fact, R)},
    Verb.NOTE: {
        "text": Field(_text), "told": Field(_channel), "extension": Field(_extension),
        "due_at": Field(_moment), "reason": Field(_extension_reason),
    },
}  # fmt: skip
CHOICES: Final[dict[str, type[Kind] | type[Urgency] | type[Channel] | type[PetitionerType]]] = {
    "kind": Kind, "urgency": Urgency, "channel": Channel, "petitioner.type": PetitionerType,
}  # fmt: skip
NULLABLE: Final = frozenset({"category", "place", "conduct", "summary"})  # null says "none", for classify


def read_line(
    raw: Mapping[str, Any], book: Book, *, by: Actor | None = None, at: datetime | None = None
) -> Line:
    """One line of a history. `by` and `at`, when given, stand for already known actor and moment."""
    verb = _verb(raw.get("verb"))
    moment = whole_second(at or parse_moment(_string("at", raw.get("at"))))
    line = Line(verb=verb, at=moment, by=by or read_actor(raw.get("by"), civil_date(moment), book))
    fields = FIELDS[verb]
    if "on" in fields and raw.get("on") not in (None, ""):
        line.codes_on = _read_day("on", raw["on"])
    for key, value in raw.items():
        if key in ("verb", "at", "by"):
            continue
        if key == "note":
            if value not in (None, ""):
                _text(line, key, value, book)
            continue
        if key not in fields:
            raise Refused(f"Dòng “{verb}” không có trường “{key}”.")
        if value in (None, "") and not (verb == Verb.CLASSIFY and key in NULLABLE):
            continue
        fields[key].read(line, key, value, book)
        line.given |= {key}
    _require(line, fields)
    return line


def _read_day(key: str, value: Any) -> date:
    try:
        return date.fromisoformat(_string(key, value))
    except ValueError:
        raise Refused(f"Trường “{key}” phải là một ngày như 2025-06-30.") from None


def _require(line: Line, fields: dict[str, Field]) -> None:
    missing = [key for key, field in fields.items() if field.required and key not in line.given]
    if missing:
        raise Refused(f"Dòng “{line.verb}” thiếu trường “{missing[0]}”.")


def _verb(value: Any) -> Verb:
    try:
        verb = Verb(value)
    except ValueError:
        raise Refused(f"Không có thao tác “{value}”.") from None
    if verb == Verb.RECEIVE:
        raise Refused("Tiếp nhận là chính phản ánh, không ghi thành một dòng.")
    return verb


def read_actor(value: Any, on: date, book: Book) -> Actor:
    """`person@unit`, `petitioner` or `system`; an unknown person is kept as text, an unknown unit refused."""
    name = _string("by", value)
    if name == PETITIONER:
        return THE_PETITIONER
    if name == SYSTEM:
        return THE_SYSTEM
    person, at_sign, unit = name.rpartition("@")
    if not at_sign or not person:
        raise Refused(f"Người thực hiện “{name}” phải có dạng người@đơn-vị, petitioner hoặc system.")
    return Actor(name, book.person(person), book.unit(unit, on))


def read_place(value: Any, on: date, book: Book) -> Place | None:
    if value is None:
        return None
    known = _mapping("place", value, {"area", "address", "lat", "lng"})
    area = _optional("place.area", known.get("area"))
    return Place(
        book.area(area, on) if area is not None else None,
        _optional("place.address", known.get("address")),
        _degrees("lat", known.get("lat"), 90),
        _degrees("lng", known.get("lng"), 180),
    )


def read_conduct(value: Any, on: date, book: Book) -> Conduct | None:
    if value is None:
        return None
    known = _mapping("conduct", value, {"unit", "person", "about"})
    about = one_of(ConductAbout, "conduct.about", known.get("about"))
    accused = book.unit(_string("conduct.unit", known.get("unit")), on)
    return Conduct(accused, about, _optional("conduct.person", known.get("person")))


def _optional(key: str, value: Any) -> str | None:
    return None if value in (None, "") else _string(key, value)


def _mapping(key: str, value: Any, allowed: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refused(f"Trường “{key}” phải là một nhóm trường.")
    unknown = sorted(set(value) - allowed)
    if unknown:
        raise Refused(f"Trường “{key}” không có mục “{unknown[0]}”.")
    return value


def _degrees(key: str, value: Any, most: int) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > most:
        raise Refused(f"Tọa độ “{key}” không hợp lệ.")
    return float(value)


def one_of(
    choices: type[Kind] | type[Urgency] | type[Channel] | type[ConductAbout] | type[PetitionerType],
    key: str,
    value: Any,
) -> str:
    if value not in choices.values:
        raise Refused(f"Trường “{key}” không nhận giá trị “{value}”.")
    return str(value)


def read_choice(key: str, value: Any) -> str:
    """One of the words of a case itself: kind, urgency, channel, petitioner.type."""
    return one_of(CHOICES[key], key, value)
