"""Sight (ai thấy dòng nào): who may see which stored lines; their figures count those lines and no other.

The rule is that of the cases themselves, applied to what was frozen: an accused unit and all below it never
meet its conduct cases, not even as a number. An addressee's copy holds only its own lines and no conduct or
confidential case; those go to home affairs in a list of their own; the Office gets all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from hoiam.cases.visible import OVERSEEING, followed, watched
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory
from hoiam.units.roles import Function
from hoiam.units.standing import sees_all, standing

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

    from .models import Report


OWN: Final = "unit_id = ANY(%(reach)s)"
IN_ANNEX: Final = "annex_unit_id = ANY(%(reach)s)"


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a report's lines is seen. `reach` None: of every unit."""

    reach: frozenset[int] | None = None
    walls: frozenset[int] = frozenset()
    conduct_of: frozenset[int] = frozenset()  # conduct cases about these are seen wherever they are
    counts_conduct: bool = True  # no case about anybody's conduct where nobody knows who reads on
    lists_kept_apart: bool = True  # conduct and confidential cases stand in the annexes
    only_kept_apart: bool = False
    sees_past: bool = True  # of the same lines; the period before was not kept line by line

    def sql(self, *, own: str = OWN) -> tuple[str, dict[str, Any]]:
        """A condition over a table of the report and its parameters; `own` says which rows are a unit's."""
        parts = ["true"] if self.counts_conduct else ["conduct_unit_id IS NULL"]
        if self.walls:
            parts.append("(conduct_unit_id IS NULL OR conduct_unit_id <> ALL(%(walls)s))")
        if self.reach is not None:
            parts.append(f"({own} OR COALESCE(conduct_unit_id = ANY(%(conduct_of)s), false))")
        return " AND ".join(parts), {
            "walls": sorted(self.walls),
            "conduct_of": sorted(self.conduct_of),
            "reach": sorted(self.reach or ()),
        }

    @property
    def sees_contacts(self) -> bool:
        """Who came without a case came to no unit: only a reader of the whole report meets them."""
        return self.reach is None

    def hides(self, accused: int | None) -> bool:
        """Of what is not asked for by SQL: a case that accuses this unit is in no number of this reader."""
        return accused is not None and (not self.counts_conduct or accused in self.walls)

    def annex_sql(self) -> tuple[str, dict[str, Any]]:
        """The same over the lines of an annex, where what is kept apart may be left out."""
        condition, parameters = self.sql(own=IN_ANNEX)
        if not self.lists_kept_apart:
            condition += " AND conduct_unit_id IS NULL AND NOT is_confidential"
        if self.only_kept_apart:
            condition += " AND (conduct_unit_id IS NOT NULL OR is_confidential)"
        return condition, parameters


EVERYTHING = Sight()


def sight_of(person: Person, at: datetime) -> Sight | None:
    """What this person sees of a report; None when reports are not for them."""
    seat = standing(person, at)
    if not seat.seats:
        return None
    if sees_all(seat, at):
        return Sight(walls=seat.walls)
    reach = seat.reach | followed(seat, at)
    return Sight(reach=reach, walls=seat.walls, conduct_of=watched(seat, at), sees_past=False)


def addressee(unit: int, at: datetime) -> Sight:
    """The copy sent to a unit: its own lines and those below it, nothing kept apart in its annexes."""
    book, on = directory(), civil_date(at)
    above = {unit, *book.ancestors(unit, on)}
    return Sight(
        reach=frozenset({unit}) | book.descendants(unit, on),
        walls=frozenset(above).union(*(book.relatives(one) for one in above)),
        lists_kept_apart=False,
    )


def of_report(report: Report) -> Sight:
    """Everything; of a report about one unit, that unit's own copy."""
    return EVERYTHING if report.unit_id is None else addressee(report.unit_id, report.as_of)


def of_home_affairs(person: Person, at: datetime) -> Sight | None:
    """The separate list: only what is kept apart, of every unit, for the province's home affairs; to its own
    people never a case about itself or a unit above it. None for everybody else."""
    book, on, seat = directory(), civil_date(at), standing(person, at)
    unit = book.function(Function.HOME_AFFAIRS, book.root(on), on)
    if unit is None or not seat.has(*OVERSEEING, unit=unit):
        return None
    return Sight(walls=seat.walls, only_kept_apart=True)
