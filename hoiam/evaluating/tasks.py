"""Jobs (việc nền): cases that become matters by themselves, and steps past their time; each may run twice."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock

from .entering import enter
from .freeze_month import freeze_ended
from .hand_over import hand_over_all
from .watching import watch


@app.periodic(cron="*/15 * * * *")
@app.task(name="evaluating.look_after", queueing_lock="evaluating.look_after")
def look_after(timestamp: int) -> None:
    """Matters of units that ended, cases that have become matters, steps past their time."""
    _each(hand_over_all, enter, watch)


@app.periodic(cron="40 1 * * *")
@app.task(name="evaluating.freeze", queueing_lock="evaluating.freeze")
def freeze(timestamp: int) -> None:
    """Months that ended, each once; on every later day they are there already."""
    _each(freeze_ended)


def _each(*steps: Callable[[datetime], object]) -> None:
    try:
        for step in steps:
            step(clock.now())
    finally:
        connection.close()
