"""The house's own jobs, on the real queue: what a killed worker left behind is done by another."""

import asyncio
from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hoiam.config import tasks
from hoiam.config.management.commands import worker

pytestmark = pytest.mark.django_db(transaction=True)
LOG: list[int] = []


@app.task(name="hoiam.config.tasks_test.count_up")
def count_up(number):
    LOG.append(number)


@pytest.fixture(autouse=True)
def nothing_done():
    LOG.clear()


def work():
    asyncio.run(worker._work(1, until_empty=True))


def status(job):
    return ProcrastinateJob.objects.get(pk=job).status


def test_a_worker_does_what_waits_and_leaves():
    job = count_up.defer(number=7)
    work()
    assert LOG == [7]
    assert status(job) == "succeeded"


def leave_behind(job, last_heard):
    """As a kill -9 leaves it: being done, by a worker that was last heard long ago or a moment ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s) RETURNING id",
            [last_heard],
        )
        (dead,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [dead, job]
        )


@pytest.mark.parametrize(("last_heard", "done"), [(timedelta(minutes=5), [7]), (timedelta(0), [])])
def test_only_what_a_dead_worker_left_is_taken_up_again(last_heard, done):
    job = count_up.defer(number=7)
    leave_behind(job, last_heard)
    tasks.retry_stalled.defer(timestamp=0)
    work()
    work()
    assert done == LOG
    assert status(job) == ("succeeded" if done else "doing")


def test_a_job_of_a_change_that_was_taken_back_is_never_done():
    with transaction.atomic():
        count_up.defer(number=7)
        transaction.set_rollback(True)
    work()
    assert LOG == []
