"""The table of steps (bảng các bước): the rows of a day as the engine reads them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from hoiam.deadlines import Unit
from hoiam.kit.moments import civil_date

from .models import ChaseStep
from .steps import Side, Step, To

Table = dict[str, tuple[Step, ...]]


def steps_on(at: date | datetime) -> Table:
    """Clock → its steps in force on that day, in their order. One query: keep it for a batch."""
    rows = ChaseStep.objects.filter(during__contains=civil_date(at)).order_by("clock", "order")
    table: defaultdict[str, list[Step]] = defaultdict(list)
    for row in rows:
        table[row.clock].append(_step(row))
    return {clock: tuple(steps) for clock, steps in table.items()}


def steps_of(clock: str, at: date | datetime) -> tuple[Step, ...]:
    """The steps of one clock in force on that day, in their order."""
    return steps_on(at).get(clock, ())


def _step(row: ChaseStep) -> Step:
    to = frozenset(To(name) for name in row.to)
    return Step(row.clock, row.order, Side(row.side), row.amount, Unit(row.unit), to, row.is_push)
