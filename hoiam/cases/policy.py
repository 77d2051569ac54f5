"""Who may do what (quyền thao tác). One row a verb; a rule reads as a sentence.

C coordinator, O operator, H officer of the holder, L leader or focal point of the holder,
P petitioner (code and phone, private link, or an operator for them), R reviewer, S system.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from hoiam.calendars.parameters import parameter
from hoiam.calendars.terms import term_for
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import Directory, directory
from hoiam.units.standing import Standing, standing

from .lifecycle import State, Verb
from .line import PETITIONER, Actor
from .models import Case
from .visible import coordinates_instead, in_centre_or_office, urged

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

COORDINATING: Final = ("coordinator", "office_head", "centre_manager", "shift_lead")
# The Office's own people, wherever they sit: the centre reminds, only they give time and settle competence.
DECIDING: Final = ("coordinator", "office_head")
LEADING: Final = ("focal_point", "unit_head", "external_unit")
WORKING: Final = ("officer", *LEADING)


@dataclass(frozen=True, slots=True)
class Question:
    """May this person do this to that case now? `to` is the unit a forward or join aims at, if known."""

    seat: Standing
    case: Case
    at: datetime
    person: int
    to: int | None = None

    @property
    def units(self) -> Directory:
        return directory()

    @property
    def is_at_centre(self) -> bool:
        return self.case.holder_id == self.units.centre(civil_date(self.at))


Rule = Callable[[Question], bool]
By: TypeAlias = "Person | Actor"


def coordinator(q: Question) -> bool:
    return in_centre_or_office(q.seat, q.at, COORDINATING) or coordinates_instead(q.seat, q.case, q.at)


def office(q: Question) -> bool:
    return in_centre_or_office(q.seat, q.at, DECIDING) or coordinates_instead(q.seat, q.case, q.at)


def is_disputed(q: Question) -> bool:
    """Sent back so often that whose work it is must be settled: see `send_back`."""
    case = q.case
    return case.state == State.RECEIVED and case.returns >= parameter("max_returns", q.at)


def office_when_disputed_else_coordinator(q: Question) -> bool:
    return office(q) if is_disputed(q) else coordinator(q)


def operator(q: Question) -> bool:
    return in_centre_or_office(q.seat, q.at, ("operator",))


def operator_before_any_dispute(q: Question) -> bool:
    return operator_before_forwarding(q) and not is_disputed(q)


def operator_before_forwarding(q: Question) -> bool:
    return operator(q) and q.case.state in (State.RECEIVED, State.WAITING) and q.is_at_centre


def officer_of_holder(q: Question) -> bool:
    return any(role in WORKING and unit == q.case.holder_id for role, unit in q.seat.seats)


def leader_of_holder(q: Question) -> bool:
    return any(role in LEADING and unit == q.case.holder_id for role, unit in q.seat.seats)


def leader_to_a_unit_below(q: Question) -> bool:
    if not leader_of_holder(q):
        return False
    below = q.units.descendants(q.case.holder_id, civil_date(q.at))
    return bool(below) if q.to is None else q.to in below


def leader_who_forwarded(q: Question) -> bool:
    """The case stands with a unit to which this leader's own unit handed it."""
    hop = q.case.hops.filter(until=None).first()
    sender = hop.sender_id if hop else None
    return sender is not None and any(role in LEADING and unit == sender for role, unit in q.seat.seats)


def office_above_the_holder(q: Question) -> bool:
    """The Office of a committee urges the units below it, about what they hold and nobody else."""
    below = urged(q.seat, q.at)
    return q.case.holder_id in below and (q.to is None or q.to in below)


def centre_answering(q: Question) -> bool:
    return q.is_at_centre and (operator(q) or coordinator(q))


def officer_where_no_approval_is_asked(q: Question) -> bool:
    return officer_of_holder(q) and not q.units.unit(q.case.holder_id, civil_date(q.at)).asks_approval


def coordinator_within_centre(q: Question) -> bool:
    return q.is_at_centre and coordinator(q)


def office_of_another_unit(q: Question) -> bool:
    """Nobody gives his own unit more time."""
    return office(q) and q.case.holder_id not in q.seat.units


def leader_where_the_term_lets(q: Question) -> bool:
    case = q.case
    term = term_for("answer", case.category_id, case.kind, case.urgency, case.received_at)
    return leader_of_holder(q) and term is not None and term.leader_may_extend


def reviewer(q: Question) -> bool:
    return q.seat.has("reviewer") and q.case.conduct_unit_id is None


def anyone_who_sees_it(q: Question) -> bool:
    return bool(q.seat.seats)


