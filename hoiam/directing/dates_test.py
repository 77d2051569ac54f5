"""Late from 00:00 of the day; the last working moment is when somebody is still there to reply."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from hoiam.deadlines import VN, Block, Calendar, Effect, SpecialDay, working_days_late
from hoiam.deadlines.calendar import OfficeHours

from . import dates

SUNDAY = date(2021, 8, 15)
WEEK = tuple(
    OfficeHours(weekday, Block(*hours)) for weekday in range(5) for hours in ((450, 690), (780, 1020))
)
DAYS_OFF = {date(2021, 9, 2): SpecialDay(Effect.OFF), date(2021, 9, 3): SpecialDay(Effect.OFF)}
CALENDAR = Calendar("Lịch thử", WEEK, DAYS_OFF, frozenset({2021}))
days = st.dates(date(2021, 1, 20), date(2021, 12, 20))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VN)


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        ("2021-08-13T17:00", False),
        ("2021-08-14T23:59:59", False),
        ("2021-08-15T00:00", True),
        ("2021-08-15T00:00:01", True),
    ],
)
def test_a_reply_is_late_from_midnight_of_the_day(moment, late):
    assert dates.is_late(at(moment), SUNDAY) is late


def test_before_a_sunday_the_last_working_moment_is_friday_at_five():
    assert dates.last_moment(SUNDAY, CALENDAR) == at("2021-08-13T17:00")
    assert dates.before_words(SUNDAY, CALENDAR) == (
        "trước ngày 15/8/2021 (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)"
    )
    assert dates.rest_day_words(SUNDAY, CALENDAR) == (
        "Ngày 15/8/2021 là Chủ nhật; ngày làm việc cuối cùng trước đó là thứ Sáu 13/8."
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (SUNDAY, "**trước ngày 15/8/2021** (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)"),
        (date(2021, 8, 16), "**trước ngày 16/8/2021** (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)"),
        (date(2021, 8, 18), "**trước ngày 18/8/2021**"),
        (date(2021, 9, 6), "**trước ngày 06/9/2021** (chậm nhất 17 giờ 00 thứ Tư, 01/9/2021)"),
    ],
)
def test_a_letter_names_the_moment_only_where_the_day_would_mislead(day, said):
    assert dates.letter_words(day, CALENDAR) == said


def test_a_year_nobody_has_decided_guesses_nothing():
    last = dates.last_moment(date(2022, 3, 1), CALENDAR)
    assert (last, dates.needs_the_moment(date(2022, 3, 1), CALENDAR)) == (at("2022-02-28T23:59"), False)


def test_an_addressee_gives_its_units_an_earlier_date():
    assert dates.internal_date(SUNDAY, date(2021, 8, 6), CALENDAR) == date(2021, 8, 11)
    assert dates.last_moment(date(2021, 8, 11), CALENDAR) == at("2021-08-10T17:00")


def test_with_little_time_left_the_date_is_as_early_as_it_can_be():
    assert dates.internal_date(SUNDAY, date(2021, 8, 11), CALENDAR) == date(2021, 8, 13)
    assert dates.internal_date(SUNDAY, date(2021, 8, 14), CALENDAR) == date(2021, 8, 14)


@given(days, st.integers(0, 40), st.integers(1, 6))
def test_the_internal_date_never_passes_the_one_it_serves(before, ahead, earlier):
    today = before - timedelta(days=ahead)
    internal = dates.internal_date(before, today, CALENDAR, earlier=earlier)
    assert internal <= before
    given_time = dates.last_moment(before, CALENDAR)
    own = dates.last_moment(internal, CALENDAR)
    assert own <= given_time
    between = working_days_late(own, given_time, CALENDAR)
    assert between <= earlier
    if ahead > 30:
        assert between == earlier


@given(days)
def test_the_last_working_moment_is_in_time_and_nothing_worked_lies_after_it(before):
    last, late = dates.last_moment(before, CALENDAR), dates.late_from(before)
    assert not dates.is_late(last, before)
    assert working_days_late(last, late - timedelta(minutes=1), CALENDAR) == 0
    assert dates.is_late(late, before) and not dates.is_late(late - timedelta(microseconds=1), before)
