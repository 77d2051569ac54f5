"""Jobs (việc nền): cases that become matters by themselves, and steps past their time; each may run twice."""

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock

from .entering import enter
from .hand_over import hand_over_of_the_ended
from .watching import watch


@app.periodic(cron="*/15 * * * *")
@app.task(name="evaluating.look_after", queueing_lock="evaluating.look_after")
def look_after(timestamp: int) -> None:
    try:
        hand_over_of_the_ended(clock.now())
        enter(clock.now())
        watch(clock.now())
    finally:
        connection.close()
