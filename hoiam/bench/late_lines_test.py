"""A letter about ten times as many late lines asks and draws no more often: only tables grow."""

from copy import copy
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoiam.cases.factories import MONDAY, in_hand
from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.letters.form import pdf
from hoiam.letters.models import Document, FileRole

from .late_lines import STAGES, report_of, time_letter
from .loading import seat_people
from .shown import letter_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NOW = datetime(2021, 7, 29, 17, tzinfo=VN)


@pytest.fixture(autouse=True)
def _late(settings, tmp_path):
    """One late case, and hundreds of others whose lines are made like it."""
    settings.MEDIA_ROOT = tmp_path / "files"
    case = in_hand(MONDAY, unit="ubnd-731")
    with clock.frozen(NOW):
        seat_people("")
        type(case).objects.bulk_create(another(case, f"{number:012}") for number in range(1, 400))
        yield


def another(case, code):
    made = copy(case)
    made._state = copy(case._state)
    made._state.adding, made.pk, made.code, made.source_id = True, None, code, code
    return made


def watched(lines, monkeypatch):
    """What came of it, how many statements it took and how often typst drew."""
    report, drawn, compiler = report_of(lines), [], pdf.compiler
    with monkeypatch.context() as patched, CaptureQueriesContext(connection) as asked:
        patched.setattr(pdf, "compiler", lambda *a, **k: drawn.append(1) or compiler(*a, **k))
        found = time_letter(report)
    return found, len(asked), len(drawn)


def test_statements_and_drawings_do_not_grow_with_the_lines(monkeypatch):
    watched(40, monkeypatch)  # whatever is remembered is remembered
    few, asked_few, drawn_few = watched(40, monkeypatch)
    many, asked_many, drawn_many = watched(400, monkeypatch)
    assert (few["lines"], many["lines"]) == (40, 400)
    assert few["files"] == many["files"] > 10
    assert (asked_few, drawn_few) == (asked_many, drawn_many)
    assert set(many["seconds"]) == set(STAGES)
    letter = Document.objects.latest("pk")
    assert letter.files.filter(role=FileRole.ANNEX).count() == many["files"]
    assert letter.files.filter(role=FileRole.DOCX).count() == 1


def test_too_few_cases_are_said():
    with pytest.raises(Refused, match="hãy tăng --cases"):
        report_of(401)


def test_each_stage_and_the_sum_are_shown():
    found = {"lines": 5000, "files": 99, "seconds": dict.fromkeys(STAGES, 1.5)}
    shown = letter_table(found)
    assert shown.startswith("5.000 dòng chậm, 99 tệp phụ lục đã ký\n")
    assert shown.endswith("7.50 giây\n")
    assert all(words in shown for words in STAGES.values())
