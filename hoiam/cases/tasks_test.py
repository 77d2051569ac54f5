"""What the worker does by the clock is registered, and does it."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app

from hoiam.cases import tasks
from hoiam.cases.factories import answered, in_hand, waiting
from hoiam.cases.idempotency import KEPT, once
from hoiam.cases.models import IdempotencyKey, Seal
from hoiam.cases.seals.drop import kept_roots
from hoiam.cases.testing import last_line
from hoiam.kit import clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


def test_the_worker_seals_each_night_and_drops_the_root(tmp_path, settings):
    settings.HOIAM_DATA = tmp_path
    in_hand()
    tasks.seal.func(0)
    tasks.seal_when_much_waits.func(0)
    assert [seal.lines for seal in Seal.objects.all()] == [3]
    assert kept_roots(None)[1].root == bytes(Seal.objects.get().root).hex()


def test_every_five_minutes_work_goes_on_where_the_waiting_has_run_out():
    case = waiting()
    type(case).objects.filter(pk=case.pk).update(waiting_until=case.due_at)
    for at, state in ((case.due_at - timedelta(seconds=1), "waiting"), (case.due_at, "in_hand")):
        with clock.frozen(at):
            tasks.look_after.func(0)
            tasks.look_after.func(0)  # a second worker finds nothing to do
        case.refresh_from_db()
        assert case.state == state
    assert (last_line(case).verb, last_line(case).actor, last_line(case).at) == ("supply", "system", at)


def test_each_night_old_answers_are_put_away_and_keys_nobody_repeats_are_forgotten():
    case = answered()
    with clock.frozen(case.last_at):
        once("door", "k", {}, lambda: (201, {}))
        tasks.put_away.func(0)
    case.refresh_from_db()
    assert (case.state, IdempotencyKey.objects.count()) == ("answered", 1)
    with clock.frozen(case.last_at + KEPT + timedelta(days=30)):
        tasks.put_away.func(0)
        tasks.put_away.func(0)
    case.refresh_from_db()
    assert (case.state, last_line(case).actor) == ("closed", "system")
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("name", ["look_after", "put_away", "seal", "seal_when_many"])
def test_the_worker_knows_when_to_do_it(name):
    known = {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
    assert f"cases.{name}" in known
