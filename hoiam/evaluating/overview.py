"""The overview of a month (tổng hợp tháng): every unit one follows on a line; no rank, no rate of few."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum

from hoiam.calendars.parameters import parameter
from hoiam.kit.fold import vi_key
from hoiam.units.directory import directory

from .excluded import Excluded, excluded
from .measures import CONDUCT, EXCLUDABLE, Measure as M
from .models import Exclusion, Month, SignOff
from .sights import Sight


@dataclass(slots=True)
class OverviewLine:
    """One unit in one month, before its line is signed off or after."""

    unit: int
    name: str
    start: date
    assigned: int = 0
    answered: int = 0
    in_time: int = 0
    late_days: int = 0
    overdue: int = 0
    excluded: int = 0
    waiting: int = 0
    is_signed: bool = False
    min_volume: int = 0

    @property
    def on_time_share(self) -> float | None:
        """Under the least volume no share is said: a single case is no rate."""
        whole = self.answered + self.overdue
        return self.in_time / whole if whole and whole >= self.min_volume else None


def overview(month: Month, sight: Sight, at: datetime) -> list[OverviewLine]:
    """In the order of the alphabet. A handful of queries, however many units."""
    out = excluded(sight.units, [month.start])
    counts, days = _counts(month, sight, out)
    asked = list(Exclusion.objects.filter(start=month.start, unit__in=sight.units))
    waiting = Counter(row.unit_id for row in asked if row.decided_at is None)
    granted = Counter(unit for _, unit, _ in out)
    signed = set(SignOff.objects.filter(start=month.start).values_list("unit_id", flat=True))
    book, least = directory(), parameter("min_volume", at)
    lines = []
    for unit, found in counts.items():
        in_time = found[M.ANSWERED_IN_TIME]
        lines.append(
            OverviewLine(
                unit=unit,
                name=book.label(unit, month.start),
                start=month.start,
                assigned=found[M.ASSIGNED],
                answered=in_time + found[M.ANSWERED_LATE],
                in_time=in_time,
                late_days=days[unit],
                overdue=found[M.OVERDUE],
                excluded=granted[unit],
                waiting=waiting[unit],
                is_signed=unit in signed,
                min_volume=least,
            )
        )
    return sorted(lines, key=lambda line: vi_key(line.name))


def _counts(month: Month, sight: Sight, out: Excluded) -> tuple[dict[int, Counter[str]], Counter[int]]:
    """Facts of all units seen, grouped by the database; what was excluded is left out."""
    walls = sight.walls
    visible = Q(unit__in=sight.whole) & (Q(conduct_unit=None) | ~Q(conduct_unit__in=walls - sight.whole))
    visible |= Q(unit__in=sight.units - sight.whole) & (Q(conduct_unit=None) | ~Q(conduct_unit__in=walls))
    rows = month.facts.filter(visible).exclude(measure__in=CONDUCT)
    left_out = Q(pk__in=[])
    for _, unit, case in out:
        left_out |= Q(unit=unit, case=case, measure__in=EXCLUDABLE - {M.ANSWERED_LATE})
    grouped = rows.exclude(left_out).values_list("unit_id", "measure")
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    days: Counter[int] = Counter()
    for unit, measure, count, total in grouped.annotate(Count("pk"), Sum("days")).order_by():
        counts[unit][measure] = count
        days[unit] += total or 0 if measure == M.LATE_DAYS else 0
    return counts, days
