"""Acts (làm một thao tác theo tên): a verb by its name with the fields of the exchange format.

For machines: the API posts `{"to": "ubnd-731"}` to `forward` and means what the panel means. Codes are
resolved on the day of the act; a field the verb does not have is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, parse_moment
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .accept import accept
from .add_contact import add_contact
from .answer import answer
from .ask import ask
from .assign import assign
from .classify import classify
from .close import close
from .extend import extend
from .forward import forward
from .join import join
from .lifecycle import Verb
from .merge import merge
from .models import Case
from .note import note
from .policy import By
from .publish import publish
from .rate import rate
from .reading import FIELDS
from .recall import recall
from .redirect import redirect
from .refuse import refuse
from .remind import remind
from .reopen import reopen
from .send_back import send_back
from .split import Part, split
from .supply import supply
from .unpublish import unpublish
from .withdraw import withdraw

# What a person or a petitioner does; transfer and reckon are the system's, receive has a shape of its own.
ACTS: Final[dict[Verb, Callable[..., Case]]] = {
    Verb.CLASSIFY: classify,
    Verb.FORWARD: forward,
    Verb.ACCEPT: accept,
    Verb.ASSIGN: assign,
    Verb.SEND_BACK: send_back,
    Verb.RECALL: recall,
    Verb.JOIN: join,
    Verb.REMIND: remind,
    Verb.ADD_CONTACT: add_contact,
    Verb.ASK: ask,
    Verb.SUPPLY: supply,
    Verb.EXTEND: extend,
    Verb.ANSWER: answer,
    Verb.REFUSE: refuse,
    Verb.REDIRECT: redirect,
    Verb.MERGE: merge,
    Verb.SPLIT: split,
    Verb.CLOSE: close,
    Verb.REOPEN: reopen,
    Verb.WITHDRAW: withdraw,
    Verb.RATE: rate,
    Verb.PUBLISH: publish,
    Verb.UNPUBLISH: unpublish,
    Verb.NOTE: note,
}
UNITS: Final = frozenset({"to", "proposed"})
MOMENTS: Final = frozenset({"due_at", "until", "promised_at"})
# The live split makes the children itself, from their contents; a note's own facts come from other steps.
SHAPES: Final[dict[Verb, frozenset[str]]] = {
    Verb.SPLIT: frozenset({"parts"}),
    Verb.NOTE: frozenset({"text"}),
}


def act(case: Case, verb: str, fields: Mapping[str, Any], *, by: By, at: datetime | None = None) -> Case:
    """Do `verb` to the case with these fields; set `case.seen_seq` first to honour If-Match."""
    do = ACTS.get(_verb(verb))
    if do is None:
        raise Refused(f"Thao tác “{verb}” không làm qua đường này.")
    given = _read(Verb(verb), fields, at or now())
    return do(case, by=by, at=at, **given)


def _verb(name: str) -> Verb:
    if name not in Verb.values:
        raise Refused(f"Không có thao tác “{name}”.")
    return Verb(name)


def _read(verb: Verb, fields: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    known = SHAPES.get(verb, frozenset(FIELDS[verb])) | ({"note"} if verb != Verb.NOTE else set())
    unknown = sorted(set(fields) - known)
    if unknown:
        raise Refused(f"Thao tác “{verb}” không có trường “{unknown[0]}”.")
    missing = [key for key, field in FIELDS[verb].items() if field.required and key in known - set(fields)]
    if missing:
        raise Refused(f"Thao tác “{verb}” thiếu trường “{missing[0]}”.")
    nullable = verb == Verb.CLASSIFY
    return {key: _value(key, value, at) for key, value in fields.items() if nullable or value is not None}


def _value(key: str, value: Any, at: datetime) -> Any:
    if key in UNITS:
        return directory().unit_id(_string(key, value), civil_date(at))
    if key in MOMENTS:
        return parse_moment(_string(key, value))
    if key == "person":
        return _person(_string(key, value))
    if key == "parts":
        return [_part(part) for part in value] if isinstance(value, list) else []
    return value


def _string(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(f"Trường “{key}” phải là chữ.")
    return value


def _person(name: str) -> Person:
    found = Person.objects.filter(username=name.partition("@")[0]).first()
    if found is None:
        raise Refused(f"Không có người dùng “{name}”.")
    return found


def _part(value: Any) -> Part:
    if not isinstance(value, dict) or not isinstance(value.get("content"), str):
        raise Refused("Mỗi phần tách ra phải có nội dung (content).")
    unknown = sorted(set(value) - {"content", "category", "kind", "summary"})
    if unknown:
        raise Refused(f"Phần tách ra không có trường “{unknown[0]}”.")
    return Part(**value)
