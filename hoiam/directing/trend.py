"""Trend (xu hướng): how the months before compare with this one, for the first point of a directive.

"tăng rất lớn (1.204 lượt tháng 6/2021, 3.951 lượt tháng 7/2021)". Only what reports have counted: the
period itself, the one before it, and the kept reports that lead up to it without a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hoiam.kit.moments import parse_moment
from hoiam.kit.numbers import number
from hoiam.reporting.documents.wording import period_label
from hoiam.reporting.figures import figures_of
from hoiam.reporting.models import Report

MUCH: Final = 0.5  # from this growth on it is "rất lớn"
SOME: Final = 0.1  # below this it has not moved


@dataclass(frozen=True, slots=True)
class Month:
    label: str  # "tháng 7/2021"
    contacts: int


@dataclass(frozen=True, slots=True)
class Trend:
    """From which month to which, and how many months that is, the last one included."""

    months: int
    start: Month
    end: Month

    @property
    def words(self) -> str:
        start, end = self.start, self.end
        counts = f"({number(start.contacts)} lượt {start.label}, {number(end.contacts)} lượt {end.label})"
        return f"trong {self.months} tháng vừa qua {direction(start.contacts, end.contacts)} {counts}"


def direction(before: int, now: int) -> str:
    if before == 0:
        return "tăng" if now else "không thay đổi"
    grown = (now - before) / before
    if abs(grown) < SOME:
        return "không thay đổi nhiều"
    if grown < 0:
        return "giảm"
    return "tăng rất lớn" if grown >= MUCH else "tăng"


def trend(months: Sequence[Month]) -> Trend | None:
    """Of months in their order: back to where the present run began. None: there is nothing to compare.

    A run goes the same way all the time, up or down; two months are the shortest.
    """
    if len(months) < 2:
        return None
    first = len(months) - 2
    rising = months[-1].contacts >= months[-2].contacts
    while first > 0 and _goes_on(months[first - 1], months[first], rising):
        first -= 1
    return Trend(len(months) - first, months[first], months[-1])


def _goes_on(before: Month, after: Month, rising: bool) -> bool:
    return after.contacts > before.contacts if rising else after.contacts < before.contacts


def months_of(report: Report) -> list[Month]:
    """The months a report can speak of, oldest first. Kept reports go as far back as there is no gap."""
    found = [_month(report)]
    earlier = list(_chain(report))
    if earlier:
        return [*map(_month, reversed(earlier)), *found]
    before = report.previous
    if before.get("from") and before.get("contacts"):
        label = period_label(parse_moment(before["from"]), parse_moment(before["to"]))
        found.insert(0, Month(label, before["contacts"]))
    return found


def _month(report: Report) -> Month:
    return Month(period_label(report.start, report.end), figures_of(report).totals["contacts"])


def _chain(report: Report) -> list[Report]:
    """Kept reports of all units that end where the next begins, newest first."""
    found: list[Report] = []
    start = report.start
    while True:
        before = (
            Report.objects.filter(end=start, unit=None, definition__code=report.definition.code)
            .order_by("as_of", "-version")
            .first()
        )
        if before is None or len(found) == 11:
            return found
        found.append(before)
        start = before.start
