"""Behind a number (sau con số): the cases that one figure of the index counts, as a reader sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from hoiam.calendars.parameters import parameter
from hoiam.cases.figures import PeriodCase, period_cases
from hoiam.reporting.sight import Sight

from .periods import Span

Counts = Callable[[PeriodCase, int], bool]


def _answered(case: PeriodCase, _: int) -> bool:
    return case.outcome.startswith("answered")


def _answered_or_overdue(case: PeriodCase, _: int) -> bool:
    return case.outcome.startswith("answered") or case.outcome == "open_overdue"


FIGURES: Final[dict[str, tuple[str, Counts]]] = {
    "answered_in_time": ("trả lời đúng hạn", lambda case, _: case.outcome == "answered_in_time"),
    "answered": ("đã trả lời", _answered),
    "answered_overdue": ("đã trả lời và quá hạn chưa trả lời", _answered_or_overdue),
    "all": ("phải xử lý trong kỳ", lambda case, _: True),
    "rated": ("có đánh giá", lambda case, _: case.score is not None),
    "satisfied": ("hài lòng", lambda case, least: case.score is not None and case.score >= least),
}


def cases_behind(span: Span, unit: int | None, figure: str, sight: Sight, at: datetime) -> list[PeriodCase]:
    """Of one unit, or of everybody this reader sees; none of a unit outside his reach."""
    window = span.window(at)
    if sight.reach is not None and unit is not None and unit not in sight.reach:
        return []
    units = [unit] if unit is not None else None if sight.reach is None else sorted(sight.reach)
    least, counts = parameter("satisfied_from", window.as_of), FIGURES[figure][1]
    return [
        case
        for case in period_cases(window, units)
        if case.conduct_unit_id not in sight.walls and counts(case, least)
    ]
