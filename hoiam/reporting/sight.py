"""Sight (ai thấy dòng nào): who may see which stored lines; their figures count those lines and no other.

The rule is that of the cases themselves, applied to what was frozen: an accused unit and all below it never
meet its conduct cases, not even as a number. An addressee's copy holds only its own lines and no conduct or
confidential case; those go to home affairs in a list of their own; the Office gets all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hoiam.cases.visible import SEES_ALL, in_centre_or_office
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory
from hoiam.units.standing import Standing, standing

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a report's lines is seen. `reach` None: of every unit."""

    reach: frozenset[int] | None = None
    walls: frozenset[int] = frozenset()
    conduct_of: frozenset[int] = frozenset()  # conduct cases about these are seen wherever they are
    shows_kept_apart: bool = True  # conduct and confidential cases
    only_kept_apart: bool = False

    @property
    def is_whole(self) -> bool:
        return self == EVERYTHING

    def sql(self, *, own: str = "unit_id = ANY(%(reach)s)") -> tuple[str, dict[str, Any]]:
        """A condition over a table of the report and its parameters; `own` says which rows are a unit's."""
        parts, parameters = ["true"], {"walls": list(self.walls), "conduct_of": list(self.conduct_of)}
        if self.walls:
            parts.append("(conduct_unit_id IS NULL OR conduct_unit_id <> ALL(%(walls)s))")
        if self.reach is not None:
            parts.append(f"({own} OR COALESCE(conduct_unit_id = ANY(%(conduct_of)s), false))")
            parameters["reach"] = list(self.reach)
        return " AND ".join(parts), parameters

    def lines_sql(self, *, own: str = "unit_id = ANY(%(reach)s)") -> tuple[str, dict[str, Any]]:
        """The same over lines, which also know whether a case is confidential."""
        condition, parameters = self.sql(own=own)
        if not self.shows_kept_apart:
            condition += " AND conduct_unit_id IS NULL AND NOT is_confidential"
        if self.only_kept_apart:
            condition += " AND (conduct_unit_id IS NOT NULL OR is_confidential)"
        return condition, parameters


EVERYTHING = Sight()
IN_ANNEX = "annex_unit_id = ANY(%(reach)s)"
IN_EITHER = "(unit_id = ANY(%(reach)s) OR annex_unit_id = ANY(%(reach)s))"


def sight_of(person: Person, at: datetime) -> Sight | None:
    """What this person sees of a report; None when reports are not for them."""
    seat = standing(person, at)
    if not seat.seats:
        return None
    on = civil_date(at)
    root = directory().root(on)
    if in_centre_or_office(seat, at, SEES_ALL) or any(r in SEES_ALL and u == root for r, u in seat.seats):
        return Sight(walls=seat.walls)
    return Sight(reach=seat.reach, walls=seat.walls, conduct_of=_watched(seat, at))


def _watched(seat: Standing, at: datetime) -> frozenset[int]:
    """Whose conduct a home-affairs seat follows: everybody below the authority it works for."""
    book, on = directory(), civil_date(at)
    served = [book.parent(unit, on) or unit for role, unit in seat.seats if role == "home_affairs"]
    return frozenset().union(*(book.descendants(unit, on) for unit in served))


def addressee(unit: int, at: datetime) -> Sight:
    """The copy sent to a unit: its own lines and those below it, nothing kept apart."""
    below = directory().descendants(unit, civil_date(at))
    return Sight(reach=frozenset({unit}) | below, shows_kept_apart=False)


def home_affairs(unit: int, at: datetime) -> Sight:
    """The separate list for home affairs: only what is kept apart, never about home affairs itself."""
    book, on = directory(), civil_date(at)
    return Sight(walls=frozenset({unit, *book.ancestors(unit, on)}), only_kept_apart=True)
