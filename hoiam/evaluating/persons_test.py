"""Conduct of one person: home affairs counts what was upheld; neither he nor his head reads of it."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.cases.factories import MONDAY, UNIT, do, forwarded, hours, person, received, unit_id

from .conclude import conclude
from .factories import HOME_AFFAIRS, accused_head, matter_in, opened, worker
from .freeze_month import freeze_month
from .models import Fact
from .months_test import AUGUST_2, JULY
from .persons import own_lines, persons_of
from .screens_test import get, url
from .sights import sight_of

pytestmark = pytest.mark.django_db


def officer():
    return person("officer", UNIT)


@pytest.fixture
def july():
    """The officer took one case; a matter about himself was upheld."""
    do(forwarded(), "accept", by=f"{officer().username}@{UNIT}")
    matter = opened(person=officer())
    matter_in("verified", matter=matter)
    conclude(matter, by=worker(), finding="upheld", text="Theo camera", at=MONDAY + timedelta(days=3))
    return freeze_month(JULY, by=None, at=AUGUST_2)


def lines_for(reader, month):
    found = persons_of(unit_id(UNIT), month, sight_of(reader, AUGUST_2), reader)
    return {line.person: (line.taken, line.conduct_upheld) for line in found}


def page_for(reader):
    return get(reader, url("month", unit_id(UNIT), 2021, 7), AUGUST_2).content.decode()


def test_home_affairs_counts_what_was_upheld_of_each_person(july):
    assert lines_for(worker(), july) == {officer().pk: (1, 1)}
    assert "Công vụ có cơ sở" in page_for(worker())


def test_neither_the_head_nor_the_person_reads_of_it_not_even_that_it_is_none(july):
    assert lines_for(accused_head(), july) == {officer().pk: (1, None)}
    page = page_for(accused_head())
    assert "Từng người" in page and "Công vụ có cơ sở" not in page
    (own,) = own_lines(officer(), 2021, frozenset())
    assert (own.taken, own.conduct_upheld) == (1, None)
    assert (
        "ông vụ" not in get(officer(), url("mine"), AUGUST_2, nam="2021").content.decode().split("<main")[1]
    )


def test_who_went_to_home_affairs_does_not_count_his_own(july):
    moved = officer()
    moved.memberships.update(during=DateRange(None, date(2021, 8, 1)))
    moved.memberships.create(
        unit_id=unit_id(HOME_AFFAIRS), role="home_affairs", during=DateRange(date(2021, 8, 1))
    )
    moved = type(moved).objects.get(pk=moved.pk)
    assert sight_of(moved, AUGUST_2).sees_all_of(unit_id(UNIT))
    assert lines_for(moved, july) == {moved.pk: (1, None)}


def test_who_merely_held_the_case_is_not_the_one_it_is_about():
    case = do(received(MONDAY), "forward", to=UNIT)
    do(case, "accept", by=f"{officer().username}@{UNIT}", at=MONDAY + hours(3))
    do(case, "recall", reason="conduct", at=MONDAY + hours(4))
    do(case, "classify", conduct={"unit": UNIT, "about": "attitude"}, at=MONDAY + hours(5))
    month = freeze_month(JULY, by=None, at=AUGUST_2)
    received_by = Fact.objects.filter(measure="conduct_received").values_list("unit", "person")
    assert list(received_by) == [(unit_id(UNIT), None)]
    assert lines_for(worker(), month) == {officer().pk: (1, 0)}
