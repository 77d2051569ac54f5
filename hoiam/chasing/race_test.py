"""Fifty looks, two workers, one of them killed again and again: the same rows as one quiet run."""

import os
import random
import re
import signal
from datetime import timedelta

import pytest
from django.db import connection

from hoiam.cases.factories import CENTRE, MONDAY, UNIT, do, forwarded, hours, in_hand, person, received
from hoiam.chasing import chase as chasing
from hoiam.chasing.chase import chase
from hoiam.chasing.models import Chased, Notice
from hoiam.kit import clock
from hoiam.messaging.models import Message, Reminder

pytestmark = [
    pytest.mark.slow,
    pytest.mark.race,
    pytest.mark.usefixtures("reference"),
    pytest.mark.django_db(transaction=True),
]
# From the first warning to the Office, with hours of silence between.
CODES = re.compile(r"\d{4}-\d{7}-\d")
MOMENTS = [MONDAY.replace(day=5, hour=12) + timedelta(hours=9 * n) for n in range(25)]


@pytest.fixture
def cases():
    for role, unit in (
        ("officer", UNIT), ("focal_point", UNIT), ("unit_head", UNIT), ("coordinator", "vp-ubnd"),
        ("shift_lead", CENTRE), ("centre_manager", CENTRE),
    ):  # fmt: skip
        person(role, unit)
    with clock.frozen(MONDAY):
        made = [received() for _ in range(4)] + [forwarded() for _ in range(4)]
        made += [in_hand() for _ in range(12)]
        do(made[-1], "classify", urgency="emergency", at=MONDAY + hours(3))
    forget()  # what their petitioners were told when they came
    return made


def rows():
    """What was done, for whom, and what left: without the ids, which a rolled-back row uses up."""
    steps = Chased.objects.values_list("key", "order", "outcome", "at", "people")
    read = Notice.objects.values_list("chased__key", "chased__order", "person", "told_at")
    once = Reminder.objects.values_list("key", "step", "at")
    return [sorted(found, key=repr) for found in (steps, read, once, mentions())]


def mentions():
    """(person, code) for each time somebody read of a case. How many codes one notice gathers depends on
    where a batch ended, what everybody reads in all does not."""
    left = Message.objects.values_list("to_person", "body")
    return [(person, code) for person, body in left for code in CODES.findall(body)]


def forget():
    for table in (Notice, Chased, Message, Reminder):
        table.objects.all().delete()


def worker(at, statements=None):
    """A process that looks once; with `statements` it is killed when it has sent that many."""
    child = os.fork()
    if child:
        return child
    try:
        if statements:
            connection.execute_wrappers.append(_Deadly(statements))
        chase(at)
        connection.close()
        os._exit(0)
    finally:
        os._exit(1)


class _Deadly:
    def __init__(self, left):
        self.left = left

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def ends(children):
    return [os.waitpid(child, 0)[1] for child in children]


def test_fifty_looks_of_two_workers_with_kills_leave_the_rows_of_one_quiet_run(cases, monkeypatch):
    monkeypatch.setattr(chasing, "BATCH", 5)
    for at in MOMENTS:
        chase(at)
    quiet = rows()
    forget()
    connection.close()
    chance, killed = random.Random(766), 0
    for n, at in enumerate(MOMENTS):
        # A look asks seven times or more: every other one dies for certain, the rest perhaps while writing.
        statements = chance.randrange(1, 6) if n % 2 else chance.randrange(6, 40)
        statuses = ends([worker(at, statements), worker(at)])
        killed += os.WIFSIGNALED(statuses[0])
        assert statuses[1] == 0
        assert ends([worker(at), worker(at)]) == [0, 0]
    assert killed >= 10
    assert rows() == quiet
    assert len(quiet[0]) > 80 and len(quiet[3]) > 20


def test_without_the_claim_two_workers_would_tell_twice(cases, monkeypatch):
    """The test above would pass for a loop that never meets itself."""
    monkeypatch.setattr(chasing, "once_each", lambda pairs, at: set(pairs))
    connection.close()
    at = MONDAY.replace(day=13)
    statuses = [os.WEXITSTATUS(status) for status in ends([worker(at), worker(at)])]
    assert sorted(statuses) == [0, 1]  # the table itself refuses the second
