"""Jobs (việc nền): what the system does to cases when time has come; each may run twice, in two workers."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock

from .close import close_old
from .idempotency import forget_old
from .late_decisions import reckon_after_decisions
from .supply import waiting_over


@app.periodic(cron="*/5 * * * *")
@app.task(name="cases.look_after", queueing_lock="cases.look_after")
def look_after(timestamp: int) -> None:
    """Waiting that has run out; late decisions about days and terms."""
    _each(waiting_over, reckon_after_decisions)


@app.periodic(cron="20 1 * * *")
@app.task(name="cases.put_away", queueing_lock="cases.put_away")
def put_away(timestamp: int) -> None:
    """Answered cases nobody objected to; keys of requests nobody will repeat."""
    _each(close_old, forget_old)


def _each(*steps: Callable[[datetime], int]) -> None:
    try:
        for step in steps:
            step(clock.now())
    finally:
        connection.close()
