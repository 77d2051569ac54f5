"""Who sees a matter (ai được xem vụ việc): those who work it and, once it is proposed, the head who decides.

Nobody who is accused ever sees it, not as a number either: not the person, not the unit, its head, those
below it, nor whoever these came from or went to. The accused unit reads the request for explanation alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from hoiam.accounts.models import Person
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory
from hoiam.units.standing import Standing, standing

from .handlers import handled_by
from .lifecycle import State
from .models import Explanation, Matter, Verification

HANDLING: Final = ("home_affairs", "unit_head")
DECIDING: Final = ("authority_head",)
# Who may answer for a unit: whoever leads it, whatever kind of unit it is.
EXPLAINING: Final = (
    "unit_head",
    "focal_point",
    "external_unit",
    "office_head",
    "authority_head",
    "centre_manager",
)
BEFORE_THE_HEAD: Final = (State.PROPOSED, State.DECIDED, State.EXECUTED, State.CLOSED)


def working_units(seat: Standing, at: datetime) -> frozenset[int]:
    """Units in whose name this person works matters: of home affairs, or of an inspectorate."""
    book, on = directory(), civil_date(at)
    mine = frozenset(unit for role, unit in seat.seats if role in HANDLING)
    handling = frozenset(
        unit
        for unit in mine
        if book.serves(unit, "home_affairs", on) or book.serves(unit, "inspectorate", on)
    )
    return handled_by(handling, on) if handling else handling


def deciding_units(seat: Standing, at: datetime) -> frozenset[int]:
    heads = frozenset(unit for role, unit in seat.seats if role in DECIDING)
    return handled_by(heads, civil_date(at)) if heads else heads


def speaking_units(seat: Standing, at: datetime) -> frozenset[int]:
    """Units for which this person may answer a request for explanation."""
    mine = frozenset(unit for role, unit in seat.seats if role in EXPLAINING)
    return handled_by(mine, civil_date(at)) if mine else mine


def matters_seen(person: Person, at: datetime) -> QuerySet[Matter]:
    """Where every list, page, file and count of matters begins."""
    seat = standing(person, at)
    working, deciding = working_units(seat, at), deciding_units(seat, at)
    if not working and not deciding:
        return Matter.objects.none()
    rule = Q(handler__in=working) & ~Q(accused__in=_behind(seat, working, at))
    if deciding:
        rule |= Q(authority__in=deciding, state__in=BEFORE_THE_HEAD) & ~Q(accused__in=seat.walls)
    return Matter.objects.filter(rule).exclude(accused_person=person)


def _behind(seat: Standing, working: frozenset[int], at: datetime) -> frozenset[int]:
    """Whose matters a worker never sees. At the top an inspectorate works against the head above it: of
    a handler only the unit itself, and what it came from or went to, is a wall; of other seats everything."""
    book, on = directory(), civil_date(at)
    walls = frozenset(working).union(*(book.relatives(unit) for unit in working))
    return walls.union(*(book.walls(unit, on) for unit in seat.units - working))


def explanations_seen(person: Person, at: datetime) -> QuerySet[Explanation]:
    """What the accused unit reads: the request's own text and its own answer. Whoever is accused in person
    answers through the unit's head, and sees nothing here."""
    units = speaking_units(standing(person, at), at)
    return Explanation.objects.filter(accused__in=units).exclude(matter__accused_person=person)


def verifications_seen(person: Person, at: datetime) -> QuerySet[Verification]:
    """What this person was sent to verify, while no seat of theirs stands behind the wall."""
    seat = standing(person, at)
    mine = Verification.objects.filter(verifier=person, withdrawn_at=None)
    walled = _behind(seat, working_units(seat, at), at)
    return mine.exclude(matter__accused__in=walled).exclude(matter__accused_person=person)


def is_outside(person: Person, matter: Matter, at: datetime) -> bool:
    """Has no seat in the accused unit, below it, or in one it came from or went to; and is not accused."""
    seat = standing(person, at)
    walled = _behind(seat, working_units(seat, at), at)
    return bool(seat.seats) and person.pk != matter.accused_person_id and matter.accused_id not in walled
