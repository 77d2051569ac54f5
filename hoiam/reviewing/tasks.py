"""Jobs of the review (việc nền): tasks past their day, each morning."""

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock

from .watching import watch_tasks


@app.periodic(cron="35 7 * * 1-5")
@app.task(name="reviewing.watch_tasks", queueing_lock="reviewing.watch_tasks")
def watch(timestamp: int) -> None:
    try:
        watch_tasks(clock.now())
    finally:
        connection.close()
