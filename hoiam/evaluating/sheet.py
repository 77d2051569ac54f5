"""The sheet of a unit (phiếu theo dõi đơn vị, lời văn 9.7): one line a month, each figure a count of facts.

Evidence for the evaluation of the year, not the evaluation: nothing here is a point or a grade.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from .excluded import excluded
from .measures import EXCLUDABLE, HANDED_LATE, UPHELD, Measure as M
from .models import Exclusion, Fact, Month, SignOff
from .orders import Orders, orders_of
from .sights import Sight

FOOTER: Final = (
    "Số liệu để làm cơ sở theo dõi, đánh giá; không thay cho việc đánh giá, xếp loại theo quy định."
)


@dataclass(slots=True)
class SheetLine:
    """One month of one unit, or of one person in it. None: not for this reader, or not known."""

    start: str  # the first day of the month, ISO
    version: int = 0
    assigned: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    late_days: int = 0
    overdue: int = 0
    missed: int = 0
    handed_late: int = 0
    excluded: int = 0
    reasons: list[str] = field(default_factory=list)
    sent_back_wrongly: int = 0
    extended: int = 0
    explained: int = 0
    reopened: int = 0
    rated: int = 0
    satisfied: int = 0
    steps: dict[str, int] = field(default_factory=dict)
    step_days: int = 0
    conduct_received: int | None = None
    conduct_upheld: int | None = None
    conduct_not_upheld: int | None = None
    orders: int | None = None
    orders_in_time: int | None = None
    opinion: str = ""
    conclusion: str = ""
    signed_by: str = ""
    signed_at: str = ""

    @property
    def month(self) -> date:
        return date.fromisoformat(self.start)

    @property
    def is_signed(self) -> bool:
        return bool(self.signed_at)

    def to_data(self) -> dict[str, Any]:
        return asdict(self)


def sheet(unit: int, year: int, sight: Sight) -> list[SheetLine]:
    """The unit's year as this person sees it: a signed line as it was signed, the others counted now."""
    months = newest_months(year)
    signed = {
        row.start: row for row in SignOff.objects.filter(unit=unit, start__year=year).select_related("by")
    }
    counted = [month for month in months if month.start not in signed]
    lines = lines_of(unit, counted, sight) if counted else {}
    return [as_signed(signed[m.start], sight) if m.start in signed else lines[m.start] for m in months]


def newest_months(year: int) -> list[Month]:
    """The newest version of each month of the year that has been frozen, in order."""
    newest = Month.objects.filter(start__year=year).order_by("start", "-version").distinct("start")
    return list(newest)


def month_of(unit: int, start: date) -> Month | None:
    """The version the unit's line was signed off from; until then the newest."""
    signed = SignOff.objects.filter(unit=unit, start=start).select_related("month").first()
    return signed.month if signed else Month.objects.filter(start=start).first()


def as_signed(row: SignOff, sight: Sight) -> SheetLine:
    kind = "whole" if sight.sees_all_of(row.unit_id) else "own"
    return SheetLine(**row.line[kind])


def lines_of(unit: int, months: Iterable[Month], sight: Sight) -> dict[date, SheetLine]:
    """From frozen facts, less the exclusions granted so far; a few queries, however many months."""
    wanted = list(months)
    starts = [month.start for month in wanted]
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in sight.seen(Fact.objects.filter(month__in=wanted, unit=unit)).only(*COUNTED_COLUMNS):
        facts[fact.month_id].append(fact)
    asked: dict[date, list[Exclusion]] = defaultdict(list)
    for row in sight.opinions(Exclusion.objects.filter(unit=unit, start__in=starts)):
        asked[row.start].append(row)
    out = excluded([unit], starts)
    orders = orders_of(unit, wanted)
    is_whole = sight.sees_all_of(unit)
    return {
        month.start: line_of(
            month,
            facts[month.pk],
            {case: why for (start, _, case), why in out.items() if start == month.start},
            asked[month.start],
            orders.get(month.start),
            is_whole=is_whole,
        )
        for month in wanted
    }


COUNTED_COLUMNS: Final = ("month_id", "unit_id", "person_id", "case_id", "measure", "days", "detail", "at")


def line_of(
    month: Month,
    facts: Sequence[Fact],
    out: Mapping[int, str],
    asked: Iterable[Exclusion],
    orders: Orders | None = None,
    *,
    is_whole: bool,
) -> SheetLine:
    """Pure counting: facts of one unit and one month, what is excluded, and what was asked about them."""
    kept, left_out, days, step_days = Counter[str](), set[int](), 0, 0
    steps: Counter[str] = Counter()
    line = SheetLine(month.start.isoformat(), month.version)
    for fact in facts:
        if fact.measure in EXCLUDABLE and fact.case_id is not None and fact.case_id in out:
            left_out.add(fact.case_id)
            continue
        kept[fact.measure] += 1
        days += fact.days if fact.measure == M.LATE_DAYS else 0
        step_days += fact.days if fact.measure == M.STEP_DAYS else 0
        steps[fact.detail] += fact.measure == M.STEP_LATE
        line.satisfied += fact.measure == M.RATED and int(fact.detail) >= month.satisfied_from
        line.handed_late += fact.measure == M.MISSED and fact.detail == HANDED_LATE
        _conduct(line, fact)
    _put(line, kept, days)
    line.excluded, line.reasons = len(left_out), sorted({out[case] for case in left_out})
    line.answered += _answered_and_excluded(facts, out)
    line.steps, line.step_days = dict(sorted((+steps).items())), step_days
    if is_whole:
        line.conduct_received = kept[M.CONDUCT_RECEIVED]
        line.conduct_upheld = line.conduct_upheld or 0
        line.conduct_not_upheld = line.conduct_not_upheld or 0
    if orders is not None:
        line.orders, line.orders_in_time = orders.lines, orders.in_time
    line.opinion = opinion_words(asked)
    return line


def _put(line: SheetLine, kept: Mapping[str, int], days: int) -> None:
    line.assigned, line.overdue, line.missed = kept[M.ASSIGNED], kept[M.OVERDUE], kept[M.MISSED]
    line.in_time, line.late = kept[M.ANSWERED_IN_TIME], kept[M.ANSWERED_LATE]
    line.answered = line.in_time + line.late
    line.late_days = days
    line.sent_back_wrongly, line.extended = kept[M.SENT_BACK_WRONGLY], kept[M.EXTENDED]
    line.explained, line.reopened, line.rated = kept[M.EXPLAINED], kept[M.REOPENED], kept[M.RATED]


def _answered_and_excluded(facts: Iterable[Fact], out: Mapping[int, str]) -> int:
    """An answer whose lateness is excluded was still given."""
    return sum(fact.measure == M.ANSWERED_LATE and fact.case_id in out for fact in facts)


def _conduct(line: SheetLine, fact: Fact) -> None:
    if fact.measure != M.CONDUCT_CONCLUDED:
        return
    if fact.detail in UPHELD:
        line.conduct_upheld = (line.conduct_upheld or 0) + 1
    elif fact.detail == "not_upheld":
        line.conduct_not_upheld = (line.conduct_not_upheld or 0) + 1


def opinion_words(asked: Iterable[Exclusion]) -> str:
    """How many opinions the unit gave, and what became of them."""
    found = Counter(row.is_granted for row in asked)
    if not found:
        return ""
    parts = [
        (found[True], "chấp nhận"),
        (found[False], "không chấp nhận"),
        (found[None], "chưa xem xét"),
    ]
    said = ", ".join(f"{words} {count}" for count, words in parts if count)
    return f"{sum(found.values())} ý kiến: {said}"
