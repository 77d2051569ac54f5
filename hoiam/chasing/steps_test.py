"""The engine of steps, without a database: over generated calendars, tables and silences."""

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, strategies as st

from hoiam.chasing.steps import Side, Step, To, decide, moment_of, reach, steps_due
from hoiam.deadlines import STANDARD_HOURS, VN, Calendar, Unit, working_days_late, working_minutes
from hoiam.deadlines.generated import STARTS, World, worlds

WEEK = Calendar("Lịch thử", STANDARD_HOURS, {}, frozenset({2021}))
FRIDAY = datetime(2021, 7, 9, 17, tzinfo=VN)
UNITS = (Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.CLOCK_HOURS)


def step(order, side, amount, unit=Unit.WORKING_DAYS):
    return Step("answer", order, Side(side), amount, unit, frozenset({To.OFFICER}))


SOON, TODAY = step(1, "before", 1), step(2, "before", 0)
LATE, LATER, LATEST = step(3, "after", 0), step(4, "after", 1), step(5, "after", 3)
USUAL = (SOON, TODAY, LATE, LATER, LATEST)


def at(day, hour=8, minute=0):
    return datetime(2021, 7, day, hour, minute, tzinfo=VN)


def orders(now, *, due_at=FRIDAY, known_at=None, steps=USUAL):
    return [found.order for found in steps_due("answer", due_at, now, WEEK, steps, known_at=known_at)]


@pytest.mark.parametrize(
    ("step", "moment"),
    [
        (SOON, at(8, 7, 30)),
        (TODAY, at(9, 7, 30)),
        (LATE, FRIDAY + timedelta(seconds=1)),
        (LATER, at(12, 7, 30)),
        (LATEST, at(14, 7, 30)),
        (step(6, "before", 5, Unit.WORKING_HOURS), at(9, 10, 30)),
        (step(6, "before", 9, Unit.WORKING_HOURS), at(8, 16)),
        (step(6, "before", 9, Unit.CLOCK_HOURS), at(9, 8)),
        (step(6, "after", 2, Unit.WORKING_HOURS), at(12, 9, 30)),
        (step(6, "after", 2, Unit.CLOCK_HOURS), at(9, 19)),
    ],
)
def test_each_kind_of_step_has_its_moment(step, moment):
    assert moment_of(step, FRIDAY, WEEK) == moment


def test_a_deadline_at_midnight_is_due_on_the_last_worked_day_before_it():
    sunday = at(11, 0)
    assert moment_of(TODAY, sunday, WEEK) == at(9, 7, 30)
    assert moment_of(SOON, sunday, WEEK) == at(8, 7, 30)


def test_what_is_done_at_the_very_moment_of_the_deadline_is_not_late():
    assert orders(FRIDAY) == [1, 2]
    assert orders(FRIDAY + timedelta(seconds=1)) == [1, 2, 3]


def test_other_clocks_have_steps_of_their_own():
    assert steps_due("route", FRIDAY, at(30), WEEK, USUAL) == []


def test_a_deadline_past_before_it_was_written_down_is_never_chased():
    assert orders(at(30), known_at=FRIDAY) == []
    assert orders(at(30), known_at=at(20)) == []


def test_a_step_gone_by_before_the_deadline_was_set_is_not_told():
    assert orders(at(30), known_at=at(9, 10)) == [3, 4, 5]


def test_days_nobody_has_decided_tell_nothing_and_break_nothing():
    new_year = datetime(2021, 12, 31, 17, tzinfo=VN)
    assert moment_of(LATER, new_year, WEEK) is None
    assert orders(new_year + timedelta(days=9), due_at=new_year) == [1, 2, 3]


def test_after_a_silence_only_the_newest_is_told_and_the_rest_is_written_down():
    come = steps_due("answer", FRIDAY, at(12), WEEK, USUAL)
    assert decide(come, set()) == (LATER, (SOON, TODAY, LATE))
    assert decide(come, {4}) == (None, (SOON, TODAY, LATE))
    assert decide(come, {1, 2, 3, 4}) == (None, ())


@st.composite
def tables(draw):
    sizes = draw(
        st.lists(
            st.tuples(st.sampled_from(list(Side)), st.integers(0, 6), st.sampled_from(UNITS)),
            min_size=1, max_size=6,
        )
    )  # fmt: skip
    return tuple(step(order, *size) for order, size in enumerate(sizes, 1))


@given(worlds(), tables(), STARTS, st.lists(st.integers(-20 * 24 * 60, 20 * 24 * 60), max_size=12))
def test_each_step_once_in_order_and_never_before_its_moment(world: World, table, due_at, minutes):
    calendar, done, told = world.calendar(), set(), []
    for now in sorted(due_at + timedelta(minutes=minute) for minute in minutes):
        come = steps_due("answer", due_at, now, calendar, table)
        tell, passed = decide(come, done)
        for one in (*passed, *([tell] if tell else [])):
            assert one.order not in done
            assert moment_of(one, due_at, calendar) <= now
            done.add(one.order)
        if tell is not None:
            told.append(moment_of(tell, due_at, calendar))
        assert done == {one.order for one in come}
    assert told == sorted(told)


@given(worlds(), tables(), STARTS, st.integers(-20 * 24 * 60, 20 * 24 * 60))
def test_the_loop_looks_far_enough(world: World, table, due_at, minutes):
    calendar, now = world.calendar(), due_at + timedelta(minutes=minutes)
    for one in steps_due("answer", due_at, now, calendar, table):
        assert due_at <= reach(one, now, calendar)


def test_the_loop_does_not_look_much_farther():
    """A step three days after a deadline is not looked for among the deadlines of yesterday."""
    assert reach(LATEST, at(14, 9), WEEK) == at(12, 0)
    assert reach(LATER, at(11, 9), WEEK) == at(9, 0)
    assert reach(LATE, at(14, 9), WEEK) == at(14, 9)
    assert reach(step(6, "after", 2, Unit.WORKING_HOURS), at(14, 8), WEEK) == at(13, 15, 30)
    assert reach(step(6, "after", 2, Unit.CLOCK_HOURS), at(14, 9), WEEK) == at(14, 7)
    assert reach(SOON, at(9, 9), WEEK) == at(13, 7, 30)


@given(worlds(), STARTS, st.integers(1, 6))
def test_a_step_of_days_comes_when_a_report_would_count_as_many(world: World, due_at, days):
    calendar = world.calendar()
    moment = moment_of(step(1, "after", days), due_at, calendar)
    assume(moment is not None)
    assert working_days_late(due_at, moment, calendar) == days
    assert working_days_late(due_at, moment - timedelta(days=1), calendar) < days


@given(worlds(), STARTS, st.integers(1, 12))
def test_a_step_of_office_hours_leaves_exactly_that_much(world: World, due_at, hours):
    calendar, due_at = world.calendar(), due_at.replace(second=0, microsecond=0) + timedelta(days=90)
    moment = moment_of(step(1, "before", hours, Unit.WORKING_HOURS), due_at, calendar)
    assume(moment is not None)  # a week of a few minutes leads out of the known years
    assert working_minutes(moment, due_at, calendar) == hours * 60
