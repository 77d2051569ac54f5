"""What the worker does by the clock about matters, and that twice is once."""

import pytest
from procrastinate.contrib.django import app

from hoiam.kit import clock

from . import tasks
from .factories import NOON, conduct_case
from .models import Matter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


def test_a_case_about_conduct_becomes_a_matter_by_itself_and_once():
    conduct_case()
    with clock.frozen(NOON):
        tasks.look_after.func(0)
        tasks.look_after.func(0)
    assert Matter.objects.count() == 1


@pytest.mark.parametrize("task", [tasks.look_after, tasks.freeze])
def test_the_worker_knows_when_to_do_it(task):
    known = {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
    assert task.name in known
