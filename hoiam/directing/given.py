"""Given (phần được giao): the lines of a directive that fall to one unit on a day.

Its own, and those of a unit it took over: where several took over, to the one that has the case. A line whose
case has become one about conduct is given to nobody any more.
"""

from __future__ import annotations

from datetime import date

from hoiam.cases.queries import Present, present_of
from hoiam.units.directory import directory

from .models import Directive, Line
from .passing import answering_units


def lines_given(parent: Directive, unit: int, on: date) -> list[Line]:
    """The lines this addressee answers for; of a unit it took over, those that came to it."""
    book = directory()
    executors = {unit, *(old for old in book.predecessors(unit) if not book.is_valid(old, on))}
    found = parent.lines.filter(executor__in=executors).select_related("point", "report_line")
    cases = present_of(line.case_id for line in found if line.case_id)
    return [line for line in found if _is_for(line, cases.get(line.case_id or 0), unit, on)]


def _is_for(line: Line, case: Present | None, unit: int, on: date) -> bool:
    if case is not None and case.conduct_unit_id is not None:
        return False  # it has become a case about conduct: it is passed on to nobody
    return unit in answering_units(line.executor_id, case, on)
