"""Who may see which case (ai được xem): the one rule behind every list, page, count, export and file.

A conduct case is invisible to the unit it accuses, its head and every unit below, everywhere.
Where everybody lies below the accused, whoever oversees it sees.
A unit sees what it holds, has held, or was invited to; its leaders also what units below hold, and so does
the Office of a committee for those below it: letters order it to follow how they are handled.
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
from hoiam.units.directory import Directory, directory
from hoiam.units.standing import Standing, sees_all, standing

from .lifecycle import OPEN, State

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

    from .models import Case

# Who acts for the body that oversees the authority itself.
OVERSEEING: Final = ("home_affairs", "unit_head")
# Who follows, in the Office of a committee, how the units below it handle what they get.
FOLLOWING: Final = ("coordinator", "office_head")
CENTRE_ROLES: Final = ("operator", "shift_lead", "centre_manager", "coordinator", "office_head")


class CaseQuerySet(models.QuerySet["Case"]):
    """Filters that chain. Every screen starts at visible_to(); every verb at lock()."""

    def visible_to(self, person: Person, at: datetime | None = None) -> CaseQuerySet:
        return self.seen_from(standing(person, at or now()), at or now())

    def seen_from(self, seat: Standing, at: datetime) -> CaseQuerySet:
        if not seat.seats:
            return self.none()
        seen = self if sees_all(seat, at) else self.filter(_within(seat, at))
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
    return accused in directory().walls(unit, on)


def is_looked_into(accused: int, on: date) -> bool:
    """Somebody stands outside its wall who coordinates: the centre, the Office, home affairs, or whoever
    oversees the authority itself."""
    book = directory()
    root = book.root(on)
    bodies = (
        book.centre(on),
        book.function("office", root, on),
        book.function("home_affairs", root, on),
        book.overseer(root, on),
    )
    return any(body is not None and not is_walled(body, accused, on) for body in bodies)


def watched(seat: Standing, at: datetime) -> frozenset[int]:
    """Whose conduct a seat follows: home affairs everybody below the authority it works for (at the top
    everybody there ever was), an overseer those who are hidden from everybody else. Walls come on top."""
    book, on = directory(), civil_date(at)
    found: frozenset[int] = frozenset()
    for role, unit in seat.seats:
        if role == "home_affairs":
            found = found.union(*(_below(book, served, on) for served in _served(book, unit, on)))
        if role in OVERSEEING and unit == book.overseer(book.root(on), on):
            found |= _unseen(book, on)
    return found


def followed(seat: Standing, at: datetime) -> frozenset[int]:
    """The committee whose Office somebody coordinates in, and every unit below it."""
    book, on = directory(), civil_date(at)
    served = _whose_office(seat, on)
    return served.union(*(book.descendants(unit, on) for unit in served))


def urged(seat: Standing, at: datetime) -> frozenset[int]:
    """Whom the Office of a committee may remind: what it follows, but not that committee nor itself."""
    return followed(seat, at) - _whose_office(seat, civil_date(at)) - seat.units


def _whose_office(seat: Standing, on: date) -> frozenset[int]:
    """The committees in whose Office somebody coordinates."""
    offices = (unit for role, unit in seat.seats if role in FOLLOWING)
    return frozenset().union(*(directory().serves(unit, "office", on) for unit in offices))


def in_centre_or_office(seat: Standing, at: datetime, roles: tuple[str, ...]) -> bool:
    """Holds one of `roles` in the centre or in the province's own Office."""
    book, on = directory(), civil_date(at)
    whole = {book.centre(on), book.function("office", book.root(on), on)}
    return any(role in roles and unit in whole for role, unit in seat.seats)


def coordinates_instead(seat: Standing, case: Case, at: datetime) -> bool:
    """A case that accuses the centre, or the Office above it, is coordinated by home affairs; one that
    accuses the authority itself by whoever oversees it."""
    accused, on = case.conduct_unit_id, civil_date(at)
    if accused is None or accused in seat.walls or not is_walled(directory().centre(on), accused, on):
        return False
    return accused in watched(seat, at)


def _within(seat: Standing, at: datetime) -> Q:
    hop = apps.get_model("cases", "Assignment")
    joining = apps.get_model("cases", "Joining")
    reach = seat.reach | followed(seat, at)
    mine: dict[str, Any] = {"case": OuterRef("pk"), "unit__in": reach}
    # Whoever holds a case is seen in its row: of most cases on a list nobody asks for the hops.
    rule = Q(holder__in=reach) | Q(Exists(hop.objects.filter(**mine)))
    rule |= Q(Exists(joining.objects.filter(**mine)))
    if seat.has("reviewer"):
        rule |= Q(state__in=(State.ANSWERED, State.CLOSED), conduct_unit__isnull=True)
    if conduct := watched(seat, at):
        rule |= Q(conduct_unit__in=conduct)
    return rule


def _served(book: Directory, unit: int, on: date) -> frozenset[int]:
    """The committees a home-affairs office works for: as rows say, else the unit above it."""
    return book.serves(unit, "home_affairs", on) or frozenset({book.parent(unit, on) or unit})


def _below(book: Directory, served: int, on: date) -> frozenset[int]:
    return book.descendants(served, on) if book.parent(served, on) else book.every_unit()


def _unseen(book: Directory, on: date) -> frozenset[int]:
    """Units whose conduct neither the centre and the Office nor home affairs may know of."""
    home_affairs = book.function("home_affairs", book.root(on), on)
    hidden = book.walls(book.centre(on), on)
    return hidden if home_affairs is None else hidden & book.walls(home_affairs, on)
