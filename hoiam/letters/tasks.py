"""Jobs (việc nền): issued documents get their annex files and go out; what came is taken in."""

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock

from .receiving import receive_envelopes
from .waking import CARRY_OUT
from .work import carry_out


@app.periodic(cron="* * * * *")
@app.task(name=CARRY_OUT, queueing_lock=CARRY_OUT)
def carry_out_what_waits(timestamp: int) -> None:
    try:
        carry_out(clock.now())
    finally:
        connection.close()


@app.periodic(cron="* * * * *")
@app.task(name="letters.receive", queueing_lock="letters.receive")
def receive_what_came(timestamp: int) -> None:
    try:
        receive_envelopes(clock.now())
    finally:
        connection.close()
