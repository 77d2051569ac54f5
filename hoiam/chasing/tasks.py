"""Jobs (việc nền): the worker looks at every running deadline; twice, or in two workers, is no harm."""

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock

from .chase import chase


@app.periodic(cron="*/2 * * * *")
@app.task(name="chasing.chase", queueing_lock="chasing.chase")
def look_at_the_clocks(timestamp: int) -> None:
    """May be done again after a kill -9: no step is taken twice."""
    try:
        chase(clock.now())
    finally:
        connection.close()  # this thread belongs to the worker's pool and may not come back for hours
