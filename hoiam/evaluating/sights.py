"""Sights (ai thấy số liệu nào): home affairs sees the whole of those it follows; a unit its own copy.

A unit's copy holds no figure of conduct, and nothing of a case behind its wall: not as a number either.
A person's figures are seen by the person, the head of the unit and home affairs; they are never public.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import F, Q, QuerySet

from hoiam.accounts.models import Person
from hoiam.cases.visible import in_centre_or_office
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.roles import LEADING
from hoiam.units.standing import Standing, standing

from .handlers import handler_of
from .measures import CONDUCT
from .models import Exclusion, Fact
from .walls import EXPLAINING, working_units

OFFICE: Final = ("coordinator", "office_head")


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person sees of the evidence."""

    whole: frozenset[int] = frozenset()  # units followed as home affairs: everything, persons too
    office: frozenset[int] = frozenset()  # units the Office follows: without conduct and persons
    own: frozenset[int] = frozenset()  # units led, and those below them
    heads: frozenset[int] = frozenset()  # units whose persons' figures this head sees
    speaks: frozenset[int] = frozenset()  # units in whose name this person objects
    walls: frozenset[int] = frozenset()

    @property
    def units(self) -> frozenset[int]:
        return self.whole | self.office | self.own

    def sees_all_of(self, unit: int) -> bool:
        return unit in self.whole

    @property
    def deciding(self) -> frozenset[int]:
        """Home affairs or the Office, never the unit itself nor one above it in its own line of work."""
        return self.whole | (self.office - self.own)

    def decides_for(self, unit: int) -> bool:
        return unit in self.deciding

    def seen(self, rows: QuerySet[Fact]) -> QuerySet[Fact]:
        """Of facts of any unit those this person may count; figures of conduct for home affairs alone."""
        return rows.filter(self._open("conduct_unit") & (Q(unit__in=self.whole) | ~Q(measure__in=CONDUCT)))

    def opinions(self, rows: QuerySet[Exclusion]) -> QuerySet[Exclusion]:
        """Of opinions those this person may know of: a case behind a wall is not told by them either."""
        return rows.filter(self._open("case__conduct_unit"))

    def _open(self, conduct: str) -> Q:
        """Home affairs knows whose conduct it looks into; everybody else reads a unit's copy without it."""
        behind, itself = Q(**{f"{conduct}__in": self.walls}), Q(**{conduct: F("unit")})
        nobody = Q(**{f"{conduct}__isnull": True})
        followed = Q(unit__in=self.whole) & (nobody | itself | ~behind)
        return followed | Q(unit__in=self.units - self.whole) & (nobody | ~behind & ~itself)


def sight_of(person: Person, at: datetime) -> Sight:
    seat, book, on = standing(person, at), directory(), civil_date(at)
    working = working_units(seat, at)
    own = _led(seat, at)
    return Sight(
        whole=followed_by(working, at) if working else frozenset(),
        office=_of_the_office(seat, at),
        own=own,
        heads=frozenset(
            unit for role, unit in seat.seats if role in ("unit_head", "office_head", "centre_manager")
        ),
        speaks=frozenset(unit for role, unit in seat.seats if role in EXPLAINING),
        walls=seat.walls | frozenset().union(*(book.walls(unit, on) for unit in seat.units)),
    )


def _led(seat: Standing, at: datetime) -> frozenset[int]:
    book, on = directory(), civil_date(at)
    leads = frozenset(unit for role, unit in seat.seats if role in LEADING or role == "external_unit")
    return leads.union(*(book.descendants(unit, on) for unit in leads))


def _of_the_office(seat: Standing, at: datetime) -> frozenset[int]:
    """The province's Office follows everybody but itself."""
    if not in_centre_or_office(seat, at, OFFICE):
        return frozenset()
    book, on = directory(), civil_date(at)
    office = book.function("office", book.root(on), on)
    if office is None or office not in seat.units:
        return frozenset()
    return frozenset(unit.id for unit in book.units(on)) - seat.units


def followed_by(working: frozenset[int], at: datetime) -> frozenset[int]:
    """The units whose matters, and so whose evidence, these home affairs offices handle; of those that
    ended too, whose months are still to be read."""
    book, on = directory(), civil_date(at)
    valid = frozenset(unit.id for unit in book.units(on))
    ended = frozenset(old for unit in valid for old in book.predecessors(unit))
    return frozenset(unit for unit in valid | ended if _handler(unit, on) in working)


def _handler(unit: int, on: date) -> int | None:
    try:
        return handler_of(unit, on).unit
    except Refused:
        return None


def is_home_affairs_of_all(person: Person, at: datetime) -> bool:
    """Of the province itself: whoever closes months for everybody."""
    book, on = directory(), civil_date(at)
    chief = book.function("home_affairs", book.root(on), on)
    return chief is not None and chief in working_units(standing(person, at), at)
