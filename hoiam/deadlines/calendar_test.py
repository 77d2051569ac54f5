from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from .calendar import (
    STANDARD_HOURS,
    Block,
    Calendar,
    Effect,
    OfficeHours,
    OutsideCalendar,
    SpecialDay,
    Why,
    in_order,
    read_blocks,
    show_blocks,
    weekly,
)
from .generated import FIRST, blocks, worlds

MONDAY, SATURDAY = date(2021, 8, 2), date(2021, 8, 7)


def calendar(special=None, hours=STANDARD_HOURS, years=(2021,)):
    return Calendar("Lịch thử", hours, special or {}, frozenset(years))


def hours_of(day):
    return [(opens.strftime("%H:%M"), closes.strftime("%H:%M")) for opens, closes in day.blocks]


def test_the_standard_week_is_monday_to_friday_in_two_blocks():
    plain = calendar()
    assert hours_of(plain.day(MONDAY)) == [("07:30", "11:30"), ("13:00", "17:00")]
    assert [plain.day(MONDAY + timedelta(days=i)).works for i in range(7)] == [True] * 5 + [False] * 2
    assert plain.day(SATURDAY).why is Why.REST_DAY


@pytest.mark.parametrize(
    ("special", "on", "hours", "why"),
    [
        (SpecialDay(Effect.OFF), MONDAY, [], Why.HOLIDAY),
        (SpecialDay(Effect.OFF), SATURDAY, [], Why.HOLIDAY),
        (SpecialDay(Effect.HALF), MONDAY, [("07:30", "11:30")], Why.HALF_DAY),
        (SpecialDay(Effect.HALF), SATURDAY, [("07:30", "11:30")], Why.HALF_DAY),
        (SpecialDay(Effect.HALF, read_blocks("13:00-17:00")), MONDAY, [("13:00", "17:00")], Why.HALF_DAY),
        (SpecialDay(Effect.WORK), SATURDAY, [("07:30", "11:30"), ("13:00", "17:00")], Why.MAKE_UP_DAY),
        (
            SpecialDay(Effect.WORK, read_blocks("08:00-12:00")),
            SATURDAY,
            [("08:00", "12:00")],
            Why.MAKE_UP_DAY,
        ),
        (SpecialDay(Effect.WORK, read_blocks("08:00-12:00")), MONDAY, [("08:00", "12:00")], Why.WORKING_DAY),
    ],
)
def test_a_decision_sets_a_day_apart(special, on, hours, why):
    day = calendar({on: special}).day(on)
    assert hours_of(day) == hours
    assert day.why is why


def test_office_hours_change_on_their_date():
    until, since = date(2021, 8, 3), date(2021, 8, 3)
    changing = (
        OfficeHours(0, Block(450, 690), until=until),
        OfficeHours(1, Block(480, 720), since=since),
        OfficeHours(0, Block(480, 720), since=since),
    )
    summer = calendar(hours=changing)
    assert hours_of(summer.day(MONDAY)) == [("07:30", "11:30")]
    assert hours_of(summer.day(since)) == [("08:00", "12:00")]
    assert hours_of(summer.day(MONDAY + timedelta(days=7))) == [("08:00", "12:00")]


def test_a_worked_day_is_worked_out_only_once():
    plain = calendar()
    assert plain.day(MONDAY) is plain.day(MONDAY)


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ((2021, 2022, 2023), "2021–2023"),
        ((2021, 2023), "2021, 2023"),
        ((2021,), "2021"),
        ((), "chưa có năm nào"),
    ],
)
def test_an_unknown_year_is_refused_in_one_sentence_naming_what_is_known(years, words):
    with pytest.raises(OutsideCalendar) as refusal:
        calendar(years=years).day(date(2027, 1, 4))
    assert str(refusal.value) == (
        f"Lịch thử chưa có lịch nghỉ, làm bù của năm 2027 nên không tính được thời hạn (hiện có: {words})."
    )


@given(blocks())
def test_blocks_are_written_and_read_back(written):
    assert read_blocks(show_blocks(written)) == written


@pytest.mark.parametrize(
    "text",
    ["7h30-11h30", "11:30-07:30", "07:30-11:30 11:00-17:00", "07:30-24:00", "07:61-08:00", "08:00-08:00"],
)
def test_hours_that_are_not_clear_are_refused(text):
    with pytest.raises(ValueError, match="iờ làm việc"):
        read_blocks(text)


def test_blocks_are_put_in_order():
    assert in_order([Block(780, 1020), Block(450, 690)]) == read_blocks("07:30-11:30, 13:00-17:00")


def test_a_week_may_be_worked_on_saturday_morning_too():
    hours = weekly("07:30-11:30 13:00-17:00") + weekly("07:30-11:30", [5])
    assert hours_of(calendar(hours=hours).day(SATURDAY)) == [("07:30", "11:30")]


@given(worlds(), st.integers(0, 300))
def test_the_sums_grow_by_exactly_the_day_they_pass(world, offset):
    real = world.calendar()
    day = real.day(FIRST + timedelta(days=offset + 1))
    days, worked = real.through[day.date - timedelta(days=1)]
    assert real.through[day.date] == (days + day.works, worked + day.worked)
