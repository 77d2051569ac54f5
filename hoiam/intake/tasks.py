"""Jobs (việc nền): counted tries are forgotten when their hour is over."""

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock

from .limits import forget_old


@app.periodic(cron="17 * * * *")
@app.task(name="intake.forget_tries", queueing_lock="intake.forget_tries")
def forget_tries(timestamp: int) -> None:
    try:
        forget_old(clock.now())
    finally:
        connection.close()
