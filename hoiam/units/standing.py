"""Standing (tư cách): what one person is, in which units, on one day, whose conduct is hidden from them."""

from dataclasses import dataclass
from datetime import date, datetime

from hoiam.accounts.models import Person
from hoiam.kit.moments import civil_date

from .directory import Directory, directory
from .models import Membership
from .roles import LEADING, SEES_ALL, Function


@dataclass(frozen=True, slots=True)
class Standing:
    """Seats of that day and what follows from them. Not a permission yet: the rules of cases use it."""

    seats: frozenset[tuple[str, int]] = frozenset()
    units: frozenset[int] = frozenset()
    # Every unit which, accused in a conduct case, hides that case from this person.
    walls: frozenset[int] = frozenset()
    # Own units, and for those who lead one the units below it.
    reach: frozenset[int] = frozenset()
    # The authorities whose Office the person sits in.
    offices: frozenset[int] = frozenset()
    is_centre: bool = False
    is_office: bool = False
    is_system_admin: bool = False

    def has(self, *roles: str, unit: int | None = None) -> bool:
        """Holds one of these roles (any, when none is named), in that unit when one is named."""
        return any((not roles or role in roles) and unit in (None, seat) for role, seat in self.seats)


def standing(person: Person, at: datetime | date) -> Standing:
    """The standing of `person` at that moment. One query a person and day, kept on the person object."""
    on = civil_date(at)
    kept: dict[date, Standing] = person.__dict__.setdefault("_standings", {})
    if on not in kept:
        kept[on] = _stand(person, on, directory())
    return kept[on]


def forget_standing(person: Person) -> None:
    """For whoever has just changed the person's memberships."""
    person.__dict__.pop("_standings", None)


def sees_all(seat: Standing, at: datetime | date) -> bool:
    """Looks at every unit from the top: in the centre, the province's Office, or its committee itself. Walls
    come on top of it."""
    book, on = directory(), civil_date(at)
    root = book.root(on)
    top = (book.centre(on), book.function(Function.OFFICE, root, on), root)
    return any(role in SEES_ALL and unit in top for role, unit in seat.seats)


def _stand(person: Person, on: date, units: Directory) -> Standing:
    if not person.is_active:
        return Standing()
    rows = Membership.objects.filter(person=person.pk, during__contains=on).values_list("role", "unit_id")
    # A seat in a unit that has ended is no seat: its work is with others now.
    seats = frozenset((role, unit) for role, unit in rows if units.is_valid(unit, on))
    own = frozenset(unit for _, unit in seats)
    offices = frozenset(authority for unit in own for authority in units.serves(unit, Function.OFFICE, on))
    centres = frozenset(authority for unit in own for authority in units.serves(unit, Function.CENTRE, on))
    return Standing(
        seats=seats,
        units=own,
        walls=frozenset().union(*(units.walls(unit, on) for unit in own)),
        reach=own.union(*(units.descendants(unit, on) for role, unit in seats if role in LEADING)),
        offices=offices,
        is_centre=bool(centres),
        is_office=any(units.function(Function.CENTRE, authority, on) is not None for authority in offices),
        is_system_admin=person.is_system_admin,
    )
