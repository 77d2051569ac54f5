"""For tests of the verbs (đồ dùng kiểm thử thao tác): one lawful example of each, and what to look at.

EXAMPLES[verb]: a state in which it is done, who does it, the live fields, and the same typed into a panel.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from hoiam.accounts.models import Person
from hoiam.calendars import almanac
from hoiam.calendars.models import Calendar, Term
from hoiam.kit import clock
from hoiam.kit.moments import short_moment
from hoiam.kit.sealing import unseal
from hoiam.messaging.models import Message

from .factories import CENTRE, MONDAY, OTHER_UNIT, UNIT, do, hours, in_state, person, received, unit_id
from .lifecycle import State, Verb
from .models import Case, CaseText, Event, EventText, OutsideId, Petitioner
from .split import Part
from .write import TABLES

Fields = Callable[[Case], dict[str, Any]]
LATER: Final = MONDAY + hours(73)  # Thursday 09:00: before the deadline of Monday's cases

LONGER: Final = MONDAY + hours(24 * 14 + 9)  # past every deadline of Monday's cases


def nothing(case: Case) -> dict[str, Any]:
    return {}


class Example(NamedTuple):
    state: str
    role: str
    unit: str
    fields: Fields = nothing
    form: Fields | None = None  # None: the form asks for what the verb asks for
    is_published: bool = False

    def case(self, **changes: Any) -> Case:
        case = in_state(self.state, **changes)
        return do(case, "publish", title="Đèn", text="Xong.") if self.is_published else case

    def person(self, name: str = "") -> Person:
        return person(self.role, self.unit, name=name)

    def typed(self, case: Case) -> dict[str, Any]:
        return (self.form or self.fields)(case)


def _split_form(case: Case) -> dict[str, Any]:
    return {"content_1": "Đèn hỏng.", "content_2": "Cống nghẹt."}


def _main(case: Case) -> dict[str, Any]:
    return {"into": received(case.received_at).code}


ANSWER: Final = {"text": "Đã thay bóng đèn.", "outcome": "done"}
SENT_BACK: Final = "not_competent"
EXAMPLES: Final[dict[Verb, Example]] = {
    Verb.CLASSIFY: Example(
        State.RECEIVED, "operator", CENTRE, lambda c: {"category": "MT01", "urgency": "urgent"},
        lambda c: {"kind": c.kind, "category": "MT01", "urgency": "urgent"},
    ),
    Verb.FORWARD: Example(State.RECEIVED, "coordinator", CENTRE, lambda c: {"to": unit_id(UNIT)}),
    Verb.ACCEPT: Example(State.FORWARDED, "officer", UNIT),
    Verb.ASSIGN: Example(
        State.IN_HAND, "focal_point", UNIT, lambda c: {"person": person("officer", UNIT)},
        lambda c: {"person": person("officer", UNIT).pk},
    ),
    Verb.SEND_BACK: Example(
        State.FORWARDED, "officer", UNIT, lambda c: {"reason": SENT_BACK, "proposed": unit_id(OTHER_UNIT)}
    ),
    Verb.RECALL: Example(State.FORWARDED, "coordinator", CENTRE, lambda c: {"reason": "wrong_unit"}),
    Verb.JOIN: Example(State.IN_HAND, "unit_head", UNIT, lambda c: {"to": unit_id(OTHER_UNIT)}),
    Verb.REMIND: Example(
        State.IN_HAND, "operator", CENTRE, lambda c: {"to": unit_id(UNIT), "means": "phone"}
    ),
    Verb.ADD_CONTACT: Example(State.IN_HAND, "operator", CENTRE, lambda c: {"channel": "phone"}),
    Verb.ASK: Example(State.IN_HAND, "officer", UNIT, lambda c: {"text": "Đèn số mấy?"}),
    Verb.SUPPLY: Example(State.WAITING, "operator", CENTRE, lambda c: {"text": "Đèn số 12."}),
    Verb.EXTEND: Example(
        State.IN_HAND, "coordinator", CENTRE,
        lambda c: {"due_at": LONGER, "reason": "verify_on_site"},
        lambda c: {"due_at": short_moment(LONGER), "reason": "verify_on_site"},
    ),
    Verb.ANSWER: Example(State.IN_HAND, "unit_head", UNIT, lambda c: dict(ANSWER)),
    Verb.REFUSE: Example(State.RECEIVED, "coordinator", CENTRE, lambda c: {"reason": "abusive"}),
    Verb.REDIRECT: Example(
        State.RECEIVED, "coordinator", CENTRE,
        lambda c: {"reason": "central_body", "outside": "Cục Thuế"},
    ),
    Verb.MERGE: Example(State.RECEIVED, "operator", CENTRE, _main),
    Verb.SPLIT: Example(
        State.RECEIVED, "operator", CENTRE,
        lambda c: {"parts": [Part(content="Đèn hỏng."), Part(content="Cống nghẹt.")]}, _split_form,
    ),
    Verb.CLOSE: Example(State.ANSWERED, "coordinator", CENTRE),
    Verb.REOPEN: Example(State.ANSWERED, "operator", CENTRE, lambda c: {"reason": "still_there"}),
    Verb.WITHDRAW: Example(State.IN_HAND, "operator", CENTRE, lambda c: {"reason": "Đã tự sửa."}),
    Verb.RATE: Example(State.ANSWERED, "operator", CENTRE, lambda c: {"score": 5, "fixed": "yes"}),
    Verb.PUBLISH: Example(
        State.ANSWERED, "reviewer", CENTRE, lambda c: {"title": "Đèn đường", "text": "Đã thay bóng đèn."}
    ),
    Verb.UNPUBLISH: Example(
        State.ANSWERED, "reviewer", CENTRE, lambda c: {"reason": "asked"}, is_published=True
    ),
    Verb.NOTE: Example(State.IN_HAND, "officer", UNIT, lambda c: {"text": "Đã gọi điện lực."}),
}  # fmt: skip


def open_panel(client: Client, who: Person, verb: str, case: Case, *, at: datetime = LATER) -> Any:
    client.force_login(who)
    with clock.frozen(at):
        return client.get(reverse(f"cases:{verb}", args=[case.code]))


def post_panel(
    client: Client, who: Person, verb: str, case: Case, typed: dict[str, Any], *, at: datetime = LATER,
    seq: int | None = None,
) -> Any:  # fmt: skip
    client.force_login(who)
    query = "" if seq is None else f"?seq={seq}"
    with clock.frozen(at):
        return client.post(reverse(f"cases:{verb}", args=[case.code]) + query, typed)


def last_line(case: Case) -> Event:
    return Event.objects.filter(case=case).order_by("-seq")[0]


def staff_told(template: str) -> dict[str, str]:
    """Username → words, of the notices of that template on people's desks."""
    rows = Message.objects.filter(template=template, channel="in_app").select_related("to_person")
    return {row.to_person.username: row.body for row in rows if row.to_person}


