"""Words are counted by where they can be; each report is on one period, and none after the letter's year."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from .periods import Period, open_to_words, periods_of, reported

ISSUED = date(2021, 8, 4)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("hằng tháng", ["tháng 8/2021", "tháng 9/2021", "tháng 10/2021", "tháng 11/2021", "tháng 12/2021"]),
        ("Hàng quý", ["quý III 2021", "quý IV 2021"]),
        ("6 tháng một lần", ["6 tháng cuối năm 2021"]),
        ("hằng năm", ["cả năm 2021"]),
        ("khi có yêu cầu", []),
        ("trước ngày 15 tháng 12", []),
        ("", []),
    ],
)
def test_a_period_is_read_from_its_words(words, names):
    assert [period.name for period in periods_of(words, ISSUED)] == names


@pytest.mark.parametrize(("issued", "first"), [(date(2021, 8, 18), 8), (date(2021, 8, 19), 9)])
def test_a_period_with_less_than_a_fortnight_left_is_not_asked_about(issued, first):
    assert periods_of("hằng tháng", issued)[0].start.month == first


def months(*said):
    found = reported(periods_of("hằng tháng", ISSUED), said)
    return sorted(period.start.month for period in found)


def test_a_report_of_the_month_is_on_the_month():
    assert months(date(2021, 8, 31)) == [8]


def test_a_late_report_is_on_the_month_before_and_the_next_one_on_its_own():
    assert months(date(2021, 9, 2)) == [8]
    assert months(date(2021, 9, 2), date(2021, 9, 29)) == [8, 9]


def test_what_was_missed_two_months_ago_is_not_made_good():
    assert months(date(2021, 10, 5)) == [9]


def test_the_last_report_of_the_year_may_come_after_it():
    assert months(date(2022, 1, 4)) == [12]
    assert months(date(2021, 12, 2), date(2022, 1, 4)) == [11, 12]


@given(
    words=st.sampled_from(("hằng tháng", "hằng quý", "6 tháng", "hằng năm")),
    issued=st.dates(date(2021, 1, 1), date(2021, 12, 31)),
    after=st.lists(st.integers(0, 400), max_size=20),
)
def test_no_report_counts_twice_nor_for_what_has_not_begun(words, issued, after):
    periods = periods_of(words, issued)
    days = [issued + timedelta(days=each) for each in after]
    done = reported(periods, days)
    assert done <= set(periods)
    assert len(done) <= len(days)
    assert all(any(period.start <= day for day in days) for period in done)
    assert all(one.end == next_one.start for one, next_one in zip(periods, periods[1:], strict=False))
    assert not periods or periods[-1].end == date(2022, 1, 1)
    assert all(len(open_to_words(periods, day)) <= 2 for day in days)


def test_a_period_ends_where_the_next_begins():
    assert periods_of("hằng quý", ISSUED)[0] == Period(date(2021, 7, 1), date(2021, 10, 1))
