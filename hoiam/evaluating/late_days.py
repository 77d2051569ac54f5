"""Late days by hop (ngày chậm theo chặng): each working day late is of whoever had the case at its end. Pure.

A case is late on the working days after its due day up to the day it is answered. A day belongs to whoever
held the case at its last moment, on the last day at the moment of the answer: so the days of all hops add up
to the days late of the case, and the days of all months to those of the year.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from hoiam.deadlines import VN, Calendar
from hoiam.kit.moments import civil_date

ONE_DAY = timedelta(days=1)


class Stay(Protocol):
    """Somebody had it from this moment, until the next stay began."""

    @property
    def since(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the period: [first, last]."""

    first: date
    last: date


def days_by_stay(
    due_at: datetime, until: datetime, stays: Sequence[Stay], calendar: Calendar, period: Span
) -> Counter[int]:
    """Working days late inside the period, by the position of the stay in `stays` (oldest first)."""
    begins, ends = civil_date(due_at) + ONE_DAY, civil_date(until)
    moments = [stay.since for stay in stays]
    found: Counter[int] = Counter()
    day = max(begins, period.first)
    while day <= min(ends, period.last):
        if calendar.day(day).works:
            last = min(until, datetime.combine(day + ONE_DAY, time(), tzinfo=VN))
            found[max(bisect_left(moments, last) - 1, 0)] += 1
        day += ONE_DAY
    return found


def days_in(due_at: datetime, until: datetime, calendar: Calendar, period: Span) -> int:
    """Working days late inside the period, whoever had it."""
    begins, ends = max(civil_date(due_at) + ONE_DAY, period.first), min(civil_date(until), period.last)
    days = range((ends - begins).days + 1)
    return sum(calendar.day(begins + timedelta(days=n)).works for n in days)
