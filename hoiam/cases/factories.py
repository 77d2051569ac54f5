"""Factories: the smallest lawful cases and people with seats, for everybody's tests and demonstrations.

case = received()                                   at the centre since MONDAY 08:00
case = in_state("in_hand", unit="ubnd-731")         every state has a lawful way to it, an hour a line
case = received(kind="question", petitioner=CALLER) any field of `Petition`; codes of units, areas, categories
do(case, "forward", to="ubnd-731", at=at)           one more line, decided and written, whoever may or may not
person("unit_head", "ubnd-731")                     somebody with that seat; asked again, the same person

They need the reference data (units, categories, calendars, lists). The days lie in July 2021; a test of
a screen holds the clock there: `with clock.frozen(MONDAY + hours(3)):`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.models import Person
from hoiam.kit.ids import show_code
from hoiam.kit.moments import VN, civil_date, iso
from hoiam.units.directory import directory
from hoiam.units.models import Membership
from hoiam.units.standing import forget_standing

from .decisions import decide
from .lifecycle import State, Verb
from .line import Actor
from .models import Case
from .petition import Petition
from .reading import read_actor, read_conduct, read_place
from .receive import receive
from .world import world
from .write import hold

MONDAY = datetime(2021, 7, 5, 8, tzinfo=VN)
CENTRE, UNIT, OTHER_UNIT = "1022", "ubnd-731", "ubnd-737"
CALLER = {"type": "person", "name": "Người dân thử nghiệm 1", "phone": "0900000001"}
WRITER = {"type": "person", "name": "Người dân thử nghiệm 2", "email": "nguoidan2@example.vn"}
HEAD = "coordinator@1022"


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def unit_id(code: str, at: datetime = MONDAY) -> int:
    return directory().unit_id(code, civil_date(at))


def person(role: str, unit: str = CENTRE, *, name: str = "", on: date | datetime = MONDAY) -> Person:
    """The person of that role in the unit that bears the code on that day; `name` makes another one."""
    found, is_new = Person.objects.get_or_create(
        username=name or f"{role}.{unit}",
        defaults={"full_name": f"Cán bộ thử nghiệm {role} {unit}", "password": "!"},
    )
    if is_new:
        unit_id = directory().unit_id(unit, civil_date(on))
        Membership.objects.create(person=found, unit_id=unit_id, role=role, during=DateRange(None, None))
        forget_standing(found)
    return found


def petition(at: datetime = MONDAY, **changes: Any) -> Petition:
    """A report of a broken street lamp; `place`, `conduct` and `category` are given as codes."""
    rules, on = world(), civil_date(at)
    fields: dict[str, Any] = {
        "kind": "report",
        "channel": "web",
        "content": "Đèn đường trước nhà văn hóa hỏng đã ba đêm.",
        "received_at": at,
        "petitioner": dict(WRITER),
    }
    fields.update(changes)
    if isinstance(fields.get("category"), str):
        fields["category"] = rules.category(fields["category"], on)
    if isinstance(fields.get("place"), dict):
        fields["place"] = read_place(fields["place"], on, rules)
    if isinstance(fields.get("conduct"), dict):
        fields["conduct"] = read_conduct(fields["conduct"], on, rules)
    return Petition(**fields)


def received(at: datetime = MONDAY, *, by: str = "operator@1022", **changes: Any) -> Case:
    return receive(petition(at, **changes), by=actor(by, at))


def actor(name: str, at: datetime = MONDAY) -> Actor:
    """`person@unit`, `petitioner` or `system`, as the exchange format names them."""
    return read_actor(name, civil_date(at), world())


@transaction.atomic
def do(case: Case, verb: str, *, by: str = HEAD, at: datetime | None = None, **fields: Any) -> Case:
    """One line, decided and written like a live verb, without asking who may and without telling anybody."""
    held = hold(case, at or case.last_at + hours(1))
    line = held.line(Verb(verb), by=actor(by, held.at), **{k: _plain(v) for k, v in fields.items()})
    held.write(line, decide(held.snapshot, line, held.rules))
    return held.case


def _plain(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value


def forwarded(at: datetime = MONDAY, *, unit: str = UNIT, **changes: Any) -> Case:
    return do(received(at, **changes), "forward", to=unit)


def in_hand(at: datetime = MONDAY, *, unit: str = UNIT, **changes: Any) -> Case:
    return do(forwarded(at, unit=unit, **changes), "accept", by=f"officer@{unit}")


def waiting(at: datetime = MONDAY, *, unit: str = UNIT, **changes: Any) -> Case:
    return do(in_hand(at, unit=unit, **changes), "ask", by=f"officer@{unit}", text="Đèn số mấy?")


def answered(at: datetime = MONDAY, *, unit: str = UNIT, **changes: Any) -> Case:
    case = in_hand(at, unit=unit, **changes)
    return do(case, "answer", by=f"unit_head@{unit}", text="Đã thay bóng đèn.", outcome="done")


def closed(at: datetime = MONDAY, **changes: Any) -> Case:
    return do(answered(at, **changes), "close")


def refused(at: datetime = MONDAY, **changes: Any) -> Case:
    return do(received(at, **changes), "refuse", reason="advert_or_test")


def redirected(at: datetime = MONDAY, **changes: Any) -> Case:
    return do(received(at, **changes), "redirect", reason="complaint", outside="Ban Tiếp công dân")


def withdrawn(at: datetime = MONDAY, **changes: Any) -> Case:
    return do(received(at, **changes), "withdraw", by="petitioner")


def merged(at: datetime = MONDAY, **changes: Any) -> Case:
    main = received(at)
    return do(received(at, **changes), "merge", into=show_code(main.code))


WAYS = {
    State.RECEIVED: received,
    State.FORWARDED: forwarded,
    State.IN_HAND: in_hand,
    State.WAITING: waiting,
    State.ANSWERED: answered,
    State.CLOSED: closed,
    State.REFUSED: refused,
    State.REDIRECTED: redirected,
    State.WITHDRAWN: withdrawn,
    State.MERGED: merged,
}


def in_state(state: str, at: datetime = MONDAY, **changes: Any) -> Case:
    """A case in that state, by the shortest lawful way."""
    return WAYS[State(state)](at, **changes)
