"""Reference rows (dữ liệu nền): the steps the software comes with, until the province sets its own.

No document says when whom must be reminded; each row is marked so (chờ tỉnh quy định). `load()` adds the
steps of a clock nobody has decided anything about and touches nothing else.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.deadlines import Unit
from hoiam.kit.clock import now

from .models import ChaseStep, Clock
from .steps import Side, To

DAYS, HOURS = Unit.WORKING_DAYS, Unit.WORKING_HOURS
BEFORE, AFTER = Side.BEFORE, Side.AFTER


class Row(NamedTuple):
    order: int
    side: Side
    amount: int
    unit: Unit
    to: tuple[To, ...]
    is_push: bool = False


_UNIT: Final = (To.FOCAL_POINT, To.LEADER)
# Due soon, due today; late: first the officer, then the focal point and the leader, then the Office.
_ANSWER: Final = (
    Row(1, BEFORE, 1, DAYS, (To.OFFICER,)),
    Row(2, BEFORE, 0, DAYS, (To.OFFICER,)),
    Row(3, AFTER, 0, DAYS, (To.OFFICER,)),
    Row(4, AFTER, 1, DAYS, _UNIT, is_push=True),
    Row(5, AFTER, 3, DAYS, (To.OFFICE,), is_push=True),
)
_REPLY: Final = (
    Row(1, BEFORE, 3, DAYS, (To.FOCAL_POINT,)),
    Row(2, BEFORE, 0, DAYS, _UNIT),
    Row(3, AFTER, 0, DAYS, _UNIT, is_push=True),
    Row(4, AFTER, 2, DAYS, (To.OFFICE,), is_push=True),
)
# Clocks of hours: whoever must act, then who leads them, then the Office.
_HOURS: Final = (
    Row(1, BEFORE, 1, HOURS, (To.OFFICER,)),
    Row(2, AFTER, 0, HOURS, (To.OFFICER, To.FOCAL_POINT)),
    Row(3, AFTER, 4, HOURS, (To.LEADER,), is_push=True),
    Row(4, AFTER, 2, DAYS, (To.OFFICE,), is_push=True),
)
# What only the Office decides is nobody else's to be late with.
_OF_OFFICE: Final = (
    Row(1, BEFORE, 1, HOURS, (To.OFFICE,)),
    Row(2, AFTER, 0, HOURS, (To.OFFICE,), is_push=True),
)
_PROMISE: Final = (Row(1, AFTER, 0, DAYS, (To.REMINDER, To.LEADER), is_push=True),)

STEPS: Final[dict[Clock, tuple[Row, ...]]] = {
    Clock.ANSWER: _ANSWER,
    Clock.ROUTE: _HOURS,
    Clock.ACCEPT: _HOURS,
    Clock.ARBITRATE: _OF_OFFICE,
    Clock.DECIDE_EXTENSION: _OF_OFFICE,
    Clock.CALL_BACK: _HOURS,
    Clock.PROMISE: _PROMISE,
    Clock.REPLY: _REPLY,
}


@transaction.atomic
def load() -> None:
    decided = set(ChaseStep.objects.values_list("clock", flat=True).distinct())
    ChaseStep.objects.bulk_create(
        ChaseStep(
            clock=clock, to=list(row.to), during=DateRange(None, None), recorded_at=now(), **_columns(row)
        )
        for clock, rows in STEPS.items()
        if clock not in decided
        for row in rows
    )


def _columns(row: Row) -> dict[str, object]:
    return {
        "order": row.order,
        "side": row.side,
        "amount": row.amount,
        "unit": row.unit,
        "is_push": row.is_push,
    }
