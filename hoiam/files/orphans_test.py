from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from hoiam.files import orphans, samples
from hoiam.files.keep import keep
from hoiam.files.models import File
from hoiam.files.orphans import Removed, remove_orphans
from hoiam.kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def held(monkeypatch):
    """Stands in for the tables above that point here: a set of numbers of files that are held."""
    numbers: set = set()

    def unheld() -> models.QuerySet[File]:
        return File.objects.exclude(pk__in=numbers)

    monkeypatch.setattr(orphans, "_held_by_nothing", unheld)
    return numbers


def kept(content):
    return keep(samples.upload(content, "x"))


def tomorrow():
    return clock.now() + timedelta(days=1, minutes=1)


def test_what_nothing_holds_goes_with_its_small_version(held):
    photo, document = kept(samples.picture()), kept(samples.pdf())
    held.add(document.pk)
    assert remove_orphans(tomorrow()) == Removed(rows=1, blobs=0)
    assert list(File.objects.all()) == [document]
    assert default_storage.exists(document.kept_as)
    assert not default_storage.exists(photo.kept_as)
    assert not default_storage.exists(photo.small_kept_as)


def test_what_is_held_stays_with_its_small_version(held):
    photo = kept(samples.picture())
    held.add(photo.pk)
    assert remove_orphans(tomorrow() + timedelta(days=1000)) == Removed(0, 0)
    assert default_storage.exists(photo.kept_as)
    assert default_storage.exists(photo.small_kept_as)


def test_bytes_left_by_an_undone_transaction_go_after_a_day(held):
    default_storage.save("ab/cd/lost.jpg", ContentFile(b"x"))
    default_storage.save("ab/cd/lost.small.jpg", ContentFile(b"x"))
    assert remove_orphans(clock.now()) == Removed(0, 0)
    assert remove_orphans(tomorrow()) == Removed(rows=0, blobs=2)
    assert not default_storage.exists("ab/cd/lost.jpg")


def test_what_was_sent_today_may_still_find_its_holder(held):
    kept(samples.picture())
    assert remove_orphans(clock.now() + timedelta(hours=23)) == Removed(0, 0)


def test_while_no_table_could_hold_a_file_none_is_removed(monkeypatch):
    kept(samples.pdf())
    monkeypatch.setattr(File._meta, "get_fields", lambda include_hidden=False: [])
    assert remove_orphans(tomorrow()).rows == 0
    assert File.objects.count() == 1
