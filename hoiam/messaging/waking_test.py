import pytest
from django.db import connection
from procrastinate.contrib.django import app

from hoiam.kit import clock
from hoiam.kit.sealing import seal
from hoiam.messaging import sending, tasks, waking
from hoiam.messaging.models import Message, State
from hoiam.messaging.samples import AT, CODE
from hoiam.messaging.waking import SEND_DUE, wake_sender

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def asleep(monkeypatch):
    monkeypatch.setattr(waking, "_awake_until", 0.0)


def looks():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, scheduled_at > now() FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
        )
        return cursor.fetchall()


def test_one_look_is_queued_for_many_rows_and_costs_once(django_assert_num_queries):
    wake_sender()
    with django_assert_num_queries(0):
        for _ in range(5):
            wake_sender()
    assert looks() == [(SEND_DUE, True)]


def test_two_processes_ask_for_one_look(monkeypatch):
    wake_sender()
    monkeypatch.setattr(waking, "_awake_until", 0.0)  # the other process does not know
    wake_sender()
    assert looks() == [(SEND_DUE, True)]


def test_after_the_look_another_is_asked_for(monkeypatch):
    wake_sender()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    monkeypatch.setattr(waking, "monotonic", lambda: waking._awake_until)
    wake_sender()
    assert looks() == [(SEND_DUE, True)]


def test_the_name_belongs_to_a_job_and_the_job_sends(monkeypatch):
    sent = []
    monkeypatch.setattr(sending, "_deliver", lambda message, now: sent.append(message.pk))
    row = {"channel": "sms", "template": "x", "about": CODE, "body": "x", "state": State.QUEUED}
    message = Message.objects.create(to_contact=seal("+84900000001"), created_at=AT, send_after=AT, **row)
    assert app.tasks[SEND_DUE] is tasks.send_what_is_due
    with clock.frozen(AT):
        tasks.send_what_is_due(timestamp=0)
    assert sent == [message.pk]
