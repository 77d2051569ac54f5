"""The period before (kỳ trước): what a report is compared with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hoiam.cases.figures import Window, period_counts
from hoiam.kit.moments import VN, iso

from .contacts import contacts_beside
from .figures import TOTALS, figures_of
from .models import Definition, Report


def counts_before(
    window: Window,
    definition: Definition,
    unit: int | None,
    units: frozenset[int] | None,
    satisfied_from: int,
) -> dict[str, Any]:
    """The same counts of the period before: as its report has kept them, else computed now."""
    kept = (
        Report.objects.filter(end=window.start, unit=unit, definition__code=definition.code)
        .order_by("as_of", "-version")
        .first()
    )
    if kept is not None:
        return _named(kept.start, kept.end, figures_of(kept).totals)
    start = before(window.start, window.end)
    earlier = Window(start, window.start, window.start)
    counts = period_counts(
        earlier, satisfied_from=satisfied_from, units=None if units is None else sorted(units)
    )
    beside = contacts_beside(earlier) if unit is None else []
    counts["contacts"] += sum(row["contacts"] for row in beside)
    counts["answered_on_the_spot"] = sum(row["answered_on_the_spot"] for row in beside)
    return _named(start, window.start, counts)


def _named(start: datetime, end: datetime, counts: dict[str, int]) -> dict[str, Any]:
    return {"from": iso(start), "to": iso(end), **{name: counts[name] for name in TOTALS}}


def before(start: datetime, end: datetime) -> datetime:
    """Where the period before begins: as many months back as the period has, else as long as it is."""
    first, last = start.astimezone(VN), end.astimezone(VN)
    if (first.day, first.time()) == (last.day, last.time()) and first.day <= 28:
        months = (last.year - first.year) * 12 + last.month - first.month
        year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
        return first.replace(year=year, month=month + 1)
    return start - (end - start)