SYSTEM_ONLY: Final[tuple[Rule, ...]] = ()
RULES: Final[dict[Verb, tuple[Rule, ...]]] = {
    Verb.RECEIVE: (operator, coordinator),
    Verb.CLASSIFY: (operator_before_forwarding, coordinator),
    Verb.FORWARD: (
        operator_before_any_dispute,
        office_when_disputed_else_coordinator,
        leader_to_a_unit_below,
    ),
    Verb.ACCEPT: (officer_of_holder,),
    Verb.ASSIGN: (leader_of_holder, coordinator_within_centre),
    Verb.SEND_BACK: (officer_of_holder,),
    Verb.RECALL: (leader_who_forwarded, coordinator),
    Verb.JOIN: (coordinator, leader_of_holder),
    Verb.REMIND: (coordinator, operator, office_above_the_holder),
    Verb.ADD_CONTACT: (operator, coordinator),
    Verb.ASK: (coordinator, officer_of_holder),
    Verb.SUPPLY: (operator,),
    Verb.EXTEND: (office_of_another_unit, leader_where_the_term_lets),
    Verb.ANSWER: (centre_answering, leader_of_holder, officer_where_no_approval_is_asked),
    Verb.REFUSE: (coordinator,),
    Verb.REDIRECT: (coordinator,),
    Verb.MERGE: (coordinator, operator),
    Verb.SPLIT: (coordinator, operator),
    Verb.CLOSE: (coordinator,),
    Verb.REOPEN: (coordinator, operator),
    Verb.WITHDRAW: (operator,),
    Verb.RATE: (operator,),
    Verb.PUBLISH: (reviewer,),
    Verb.UNPUBLISH: (reviewer,),
    Verb.TRANSFER: SYSTEM_ONLY,
    Verb.RECKON: SYSTEM_ONLY,
    Verb.NOTE: (anyone_who_sees_it,),
}
# Steps that are no verb of their own: asking for more time, and telling a petitioner by telephone.
ASKING_EXTENSION: Final[tuple[Rule, ...]] = (leader_of_holder,)
TELLING_BY_CALL: Final[tuple[Rule, ...]] = (operator, coordinator)
# A transfer no rule of a reorganisation could decide: a person says where.
PLACING: Final[tuple[Rule, ...]] = (coordinator,)
# What the petitioner does with code and telephone or by the private link; an operator does it for them.
OF_PETITIONER: Final = frozenset({Verb.SUPPLY, Verb.REOPEN, Verb.WITHDRAW, Verb.RATE, Verb.ADD_CONTACT})
OF_SYSTEM: Final = frozenset({Verb.SUPPLY, Verb.CLOSE, Verb.REOPEN, Verb.TRANSFER, Verb.RECKON})


def may(
    person: Person,
    verb: Verb,
    case: Case,
    at: datetime,
    *,
    to: int | None = None,
    rules: tuple[Rule, ...] | None = None,
) -> bool:
    """May this person, who already sees the case, do this verb to it? `rules` stand in for the verb's own."""
    question = Question(standing(person, at), case, at, person.pk, to)
    return any(rule(question) for rule in (RULES[verb] if rules is None else rules))


def allow(
    by: By,
    verb: Verb,
    case: Case,
    at: datetime,
    *,
    to: int | None = None,
    rules: tuple[Rule, ...] | None = None,
) -> Actor:
    """Beat two: the actor as history will name it, or Refused."""
    if isinstance(by, Actor):
        if (by.is_petitioner and verb in OF_PETITIONER) or (by.is_system and verb in OF_SYSTEM):
            return by
        raise Refused(f"Không có quyền “{verb.label}” phản ánh này.")
    seen = Case.objects.visible_to(by, at).filter(pk=case.pk)
    if not may(by, verb, case, at, to=to, rules=rules) or not seen.exists():
        raise Refused(f"Bạn không có quyền “{verb.label}” phản ánh này.")
    actor = actor_of(by, case, at)
    return actor._replace(name=PETITIONER) if _speaks_for_petitioner(by, verb, case, at) else actor


def _speaks_for_petitioner(person: Person, verb: Verb, case: Case, at: datetime) -> bool:
    """An operator writes down what the petitioner says; a coordinator reopens in the centre's own name."""
    if verb not in OF_PETITIONER:
        return False
    return verb != Verb.REOPEN or not coordinator(Question(standing(person, at), case, at, person.pk))


def actor_of(person: Person, case: Case, at: datetime) -> Actor:
    """`username@unit`: the holder's seat when the person has one, else the first of their own."""
    seats = standing(person, at).units
    unit = case.holder_id if case.holder_id in seats else min(seats, default=None)
    if unit is None:
        raise Refused("Tài khoản này không thuộc đơn vị nào vào thời điểm thao tác.")
    code = directory().unit(unit, civil_date(at)).code
    return Actor(f"{person.username}@{code}", person.pk, unit)
