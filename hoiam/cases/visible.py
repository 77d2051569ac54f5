"""Who may see which case (ai được xem): the one rule behind every list, page, count, export and file.

A conduct case is invisible to the unit it accuses, its head and every unit below, everywhere.
A unit sees what it holds, has held, or was invited to; its leaders also what units below hold.
The centre and the province's Office see all; a privacy or system administrator sees no case.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory
from hoiam.units.standing import Standing, standing

from .lifecycle import OPEN, State

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

    from .models import Case

SEES_ALL: Final = (
    "operator",
    "shift_lead",
    "centre_manager",
    "coordinator",
    "office_head",
    "authority_head",
    "auditor",
)

CENTRE_ROLES: Final = ("operator", "shift_lead", "centre_manager", "coordinator", "office_head")


class CaseQuerySet(models.QuerySet["Case"]):
    """Filters that chain. Every screen starts at visible_to(); every verb at lock()."""

    def visible_to(self, person: Person, at: datetime | None = None) -> CaseQuerySet:
        return self.seen_from(standing(person, at or now()), at or now())

    def seen_from(self, seat: Standing, at: datetime) -> CaseQuerySet:
        if not seat.seats:
            return self.none()
        seen = self if _sees_all(seat, at) else self.filter(_within(seat, at))
        return seen.filter(Q(conduct_unit__isnull=True) | ~Q(conduct_unit__in=seat.walls))

    def open(self) -> CaseQuerySet:
        return self.filter(state__in=OPEN)

    def held_by(self, units: frozenset[int]) -> CaseQuerySet:
        return self.filter(holder__in=units)

    def overdue(self, at: datetime) -> CaseQuerySet:
        return self.open().filter(Q(missed_at__isnull=False) | Q(due_at__lt=at))

    def not_conduct(self) -> CaseQuerySet:
        return self.filter(conduct_unit__isnull=True)

    def lock(self, case: Case) -> Case:
        """The case as it is now, held until the transaction ends."""
        return self.select_for_update(no_key=True, of=("self",)).get(pk=case.pk)


def is_walled(unit: int, accused: int, on: date) -> bool:
    """A case that accuses `accused` is hidden from `unit`: it is that unit, lies below it, came from it or
    took it over. The same walls as a person of that unit has (`Standing.walls`)."""
    book = directory()
    above = {unit, *book.ancestors(unit, on)}
    return accused in above or any(accused in book.relatives(one) for one in above)


def in_centre_or_office(seat: Standing, at: datetime, roles: tuple[str, ...]) -> bool:
    """Holds one of `roles` in the centre or in the province's own Office."""
    book, on = directory(), civil_date(at)
    whole = {book.centre(on), book.function("office", book.root(on), on)}
    return any(role in roles and unit in whole for role, unit in seat.seats)


def _sees_all(seat: Standing, at: datetime) -> bool:
    """A seat that sees everything: in the centre, the province's Office, or its committee itself."""
    root = directory().root(civil_date(at))
    return in_centre_or_office(seat, at, SEES_ALL) or any(
        role in SEES_ALL and unit == root for role, unit in seat.seats
    )


def _within(seat: Standing, at: datetime) -> Q:
    hop = apps.get_model("cases", "Assignment")
    joining = apps.get_model("cases", "Joining")
    mine: dict[str, Any] = {"case": OuterRef("pk"), "unit__in": seat.reach}
    # Whoever holds a case is seen in its row: of most cases on a list nobody asks for the hops.
    rule = Q(holder__in=seat.reach) | Q(Exists(hop.objects.filter(**mine)))
    rule |= Q(Exists(joining.objects.filter(**mine)))
    for role, unit in seat.seats:
        if role == "reviewer":
            rule |= Q(state__in=(State.ANSWERED, State.CLOSED), conduct_unit__isnull=True)
        if role == "home_affairs":
            below = directory().descendants(_served(unit, at), civil_date(at))
            rule |= Q(conduct_unit__in=below)
    return rule


def _served(unit: int, at: datetime) -> int:
    """The committee a home-affairs office works for: the unit above it."""
    return directory().parent(unit, civil_date(at)) or unit