def citizens_told(template: str) -> list[str]:
    """The words of every notice of that template on its way to petitioners."""
    rows = Message.objects.filter(template=template).exclude(channel="in_app").order_by("id")
    return [row.body for row in rows]


def pausing_term(
    days: int = 3, times: int = 2, ask_before: str = "0.50", *, leader_may_extend: bool = False
) -> None:
    """An answer term of five working days that lets the clock stand still; the software's own never does."""
    Term.objects.create(
        step=Term.Step.ANSWER,
        text="5 working_days",
        calendar=Calendar.objects.get(code="default"),
        during=DateRange(None, None),
        pause_days=days,
        pause_times=times,
        ask_before=ask_before,
        leader_may_extend=leader_may_extend,
        source="Quyết định thử nghiệm",
        recorded_at=MONDAY,
    )
    almanac.forget()


# Of one installation alone, or random, or when it was learnt there: never the same in two places.
_OWN: Final = frozenset(
    {
        "id",
        "case_id",
        "event_id",
        "parent_id",
        "merged_into_id",
        "code",
        "code_is_given",
        "source",
        "source_id",
    }
    | {"recorded_at", "salt", "digest", "content_digest", "secret_hash"}
)


def rows_left_by(case_id: int) -> dict[str, list[str]]:
    """Every row of a case in every table, as comparable text, without what is never the same twice."""
    rows = {model.__name__: _rows(model, case_id=case_id) for model in TABLES.values()}
    for model in (CaseText, Petitioner, OutsideId, Event):
        rows[model.__name__] = _rows(model, case_id=case_id)
    rows["EventText"] = _rows(EventText, "event__seq", event__case_id=case_id)
    rows["Case"] = _rows(Case, "parent__code", "merged_into__code", pk=case_id)
    return rows


def _rows(model: type[models.Model], *also: str, **where: Any) -> list[str]:
    fields = [f.attname for f in model._meta.concrete_fields if f.attname not in _OWN and not f.generated]
    found = model._default_manager.filter(**where).values(*fields, *also)
    return sorted(
        json.dumps(_readable(row), default=str, sort_keys=True, ensure_ascii=False) for row in found
    )


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    """Sealed words as words, hashes as digits."""
    if row.get("sealed"):
        row["sealed"] = unseal(bytes(row["sealed"]))
    return {k: bytes(v).hex() if isinstance(v, memoryview | bytes) else v for k, v in row.items()}
