from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from .calendar import STANDARD_HOURS, VN, Calendar, OutsideCalendar
from .elapsed import closing_before, share_used, working_days_late, working_minutes, working_time
from .generated import MINUTE, STARTS, WHOLE_MINUTES, worlds
from .reckoning import due
from .term import Term

PLAIN = Calendar("Lịch thử", STANDARD_HOURS, {}, frozenset({2021}))
SPANS = st.timedeltas(timedelta(0), timedelta(days=12))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VN)


@settings(max_examples=80)
@given(worlds(), WHOLE_MINUTES, st.integers(0, 4000))
def test_working_minutes_equal_the_minute_counter(world, start, minutes):
    counted = sum(world.is_open(start + i * MINUTE) for i in range(minutes))
    assert working_minutes(start, start + minutes * MINUTE, world.calendar()) == counted


@given(worlds(), STARTS, st.integers(1, 2000))
def test_the_time_up_to_a_deadline_is_the_term(world, start, minutes):
    calendar = world.calendar()
    deadline = due(start, Term.parse(f"{minutes} working_minutes"), calendar).at
    assert working_time(start, deadline, calendar) == timedelta(minutes=minutes)
    assert working_minutes(start, deadline, calendar) == minutes


@given(worlds(), STARTS, SPANS, SPANS)
def test_working_time_adds_up_and_turns_round(world, start, first, second):
    calendar = world.calendar()
    middle, end = start + first, start + first + second
    whole = working_time(start, end, calendar)
    assert whole == working_time(start, middle, calendar) + working_time(middle, end, calendar)
    assert working_time(end, start, calendar) == -whole
    assert working_minutes(end, start, calendar) == -working_minutes(start, end, calendar)


@given(worlds(), STARTS, SPANS)
def test_days_late_are_the_worked_dates_after_the_due_date(world, due_at, late):
    calendar, done = world.calendar(), due_at + late
    dates = (due_at.date() + timedelta(days=i) for i in range(1, (done.date() - due_at.date()).days + 1))
    assert working_days_late(due_at, done, calendar) == sum(calendar.day(on).works for on in dates)


@given(worlds(), STARTS, st.integers(1, 9))
def test_a_term_of_days_is_as_many_days_late_as_it_is_long(world, start, days):
    """Counting lateness from the receipt gives the term back: both count the same days."""
    calendar = world.calendar()
    deadline = due(start, Term.parse(f"{days} working_days"), calendar).at
    assert working_days_late(start, deadline, calendar) == days


@pytest.mark.parametrize(
    ("due_at", "done", "days"),
    [
        ("2021-07-09 17:00", "2021-07-09 23:59", 0),  # the due day itself
        ("2021-07-09 17:00", "2021-07-11 20:00", 0),  # a weekend
        ("2021-07-09 17:00", "2021-07-12 00:01", 1),
        ("2021-07-09 17:00", "2021-07-16 08:00", 5),
        ("2021-07-09 17:00", "2021-07-01 08:00", 0),  # in time
    ],
)
def test_days_late_by_example(due_at, done, days):
    assert working_days_late(at(due_at), at(done), PLAIN) == days


def test_lateness_beyond_the_known_years_is_refused():
    with pytest.raises(OutsideCalendar):
        working_days_late(at("2021-12-30 17:00"), at("2022-01-05 08:00"), PLAIN)
    with pytest.raises(OutsideCalendar):
        working_time(at("2020-12-30 17:00"), at("2021-01-05 08:00"), PLAIN)


def test_a_span_over_a_year_nobody_has_decided_is_refused_though_both_ends_are_known():
    gap = Calendar("Lịch thử", STANDARD_HOURS, {}, frozenset({2021, 2023}))
    for count in (working_days_late, working_time, working_minutes):
        with pytest.raises(OutsideCalendar, match="năm 2022"):
            count(at("2021-12-30 17:00"), at("2023-01-05 08:00"), gap)


@pytest.mark.parametrize(
    ("day", "latest"),
    [
        (date(2021, 8, 15), "2021-08-13 17:00"),
        (date(2021, 8, 16), "2021-08-13 17:00"),
        (date(2021, 8, 17), "2021-08-16 17:00"),
    ],
)
def test_before_a_day_means_the_close_of_the_last_working_day_before_it(day, latest):
    assert closing_before(day, PLAIN) == at(latest)


def test_the_share_of_time_used_runs_from_nothing_to_all():
    start, end = at("2021-08-02 07:30"), at("2021-08-03 17:00")
    assert share_used(start, end, at("2021-08-01 07:30")) == 0
    assert share_used(start, end, at("2021-08-02 17:00"), PLAIN) == pytest.approx(0.5)
    assert share_used(start, end, at("2021-08-03 06:00"), PLAIN) == pytest.approx(0.5)
    assert share_used(start, start + timedelta(hours=4), start + timedelta(hours=1)) == pytest.approx(0.25)
    assert share_used(start, end, at("2021-09-01 00:00")) == 1
    saturday = at("2021-08-07 08:00")
    assert share_used(saturday, saturday + timedelta(hours=4), saturday + timedelta(hours=1), PLAIN) == 0


@given(worlds(), STARTS, SPANS, SPANS, SPANS)
def test_the_share_of_time_used_never_shrinks(world, start, whole, first, second):
    calendar, end = world.calendar(), start + whole
    earlier = share_used(start, end, start + first, calendar)
    assert 0 <= earlier <= share_used(start, end, start + first + second, calendar) <= 1
