"""The period before (kỳ trước) and the year so far (lũy kế năm): what a report is compared with, frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from hoiam.cases.figures import Counts, Window, period_counts
from hoiam.kit.moments import VN, iso

from .contacts import contacts_beside
from .figures import GROUPS, TOTALS, Figures, figures_of
from .measures import measures_of, plain
from .models import Definition, Report

# The tables that set a row beside the same row of the period before.
COMPARED: Final = ("unit", "category", "channel", "conduct")
YEAR_TOTALS: Final = ("rated", "satisfied")


def frozen_past(
    window: Window, definition: Definition, unit: int | None, units: frozenset[int] | None, satisfied: int
) -> dict[str, Any]:
    """The counts of the period before, by row where tables need it; the measures of this year's reports."""
    chain = list(_chain(window, definition, unit))
    if chain and chain[0].end == window.start:
        before = _kept(chain[0])
    else:
        before = _computed(window, unit, units, satisfied)
    return before | {"year": _year(chain, window)}


def _kept(report: Report) -> dict[str, Any]:
    figures = figures_of(report)
    return _named(report.start, report.end, figures.totals, figures.groups) | {
        "measures": plain(measures_of(report))
    }


def _computed(
    window: Window, unit: int | None, units: frozenset[int] | None, satisfied: int
) -> dict[str, Any]:
    earlier = Window(before(window.start, window.end), window.start, window.start)
    columns = [GROUPS[name] for name in COMPARED]
    chosen = None if units is None else sorted(units)
    found = period_counts(earlier, satisfied_from=satisfied, units=chosen, by=columns)
    names = {GROUPS[name]: name for name in COMPARED}
    figures = Figures(found.pop(("", None)), {name: {} for name in COMPARED})
    for (column, key), counts in found.items():
        figures.groups[names[column]][key] = counts
    beside = contacts_beside(earlier) if unit is None else []
    _add(figures.totals, beside)
    for channel, counts in figures.groups["channel"].items():
        _add(counts, [row for row in beside if row["channel"] == channel])
    return _named(earlier.start, earlier.end, figures.totals, figures.groups) | {"measures": None}


def _add(counts: Counts, beside: list[dict[str, Any]]) -> None:
    counts["contacts"] += sum(row["contacts"] for row in beside)
    counts["answered_on_the_spot"] = sum(row["answered_on_the_spot"] for row in beside)


def _named(
    start: datetime, end: datetime, totals: Counts, groups: dict[str, dict[Any, Counts]]
) -> dict[str, Any]:
    by = {name: {str(key): counts for key, counts in groups[name].items()} for name in COMPARED}
    return {"from": iso(start), "to": iso(end), **{name: totals[name] for name in TOTALS}, "by": by}


def _chain(window: Window, definition: Definition, unit: int | None) -> Iterator[Report]:
    """Kept reports that follow each other without a gap up to the start of this one, the newest first."""
    end = window.start
    while True:
        kept = (
            Report.objects.filter(end=end, unit=unit, definition__code=definition.code)
            .order_by("as_of", "-version")
            .first()
        )
        if kept is None:
            return
        yield kept
        end = kept.start


def _year(chain: list[Report], window: Window) -> dict[str, Any]:
    """The sum over the reports of this year before this one, and since when it could be summed."""
    year = window.end.astimezone(VN).year
    of_year = [report for report in chain if report.end.astimezone(VN).year == year]
    found: Counter[str] = Counter()
    for report in of_year:
        found += measures_of(report)
        totals = figures_of(report).totals
        found.update({name: totals[name] for name in YEAR_TOTALS})
    return {"from": iso(of_year[-1].start if of_year else window.start), "measures": plain(found)}


def before(start: datetime, end: datetime) -> datetime:
    """Where the period before begins: as many months back as the period has, else as long as it is."""
    first, last = start.astimezone(VN), end.astimezone(VN)
    if (first.day, first.time()) == (last.day, last.time()) and first.day <= 28:
        months = (last.year - first.year) * 12 + last.month - first.month
        year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
        return first.replace(year=year, month=month + 1)
    return start - (end - start)
