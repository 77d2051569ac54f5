"""Who may do which step of a matter (quyền với vụ việc). One row a step; a rule reads as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hoiam.accounts.models import Person
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.standing import Standing, standing

from .handlers import handled_by, handler_of
from .lifecycle import Step
from .models import Matter
from .walls import DECIDING, is_outside, matters_seen, speaking_units, working_units


@dataclass(frozen=True, slots=True)
class Question:
    person: Person
    seat: Standing
    matter: Matter
    at: datetime


Rule = Callable[[Question], bool]


def works_it(q: Question) -> bool:
    """Home affairs, or the inspectorate, that handles this matter."""
    return q.matter.handler_id in working_units(q.seat, q.at) and _sees(q)


def heads_the_authority(q: Question) -> bool:
    """The head of the authority; where the head himself is accused, the head of whoever handles it."""
    if q.matter.authority_id is None:
        return works_it(q) and q.seat.has("unit_head", unit=q.matter.handler_id)
    units = frozenset(unit for role, unit in q.seat.seats if role in DECIDING)
    return q.matter.authority_id in handled_by(units, civil_date(q.at)) and _sees(q)


def speaks_for_the_accused(q: Question) -> bool:
    return q.matter.accused_id in speaking_units(q.seat, q.at) and q.person.pk != q.matter.accused_person_id


def verifies_it(q: Question) -> bool:
    """The one who was sent, as long as he stands outside the accused unit."""
    at_work = q.matter.verifications.filter(verifier=q.person, done_at=None, withdrawn_at=None)
    return is_outside(q.person, q.matter, q.at) and at_work.exists()


def _sees(q: Question) -> bool:
    return matters_seen(q.person, q.at).filter(pk=q.matter.pk).exists()


RULES: Final[dict[Step, Rule]] = {
    Step.REQUEST_EXPLANATION: works_it,
    Step.EXPLAIN: speaks_for_the_accused,
    Step.ASSIGN_VERIFICATION: works_it,
    Step.VERIFY: verifies_it,
    Step.CONCLUDE: works_it,
    Step.PROPOSE: works_it,
    Step.DECIDE: heads_the_authority,
    Step.EXECUTE: works_it,
    Step.TELL_PETITIONER: works_it,
    Step.SET_ASIDE: works_it,
}


def may(person: Person, step: Step, matter: Matter, at: datetime) -> bool:
    return RULES[step](Question(person, standing(person, at), matter, at))


def allow(person: Person, step: Step, matter: Matter, at: datetime) -> None:
    if not may(person, step, matter, at):
        raise Refused(f"Bạn không có quyền “{step.label}” với vụ việc này.")


def may_open_about(person: Person, accused: int, at: datetime) -> bool:
    """Home affairs opens matters that are its own to handle."""
    return handler_of(accused, civil_date(at)).unit in working_units(standing(person, at), at)
