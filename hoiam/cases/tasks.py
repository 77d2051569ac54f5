"""Jobs (việc nền): what the system does to cases when time has come; each may run twice, in two workers."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock

from .close import close_old
from .giving_back import undo_as_asked
from .idempotency import forget_old
from .late_decisions import reckon_after_decisions
from .moving import carry_out_by_number, go_on_moving
from .seals.daily import seal_daily, seal_when_many
from .supply import waiting_over


@app.periodic(cron="*/5 * * * *")
@app.task(name="cases.look_after", queueing_lock="cases.look_after")
def look_after(timestamp: int) -> None:
    """Waiting that has run out; late decisions about days and terms; reorganisations whose day has come."""
    _each(waiting_over, reckon_after_decisions, go_on_moving)


@app.task(name="cases.hand_over", queueing_lock="cases.hand_over")
def hand_over(run: int) -> None:
    """The open cases of units that an applied reorganisation has ended."""
    _each(lambda at: carry_out_by_number(run))


@app.task(name="cases.give_back", queueing_lock="cases.give_back")
def give_back(run: int, by: int) -> None:
    """A reorganisation undone."""
    _each(lambda at: undo_as_asked(run, by))


@app.periodic(cron="20 1 * * *")
@app.task(name="cases.put_away", queueing_lock="cases.put_away")
def put_away(timestamp: int) -> None:
    """Answered cases nobody objected to; keys of requests nobody will repeat."""
    _each(close_old, forget_old)


@app.periodic(cron="40 0 * * *")
@app.task(name="cases.seal", queueing_lock="cases.seal")
def seal(timestamp: int) -> None:
    """The day's history under a seal, its root sent and dropped outside."""
    _each(seal_daily)


@app.periodic(cron="*/10 * * * *")
@app.task(name="cases.seal_when_many", queueing_lock="cases.seal_when_many")
def seal_when_much_waits(timestamp: int) -> None:
    """A busy day does not wait for the night."""
    _each(seal_when_many)


def _each(*steps: Callable[[datetime], int]) -> None:
    try:
        for step in steps:
            step(clock.now())
    finally:
        connection.close()
