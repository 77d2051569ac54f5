"""A keeper (người quản tài khoản): whose accounts one may keep, and which roles one may give.

The system's administrator keeps everybody. A unit's own keeps the people of that unit and of those below,
and gives the roles that work inside a unit; a role that looks beyond it (the Office, the centre, conduct,
identities) is the system's administrator's to give, and so is the account of whoever holds one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Prefetch, Q

from hoiam.accounts.models import Person
from hoiam.kit.moments import civil_date

from .directory import directory
from .models import Membership, SeatingLine
from .roles import Function, Role
from .standing import Standing, standing

if TYPE_CHECKING:
    from django.db.models import QuerySet

OF_A_UNIT: Final = frozenset(
    {Role.FOCAL_POINT, Role.OFFICER, Role.UNIT_HEAD, Role.UNIT_ADMIN, Role.CLERK, Role.EXTERNAL_UNIT}
)
# Shifts change by the week: the centre seats those who answer its calls itself.
OF_THE_CENTRE: Final = OF_A_UNIT | {Role.OPERATOR, Role.SHIFT_LEAD}
# Who keeps the system is a mark of the account, given by `createsuperuser`; it is no seat in a unit.
EVERY_SEAT: Final = frozenset(Role) - {Role.SYSTEM_ADMIN}


def may_keep_people(seat: Standing) -> bool:
    return seat.is_system_admin or seat.has(Role.UNIT_ADMIN)


@dataclass(frozen=True)
class Keeper:
    """One person who keeps accounts, at one moment."""

    person: Person
    at: datetime

    @cached_property
    def seat(self) -> Standing:
        return standing(self.person, self.at)

    @cached_property
    def units(self) -> frozenset[int]:
        """The units whose people are kept; for the system's administrator those that ended too."""
        book, on = directory(), civil_date(self.at)
        if self.seat.is_system_admin:
            return book.every_unit()
        own = frozenset(unit for role, unit in self.seat.seats if role == Role.UNIT_ADMIN)
        return own.union(*(book.descendants(unit, on) for unit in own))

    def roles(self, unit: int) -> frozenset[Role]:
        """What this keeper may make somebody in that unit."""
        if unit not in self.units:
            return frozenset()
        if self.seat.is_system_admin:
            return EVERY_SEAT
        book, on = directory(), civil_date(self.at)
        if any(
            book.serves(unit, function, on) for function in (Function.HOME_AFFAIRS, Function.INSPECTORATE)
        ):
            return OF_A_UNIT - {Role.UNIT_HEAD}  # who leads there reads of everybody's conduct
        return OF_THE_CENTRE if unit == book.centre(on) else OF_A_UNIT

    def people(self) -> QuerySet[Person]:
        """Whom this keeper may find: who has, or had, a seat in these units. Their `seats` come along."""
        seats = Membership.objects.filter(unit__in=self.units).order_by("during", "pk")
        found = Person.objects.prefetch_related(Prefetch("memberships", seats, to_attr="seats"))
        if self.seat.is_system_admin:
            return found
        return found.filter(Exists(seats.filter(person=OuterRef("pk")).order_by()))

    def keeps(self, person: Person) -> bool:
        """The account itself is kept by whoever could give every seat it has or is to have: a new password
        opens all of them."""
        if self.seat.is_system_admin:
            return True
        seats = Membership.objects.filter(person=person.pk).filter(still(self.at))
        return not person.is_system_admin and all(
            role in self.roles(unit) for role, unit in seats.values_list("role", "unit")
        )

    def lines(self, person: Person) -> QuerySet[SeatingLine]:
        """What was done to an account, as far as it concerns these units; the last first."""
        found = SeatingLine.objects.filter(person=person).select_related("by").order_by("-pk")
        return (
            found.filter(Q(unit__in=self.units) | Q(unit=None))
            if self.keeps(person)
            else found.filter(unit__in=self.units)
        )


def still(at: datetime) -> Q:
    """Seats of that day and of days to come."""
    return Q(during__endswith__gt=civil_date(at)) | Q(during__upper_inf=True)
