"""The overview of a month (tổng hợp tháng): every unit one follows on a line; no rank, no rate of few."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from hoiam.calendars.parameters import parameter
from hoiam.kit.fold import vi_key
from hoiam.units.directory import directory

from .excluded import Excluded, excluded
from .measures import CONDUCT, EXCLUDABLE, Measure as M
from .models import Exclusion, Fact, Month, SignOff
from .sheet import as_signed
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
    late: int = 0  # what was excluded is answered, and not late
    late_days: int = 0
    overdue: int = 0
    excluded: int = 0
    waiting: int = 0
    is_signed: bool = False
    min_volume: int = 0

    @property
    def on_time_share(self) -> float | None:
        """Under the least volume no share is said: a single case is no rate."""
        whole = self.in_time + self.late + self.overdue
        return self.in_time / whole if whole and whole >= self.min_volume else None


@dataclass(slots=True)
class Counted:
    """What the facts of one unit come to."""

    kept: Counter[str] = field(default_factory=Counter)
    late_days: int = 0
    excluded: set[int] = field(default_factory=set)
    answered_excluded: int = 0


SIGNED = ("assigned", "answered", "in_time", "late", "late_days", "overdue", "excluded")


def overview(month: Month, sight: Sight, at: datetime) -> list[OverviewLine]:
    """In the order of the alphabet. A handful of queries, however many units."""
    facts = sight.seen(month.facts.exclude(measure__in=CONDUCT))
    counted = _counted(facts, excluded(sight.units, [month.start]))
    asked = sight.opinions(Exclusion.objects.filter(start=month.start, decided_at=None))
    waiting = Counter(asked.values_list("unit_id", flat=True))
    signed = {row.unit_id: row for row in SignOff.objects.filter(start=month.start, unit__in=sight.units)}
    book, least = directory(), parameter("min_volume", at)
    lines = []
    for unit in counted.keys() | signed.keys():
        line = OverviewLine(unit, book.label(unit, month.start), month.start, min_volume=least)
        line.waiting = waiting[unit]
        if unit in signed:
            _put_signed(line, signed[unit], sight)
        else:
            _put(line, counted[unit])
        lines.append(line)
    return sorted(lines, key=lambda line: vi_key(line.name))


def _put(line: OverviewLine, found: Counted) -> None:
    line.assigned, line.overdue = found.kept[M.ASSIGNED], found.kept[M.OVERDUE]
    line.in_time, line.late = found.kept[M.ANSWERED_IN_TIME], found.kept[M.ANSWERED_LATE]
    line.answered = line.in_time + line.late + found.answered_excluded
    line.late_days, line.excluded = found.late_days, len(found.excluded)


def _put_signed(line: OverviewLine, row: SignOff, sight: Sight) -> None:
    """As it was signed off, whatever was counted or excluded afterwards."""
    kept = as_signed(row, sight)
    for name in SIGNED:
        setattr(line, name, getattr(kept, name))
    line.is_signed = True


def _counted(facts: QuerySet[Fact], out: Excluded) -> dict[int, Counted]:
    """Facts of all units seen, grouped by the database; what was excluded is left out."""
    left_out = _any_of((unit, case) for _, unit, case in out)
    found: dict[int, Counted] = defaultdict(Counted)
    grouped = facts.exclude(left_out).values_list("unit_id", "measure").order_by()
    for unit, measure, count, days in grouped.annotate(Count("pk"), Sum("days")):
        found[unit].kept[measure] = count
        found[unit].late_days += days if measure == M.LATE_DAYS else 0
    for unit, case, measure in facts.filter(left_out).values_list("unit_id", "case_id", "measure"):
        assert case is not None  # an exclusion of a figure is always of a case
        found[unit].excluded.add(case)
        found[unit].answered_excluded += measure == M.ANSWERED_LATE
    return found


def _any_of(pairs: Iterable[tuple[int, int]]) -> Q:
    condition = Q(pk__in=[])
    for unit, case in pairs:
        condition |= Q(unit=unit, case=case, measure__in=EXCLUDABLE)
    return condition
