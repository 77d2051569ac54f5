"""What the worker does to files at night."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app

from hoiam.files import samples, tasks
from hoiam.files.keep import keep
from hoiam.files.models import File
from hoiam.kit import clock

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_night_what_nothing_holds_is_removed_once_it_is_old_enough(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    kept = keep(samples.upload(samples.pdf(), "bo-quen.pdf"))
    tasks.remove_what_nothing_holds.func(0)
    assert File.objects.get() == kept
    with clock.frozen(clock.now() + timedelta(days=2)):
        tasks.remove_what_nothing_holds.func(0)
        tasks.remove_what_nothing_holds.func(0)
    assert not File.objects.exists()
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_the_worker_knows_when_to_do_it():
    known = {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
    assert tasks.remove_what_nothing_holds.name in known
