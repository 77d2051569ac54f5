"""Trend (xu hướng): how the months before compare with this one, for the first point of a directive.

"tăng rất lớn (1.204 lượt tháng 6/2021, 3.951 lượt tháng 7/2021)". Only what reports have counted: the
period itself, the one before it, and the kept reports that lead up to it without a gap. The letter goes to
the accused too, so no case about anybody's conduct counts in it, whatever the month. A petitioner who is
kept hidden counts like any other: that hides who came, never that somebody did, and no case from anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hoiam.kit.moments import parse_moment
from hoiam.kit.numbers import number
from hoiam.reporting.documents.wording import period_label
from hoiam.reporting.figures import contacts_of
from hoiam.reporting.models import Report
from hoiam.reporting.previous import kept_before, past_seen
from hoiam.reporting.sight import Sight

MUCH: Final = 0.5  # from this growth on it is "rất lớn"
SOME: Final = 0.1  # below this it has not moved
SENT: Final = Sight(counts_conduct=False)
EARLIER: Final = 11  # reports before this one: a year in all


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
    kept = kept_before(report.start, report.end, report.definition.code, report.unit_id)
    earlier = [_month(one) for one in islice(kept, EARLIER)]
    return [*(reversed(earlier) if earlier else _month_before(report)), _month(report)]


def _month(report: Report) -> Month:
    seen = contacts_of(report, SENT)
    label = period_label(report.start, report.end)
    return Month(label, sum(came["contacts"] for came in seen.values()))


def _month_before(report: Report) -> list[Month]:
    """As it was frozen beside the report, where no report of that month was kept."""
    if not report.previous:
        return []
    before = past_seen(report, SENT)
    if not before["contacts"]:
        return []
    label = period_label(parse_moment(before["from"]), parse_moment(before["to"]))
    return [Month(label, before["contacts"])]
