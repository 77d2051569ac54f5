"""Jobs (việc nền): the worker looks at every reply that is owed; twice, or in two workers, is no harm."""

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock

from .chase import chase


@app.periodic(cron="*/10 * * * *")
@app.task(name="directing.chase", queueing_lock="directing.chase")
def look_at_replies(timestamp: int) -> None:
    try:
        chase(clock.now())
    finally:
        connection.close()
