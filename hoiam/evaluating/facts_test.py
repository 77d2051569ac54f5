"""The facts of a month by SQL equal a plain re-reading of the histories, line by line and day by day."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from hoiam import reporting
from hoiam.cases.doings import Holding
from hoiam.deadlines import STANDARD_HOURS, VN, Calendar, working_days_late
from hoiam.kit.moments import civil_date
from hoiam.reporting.factories import write_records
from hoiam.reporting.generated import generate
from hoiam.units.directory import directory

from .facts import facts_of, window_of
from .late_days import Span, days_by_stay, days_in
from .refolded import Again

LATER = datetime(2022, 3, 1, tzinfo=VN)
SAMPLES = Path(reporting.__file__).parent / "samples" / "sample_lives.jsonl"
PLAIN = Calendar("kiểm thử", STANDARD_HOURS, special={}, years=frozenset({2021, 2022}))
# A busy machine draws slowly; that says nothing about the rule.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
MARCH = datetime(2021, 3, 1, tzinfo=VN)
MOMENTS = st.integers(0, 200 * 24 * 60).map(lambda minutes: MARCH + timedelta(minutes=minutes))


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("seed", range(3))
def test_a_month_equals_a_plain_reading_of_200_random_histories(seed):
    records = generate(Random(seed), 200)
    write_records(records, recorded_at=LATER)
    for month in (date(2021, 5, 1), date(2021, 7, 1), date(2021, 10, 1)):
        check(records, window_of(month))


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
def test_a_month_equals_a_plain_reading_of_the_sample_lives():
    records = [{"urgency": "normal"} | json.loads(line) for line in SAMPLES.read_text().splitlines()]
    write_records(records, recorded_at=LATER)
    for month in (date(2021, 7, 1), date(2021, 8, 1)):
        assert check(records, window_of(month)) > 100


def check(records, window):
    """The facts equal the re-reading; how many there are."""
    facts = facts_of(window)
    book, on = directory(), civil_date(window.as_of)
    said, hops, steps = Counter(), Counter(), Counter()
    for fact in facts:
        unit = book.unit(fact.unit_id, on).code
        if fact.measure == "late_days":
            hops[unit] += fact.days
        elif fact.measure == "step_late":
            steps[fact.detail] += fact.detail != "accept"  # the re-reading knows no clock of acceptance
        elif fact.measure not in ("taken", "step_days"):
            said[fact.measure, unit, fact.detail] += 1
    again = [Again(record, window).read() for record in records]
    assert said == sum((one.found for one in again), Counter())
    assert hops == sum((one.days for one in again), Counter())
    assert +steps == sum((one.steps for one in again), Counter())
    return len(facts)


def holding(since, unit=1):
    return Holding(1, since, unit, None)


@patiently
@given(MOMENTS, MOMENTS, st.lists(MOMENTS, max_size=6))
def test_the_days_of_all_hops_add_up_to_the_days_late_of_the_case(due_at, until, moments):
    stays = [holding(datetime(2021, 1, 1, tzinfo=VN)), *map(holding, sorted(moments))]
    year = Span(date(2021, 1, 1), date(2021, 12, 31))
    assert sum(days_by_stay(due_at, until, stays, PLAIN, year).values()) == working_days_late(
        due_at, until, PLAIN
    )


@patiently
@given(MOMENTS, MOMENTS, st.lists(MOMENTS, max_size=6))
def test_the_days_of_the_months_add_up_to_those_of_the_year(due_at, until, moments):
    stays = [holding(datetime(2021, 1, 1, tzinfo=VN)), *map(holding, sorted(moments))]
    year = days_by_stay(due_at, until, stays, PLAIN, Span(date(2021, 1, 1), date(2021, 12, 31)))
    months = Counter()
    for month in range(1, 13):
        window = window_of(date(2021, month, 1))
        span = Span(civil_date(window.start), civil_date(window.end) - timedelta(days=1))
        months += days_by_stay(due_at, until, stays, PLAIN, span)
        assert days_in(due_at, until, PLAIN, span) == sum(
            days_by_stay(due_at, until, stays, PLAIN, span).values()
        )
    assert months == year


def test_a_case_handed_on_an_hour_before_its_deadline_leaves_the_days_with_whoever_had_it():
    """Due on Friday at 17:00; handed on at 16:00; answered on Tuesday by a third that got it on Monday."""
    friday = datetime(2021, 7, 9, 17, tzinfo=VN)
    stays = [holding(friday - timedelta(days=4), 1), holding(friday - timedelta(hours=1), 2)]
    stays.append(holding(friday + timedelta(days=3, hours=1), 3))
    answered = friday + timedelta(days=4, hours=-7)
    july = Span(date(2021, 7, 1), date(2021, 7, 31))
    assert days_by_stay(friday, answered, stays, PLAIN, july) == {2: 2}
