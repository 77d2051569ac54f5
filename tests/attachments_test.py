"""Attachments (tệp kèm theo): what a case or an objection holds is never taken for an orphan."""

import re
from datetime import timedelta

import pytest
from django.apps import apps

from hoiam.cases.factories import received
from hoiam.files import samples
from hoiam.files.keep import keep
from hoiam.files.models import File
from hoiam.files.orphans import Removed, remove_orphans
from hoiam.kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def test_a_file_that_a_case_holds_stays_and_an_abandoned_one_goes():
    held, abandoned = keep(samples.upload(samples.picture(), "a")), keep(samples.upload(samples.pdf(), "b"))
    case = received()
    attachments = apps.get_model("cases", "Attachment").objects
    attachments.create(case=case, file=held, purpose="petition", at=case.received_at)
    assert remove_orphans(clock.now() + timedelta(days=2)) == Removed(rows=1, blobs=0)
    assert list(File.objects.all()) == [held]
    assert abandoned.kept_as != held.kept_as


def test_no_table_keeps_the_number_of_a_file_in_a_plain_column():
    """The clean-up sees foreign keys only; a number kept otherwise would lose its file after a day."""
    plain = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if re.search(r"(^|_)files?(_|$)", field.name) and not field.is_relation
    ]
    assert plain == []
