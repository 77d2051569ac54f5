"""What is excluded (nội dung đã loại trừ): granted here, or by the Office on an objection to a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hoiam.kit.moments import civil_date
from hoiam.reporting.objections import exclusions_granted

from .models import Exclusion

Excluded = dict[tuple[date, int, int], str]  # (month, unit, case) → why


def excluded(units: Iterable[int], months: Iterable[date]) -> Excluded:
    """Two queries, however many. A report's period need not be a month: it counts in those it touches."""
    wanted, starts = list(units), list(months)
    found: Excluded = {}
    for period, unit, case, reason in exclusions_granted(wanted):
        first, last = civil_date(period.start).replace(day=1), civil_date(period.end)
        found |= {(start, unit, case): reason for start in starts if first <= start <= last}
    rows = Exclusion.objects.filter(unit__in=wanted, start__in=starts, is_granted=True, case__isnull=False)
    for start, unit, case, reason in rows.exclude(reason="").values_list(
        "start", "unit_id", "case_id", "reason"
    ):
        if case is not None:
            found[start, unit, case] = reason
    return found
