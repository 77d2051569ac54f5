import csv
from datetime import date

import pytest

from . import reference
from .decide_day import decide_day
from .models import Calendar, CalendarDay, Parameter, Situation, Term
from .parameters import KNOWN, parameter, parameter_view

pytestmark = pytest.mark.django_db


def rows():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Calendar, CalendarDay, Parameter, Situation, Term)
    ]


def test_loading_again_changes_nothing():
    before = rows()
    reference.load()
    assert rows() == before


def test_loading_again_keeps_what_somebody_has_decided_since():
    decide_day(date(2026, 11, 24), "usual", "Văn bản thử", None, None)
    Term.objects.filter(step="accept").update(text="2 working_hours")
    Parameter.objects.filter(name="reopen_days").update(value=30)
    before = rows()
    reference.load()
    assert rows() == before


def test_every_day_off_names_its_source():
    with reference.DAYS.open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    assert all(row["source"] and row["reference"] and row["name"] for row in listed)
    stored = CalendarDay.objects.filter(calendar__code="default", recorded_by=None)
    assert {(d.date.isoformat(), d.effect) for d in stored} == {(r["date"], r["effect"]) for r in listed}
    assert not stored.filter(source="").exists()


def test_no_shipped_term_outside_a_situation_claims_a_document():
    assert not Term.objects.filter(situation=None).exclude(source="").exists()
    assert not Term.objects.filter(situation=None, step="answer").exists()
    assert not Term.objects.filter(situation__isnull=False, source="").exists()


@pytest.mark.parametrize("name", KNOWN)
def test_every_parameter_has_a_row_and_says_that_nobody_has_decided_it(name):
    assert parameter(name, date(2021, 7, 1)) == KNOWN[name].value
    assert "chờ tỉnh quy định" in parameter_view(name, date(2021, 7, 1)).basis


def test_the_promised_limits():
    on = date(2026, 11, 24)
    assert [
        parameter(name, on) for name in ("max_returns", "max_extensions", "max_asks", "satisfied_from")
    ] == [
        2,
        2,
        2,
        4,
    ]


def test_a_parameter_without_a_row_is_the_softwares_own_and_an_unknown_name_is_a_bug():
    Parameter.objects.filter(name="reopen_days").delete()
    assert parameter_view("reopen_days", date(2026, 1, 1)).basis == "mặc định của phần mềm, chờ tỉnh quy định"
    with pytest.raises(KeyError):
        parameter("reopen_day", date(2026, 1, 1))
