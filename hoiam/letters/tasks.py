"""Jobs (việc nền): issued documents get their annex files and go out, soon after issue and every minute."""

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock

from .waking import CARRY_OUT
from .work import carry_out


@app.periodic(cron="* * * * *")
@app.task(name=CARRY_OUT, queueing_lock=CARRY_OUT)
def carry_out_what_waits(timestamp: int) -> None:
    try:
        carry_out(clock.now())
    finally:
        connection.close()
