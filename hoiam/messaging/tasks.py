"""Jobs (việc nền): the worker looks into the outbox every minute, and soon after a row was put there."""

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock
from hoiam.messaging.sending import send_due
from hoiam.messaging.waking import SEND_DUE


@app.periodic(cron="* * * * *")
@app.task(name=SEND_DUE, queueing_lock=SEND_DUE)
def send_what_is_due(timestamp: int) -> None:
    """May be done again after a kill -9: no row leaves twice."""
    try:
        send_due(clock.now())
    finally:
        connection.close()  # this thread belongs to the worker's pool and may not come back for hours
