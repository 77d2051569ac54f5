"""Periods of a standing duty (kỳ báo cáo): "hằng tháng" as stretches of the year of the letter. Pure.

The report on a period is owed before the day after it, and only until the end of that year: each year is
ordered anew. A period that is nearly over when the letter comes out is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import zip_longest
from typing import Final, NamedTuple

from hoiam.kit.fold import fold
from hoiam.kit.moments import month_number

# What the words say, in months; longer words first. A period nobody can count by is shown and not followed.
LENGTHS: Final = (
    (re.compile(r"\b(6|sau) thang|nua nam"), 6),
    (re.compile(r"\bquy\b"), 3),
    (re.compile(r"(hang|moi|mot|\b1) thang"), 1),
    (re.compile(r"(hang|moi|mot|\b1) nam"), 12),
)
AHEAD: Final = timedelta(days=14)  # so much of a period is left at least when its first report is asked for


class Period(NamedTuple):
    """[start, end): the report on it is late from 00:00 of `end`."""

    start: date
    end: date

    @property
    def label(self) -> str:
        first, last = self.start.month, (self.end - timedelta(days=1)).month
        if first == last:
            return f"tháng {month_number(first)}"
        if last - first == 2:
            return f"quý {('I', 'II', 'III', 'IV')[first // 3]}"
        return f"6 tháng {'đầu' if first == 1 else 'cuối'} năm" if last - first == 5 else "cả năm"

    @property
    def name(self) -> str:
        return f"{self.label}{'/' if self.label[-1].isdigit() else ' '}{self.start.year}"


def periods_of(words: str, issued_on: date) -> list[Period]:
    """All that are reported on, in order."""
    months = next((length for said, length in LENGTHS if said.search(fold(words))), 0)
    if not months:
        return []
    year = issued_on.year
    starts = [date(year, month, 1) for month in range(1, 13, months)]
    ends = [*starts[1:], date(year + 1, 1, 1)]
    return [Period(start, end) for start, end in zip(starts, ends, strict=True) if end >= issued_on + AHEAD]


def open_to_words(periods: Sequence[Period], on: date) -> list[Period]:
    """What can be reported on that day: the period that runs and the one before it; the last one for good."""
    return [
        period
        for period, following in zip_longest(periods, periods[1:])
        if period.start <= on and (following is None or on < following.end)
    ]


def reported(periods: Sequence[Period], said_on: Iterable[date]) -> set[Period]:
    """Each report is on the period before when that was still open, else on the one that runs."""
    done: set[Period] = set()
    for day in sorted(said_on):
        still = [period for period in open_to_words(periods, day) if period not in done]
        done.update(still[:1])
    return done
