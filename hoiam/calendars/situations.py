"""Situations (tình huống đã công bố): an epidemic or a flood that for some days changes terms and categories.

A situation has its last day from the start and ends without anybody's doing. Cases received while it
lasted keep the term they were born with.
"""

from datetime import date, datetime

from hoiam.kit.moments import civil_date

from .almanac import SituationView, almanac

__all__ = ["SituationView", "current", "leading_categories"]


def current(at: datetime | date) -> tuple[SituationView, ...]:
    """The situations in force that day, the latest declared first."""
    on = civil_date(at)
    found = [situation for situation in almanac().situations if on in situation.days]
    return tuple(sorted(found, key=lambda situation: situation.days.since, reverse=True))


def leading_categories(at: datetime | date) -> frozenset[int]:
    """What people are asked about first while a situation lasts; empty on ordinary days."""
    return frozenset().union(*(situation.categories for situation in current(at)))
