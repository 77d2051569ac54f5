"""Jobs of the desk (việc nền): the morning digest, for which every list of a person must be known."""

from datetime import datetime

from django.db import connection
from procrastinate.contrib.django import app

from hoiam.accounts.models import Person
from hoiam.answering.queries import drafts_to_approve
from hoiam.chasing.morning import send_morning
from hoiam.kit import clock


@app.periodic(cron="*/5 * * * *")
@app.task(name="desk.morning", queueing_lock="desk.morning")
def morning(timestamp: int) -> None:
    """Looks all day long whether it is morning in Vietnam: a look costs nothing, and each goes out once."""
    try:
        send_morning(clock.now(), to_approve)
    finally:
        connection.close()


def to_approve(person: Person, at: datetime) -> int:
    return drafts_to_approve(person, at).order_by().count()
