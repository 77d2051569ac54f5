"""Jobs (việc nền): once a night what nothing holds is removed."""

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.files.orphans import remove_orphans
from hoiam.kit import clock


@app.periodic(cron="40 2 * * *")
@app.task(name="files.remove_orphans", queueing_lock="files.remove_orphans")
def remove_what_nothing_holds(timestamp: int) -> None:
    try:
        remove_orphans(clock.now())
    finally:
        connection.close()
