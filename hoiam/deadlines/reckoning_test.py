from datetime import datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings, strategies as st

from . import reckoning
from .calendar import (
    STANDARD_HOURS,
    VN,
    AfterHours,
    Calendar,
    Effect,
    OutsideCalendar,
    SpecialDay,
    Why,
    read_blocks,
)
from .generated import (
    STARTS,
    WHOLE_MINUTES,
    World,
    counted_day_by_day,
    counted_minute_by_minute,
    pauses_after,
    worlds,
)
from .reckoning import due, resume
from .term import Term

ZERO = timedelta(0)
PLAIN = Calendar("Lịch thử", STANDARD_HOURS, {}, frozenset({2021, 2022}))
TERMS = st.builds(
    lambda amount, unit: Term.parse(f"{amount} {unit}"),
    st.integers(1, 12),
    st.sampled_from(["working_days", "working_hours", "working_minutes", "clock_hours", "clock_minutes"]),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VN)


def deadline(start: str, term: str, calendar: Calendar = PLAIN, **more) -> str:
    return due(at(start), Term.parse(term), calendar, **more).at.isoformat()[:-6]


@st.composite
def cases(draw, starts=WHOLE_MINUTES):
    world, start = draw(worlds()), draw(starts)
    return world, start, draw(pauses_after(start))


# ── against the minute counter ──────────────────────────────────────────────────────────────────────


@settings(max_examples=150)
@given(cases(), st.integers(1, 900))
def test_working_minutes_equal_the_minute_counter(case, minutes):
    world, start, pauses = case
    term = Term.parse(f"{minutes} working_minutes")
    assert due(start, term, world.calendar(), pauses).at == counted_minute_by_minute(
        start, minutes, world, pauses
    )


@settings(max_examples=60)
@given(cases(), st.integers(1, 12))
def test_working_hours_equal_the_minute_counter(case, hours):
    world, start, pauses = case
    found = due(start, Term.parse(f"{hours} working_hours"), world.calendar(), pauses).at
    assert found == counted_minute_by_minute(start, hours * 60, world, pauses)


@settings(max_examples=60)
@given(cases(), st.integers(1, 30))
def test_clock_hours_equal_the_minute_counter(case, hours):
    world, start, pauses = case
    found = due(start, Term.parse(f"{hours} clock_hours"), world.calendar(), pauses).at
    assert found == counted_minute_by_minute(start, hours * 60, None, pauses)


@settings(max_examples=80)
@given(cases(), st.integers(1, 8))
def test_working_days_equal_the_minute_counter(case, days):
    world, start, pauses = case
    found = due(start, Term.parse(f"{days} working_days"), world.calendar(), pauses).at
    assert found == counted_day_by_day(start, days, world, pauses)


@settings(max_examples=25)
@given(st.integers(0, 4 * 86_400), st.integers(1, 100))
def test_seconds_equal_a_counter_of_seconds(second, minutes):
    start, left = at("2021-08-02 00:00") + timedelta(seconds=second), minutes * 60
    moment = start
    while left:
        worked = moment.weekday() < 5 and (
            time(7, 30) <= moment.time() < time(11, 30) or time(13) <= moment.time() < time(17)
        )
        left -= worked
        moment += timedelta(seconds=1)
    assert due(start, Term.parse(f"{minutes} working_minutes"), PLAIN).at == moment


@given(cases(STARTS), st.integers(1, 600))
def test_not_a_microsecond_is_lost(case, minutes):
    world, start, pauses = case
    found = due(start, Term.parse(f"{minutes} working_minutes"), world.calendar(), pauses)
    assert sum((s.end - s.start for s in found.segments if s.counts), ZERO) == timedelta(minutes=minutes)


# ── the segments are the proof ──────────────────────────────────────────────────────────────────────


@given(cases(STARTS), TERMS, st.lists(TERMS, max_size=2))
def test_the_segments_add_up_to_the_term_and_lead_to_the_deadline(case, term, extra):
    world, start, pauses = case
    found = due(start, term, world.calendar(), pauses, extra)
    pieces = (term, *extra)
    assert found.days == sum(piece.amount for piece in pieces if piece.is_days)
    assert found.time == sum((piece.time for piece in pieces if not piece.is_days), ZERO)
    assert found.segments[0].start == start
    assert found.segments[-1].end == found.at
    assert found.segments[-1].counts
    for before, after in zip(found.segments, found.segments[1:], strict=False):
        assert before.end == after.start
    assert all(s.start < s.end and s.time in (ZERO, s.end - s.start) for s in found.segments)


@given(cases(STARTS), TERMS)
def test_a_deadline_never_falls_inside_a_pause(case, term):
    world, start, pauses = case
    found = due(start, term, world.calendar(), pauses).at
    assert not any(begin < found <= end for begin, end in pauses)


@given(cases(STARTS), st.integers(1, 10))
def test_a_deadline_of_days_is_the_close_of_a_worked_day(case, days):
    world, start, pauses = case
    calendar = world.calendar()
    found = due(start, Term.parse(f"{days} working_days"), calendar, pauses).at
    day = calendar.day(found.date())
    assert day.works
    assert day.close == found


@given(cases(STARTS), TERMS, st.timedeltas(ZERO, timedelta(days=5)))
def test_arriving_later_is_never_due_earlier(case, term, later):
    world, start, _ = case
    calendar = world.calendar()
    assert due(start, term, calendar).at <= due(start + later, term, calendar).at


@given(cases(STARTS), TERMS)
def test_a_pause_never_brings_the_deadline_forward(case, term):
    world, start, pauses = case
    calendar = world.calendar()
    assert due(start, term, calendar).at <= due(start, term, calendar, pauses).at


@given(cases(STARTS), TERMS)
def test_overlapping_pauses_take_the_same_time_only_once(case, term):
    world, start, pauses = case
    calendar = world.calendar()
    twice = due(start, term, calendar, [*pauses, *reversed(pauses)])
    assert twice == due(start, term, calendar, pauses)


@given(cases(STARTS), st.integers(1, 6), st.integers(1, 6), st.sampled_from(["days", "hours", "minutes"]))
def test_extending_by_the_same_unit_is_one_longer_term(case, first, more, unit):
    world, start, pauses = case
    calendar = world.calendar()
    one, two, both = (Term.parse(f"{n} working_{unit}") for n in (first, more, first + more))
    assert due(start, one, calendar, pauses, [two]).at == due(start, both, calendar, pauses).at


def test_the_minute_counter_notices_a_broken_engine(monkeypatch):
    """The guard itself, broken on purpose in four ways; each time the twin must disagree."""
    thursday = at("2024-04-25 16:10")
    week = tuple(read_blocks("07:30-11:30 13:00-17:00") if day < 5 else () for day in range(7))
    special = {thursday.date() + timedelta(days=1): SpecialDay(Effect.OFF)}
    world = World(week, special)
    pause = [(at("2024-04-30 10:00"), at("2024-04-30 17:00"))]
    three_days, six_hours = Term.parse("3 working_days"), Term.parse("6 working_hours")

    def agrees() -> bool:
        calendar = world.calendar()
        return (
            due(thursday, three_days, calendar, pause).at == counted_day_by_day(thursday, 3, world, pause)
        ) and due(thursday, six_hours, calendar).at == counted_minute_by_minute(thursday, 360, world, [])

    assert agrees()
    with monkeypatch.context() as broken:
        broken.setattr(Calendar, "_apart", lambda self, on, usual: (usual, Why.WORKING_DAY, ""))
        assert not agrees(), "days off are ignored"
    with monkeypatch.context() as broken:
        broken.setattr(reckoning, "is_taken", lambda closing, pauses: any(s < closing < e for s, e in pauses))
        assert not agrees(), "a pause up to the closing loses nothing"
    with monkeypatch.context() as broken:
        broken.setattr(
            Calendar, "usual", lambda self, on: read_blocks("07:30-17:00") if on.weekday() < 5 else ()
        )
        assert not agrees(), "lunch is counted"
    with monkeypatch.context() as broken:
        broken.setattr(Calendar, "after", lambda self, day: day)
        broken.setattr(reckoning, "_office", lambda start, calendar: reckoning._clock(start))
        assert not agrees(), "nights are counted"
    assert agrees()


# ── what the rules say, in plain examples ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("hour", ["00:00", "07:29", "12:15", "17:00", "23:59:59.999999"])
def test_day_0_is_the_civil_date_of_receipt_at_any_hour(hour):
    assert deadline(f"2021-08-04 {hour}", "5 working_days") == "2021-08-11T17:00:00"


def test_the_zone_of_the_writer_does_not_change_the_civil_date():
    utc = datetime.fromisoformat("2021-08-03T18:00:00+00:00")  # 01:00 of the 4th in Đồng Nai
    assert due(utc, Term.parse("5 working_days"), PLAIN).at == at("2021-08-11 17:00")


def test_what_comes_on_a_sunday_has_sunday_as_day_0():
    assert deadline("2021-08-01 09:00", "1 working_days") == "2021-08-02T17:00:00"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2021-08-06 16:59", "2021-08-09T17:00:00"),  # Friday, still open
        ("2021-08-06 12:00", "2021-08-09T17:00:00"),  # lunch: the next opening is the same day
        ("2021-08-06 17:00", "2021-08-10T17:00:00"),  # closed: Monday is day 0
        ("2021-08-07 09:00", "2021-08-10T17:00:00"),  # Saturday
        ("2021-08-09 06:00", "2021-08-10T17:00:00"),  # before opening: the same day
    ],
)
def test_next_opening_moves_day_0_of_what_comes_after_hours(start, expected):
    assert deadline(start, "1 working_days", after_hours=AfterHours.NEXT_OPENING) == expected


def test_next_opening_may_be_the_setting_of_the_calendar_itself():
    calendar = Calendar("Lịch thử", STANDARD_HOURS, {}, frozenset({2021}), AfterHours.NEXT_OPENING)
    assert deadline("2021-08-06 17:00", "1 working_days", calendar) == "2021-08-10T17:00:00"
    assert deadline("2021-08-06 17:00", "1 working_days", calendar, after_hours=AfterHours.SAME_DAY) == (
        "2021-08-09T17:00:00"
    )


def test_an_extension_begins_where_the_term_ended_and_not_at_the_next_opening():
    extra = [Term.parse("1 working_days")]
    assert deadline(
        "2021-08-04 09:00", "1 working_days", extra=extra, after_hours=AfterHours.NEXT_OPENING
    ) == ("2021-08-06T17:00:00")


def test_a_pause_without_length_leaves_no_trace():
    start, term, nothing = at("2021-08-04 09:00"), Term.parse("4 working_hours"), at("2021-08-04 10:00")
    assert due(start, term, PLAIN, [(nothing, nothing)]) == due(start, term, PLAIN)


def test_a_pause_that_ends_before_it_starts_is_a_bug():
    with pytest.raises(ValueError, match="before it starts"):
        deadline(
            "2021-08-04 09:00", "1 working_days", pauses=[(at("2021-08-05 09:00"), at("2021-08-05 08:00"))]
        )


@pytest.mark.parametrize(
    ("start", "term", "expected"),
    [
        ("2021-08-04 07:30", "4 working_hours", "2021-08-04T11:30:00"),
        ("2021-08-04 07:30", "8 working_hours", "2021-08-04T17:00:00"),
        ("2021-08-06 16:00", "4 working_hours", "2021-08-09T10:30:00"),
        ("2021-08-04 11:00:30.000001", "1 working_hours", "2021-08-04T13:30:30.000001"),
        ("2021-08-04 12:00", "8 working_hours", "2021-08-05T11:30:00"),
        ("2021-08-04 20:15:07", "24 clock_hours", "2021-08-05T20:15:07"),
        ("2021-08-07 22:00", "4 clock_hours", "2021-08-08T02:00:00"),
    ],
)
def test_hours_by_the_office_and_by_the_clock(start, term, expected):
    assert deadline(start, term) == expected


def test_a_half_day_is_a_working_day_that_closes_at_noon():
    half = {at("2021-08-05 00:00").date(): SpecialDay(Effect.HALF)}
    calendar = Calendar("Lịch thử", STANDARD_HOURS, half, frozenset({2021}))
    assert deadline("2021-08-04 09:00", "1 working_days", calendar) == "2021-08-05T11:30:00"
    assert deadline("2021-08-04 16:00", "6 working_hours", calendar) == "2021-08-06T08:30:00"


def test_the_story_of_a_deadline_can_be_read():
    saturday = at("2021-08-14 00:00").date()
    friday = at("2021-08-13 00:00").date()
    swap = {friday: SpecialDay(Effect.OFF, (), "nghỉ bù"), saturday: SpecialDay(Effect.WORK, (), "làm bù")}
    calendar = Calendar("Lịch thử", STANDARD_HOURS, swap, frozenset({2021}))
    found = due(at("2021-08-12 15:00"), Term.parse("2 working_days"), calendar)
    assert [(s.why, s.days, s.note) for s in found.segments] == [
        (Why.DAY_0, 0, ""),
        (Why.HOLIDAY, 0, "nghỉ bù"),
        (Why.MAKE_UP_DAY, 1, "làm bù"),
        (Why.REST_DAY, 0, ""),
        (Why.WORKING_DAY, 1, ""),
    ]
    assert found.at == at("2021-08-16 17:00")


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        (("2021-08-05 08:00", "2021-08-05 16:59"), "2021-08-11T17:00:00"),  # no closing inside: nothing lost
        (("2021-08-05 08:00", "2021-08-05 17:00"), "2021-08-12T17:00:00"),  # the Thursday is lost
        (("2021-08-05 17:00", "2021-08-06 07:30"), "2021-08-11T17:00:00"),  # a night takes no day
        (("2021-08-06 10:00", "2021-08-09 10:00"), "2021-08-12T17:00:00"),  # a weekend takes no more
        (
            ("2021-08-11 10:00", "2021-08-14 09:00"),
            "2021-08-16T17:00:00",
        ),  # on the last day, back on a Saturday
    ],
)
def test_a_pause_takes_the_working_days_whose_closing_it_covers(pause, expected):
    assert deadline("2021-08-04 09:00", "5 working_days", pauses=[tuple(map(at, pause))]) == expected


def test_a_pause_stops_office_hours_to_the_second():
    pause = (at("2021-08-04 09:00:10"), at("2021-08-04 14:00:20"))
    assert deadline("2021-08-04 08:00", "2 working_hours", pauses=[pause]) == "2021-08-04T15:00:10"


@pytest.mark.parametrize("start", ["2020-12-31 09:00", "2022-12-30 09:00", "2023-02-01 09:00"])
@pytest.mark.parametrize("term", ["2 working_days", "20 working_hours"])
def test_days_nobody_has_decided_are_refused_never_guessed(start, term):
    with pytest.raises(OutsideCalendar, match=r"Lịch thử chưa có lịch nghỉ, làm bù của năm \d{4}.*2021–2022"):
        deadline(start, term)


def test_the_last_known_day_can_still_be_due():
    assert deadline("2022-12-29 09:00", "1 working_days") == "2022-12-30T17:00:00"


def test_elapsed_hours_need_no_calendar():
    assert deadline("2022-12-31 20:00", "24 clock_hours") == "2023-01-01T20:00:00"


def test_a_naive_start_is_a_bug_not_a_guess():
    with pytest.raises(ValueError, match="aware"):
        due(datetime(2021, 8, 4), Term.parse("1 working_days"), PLAIN)  # noqa: DTZ001


# ── a deadline given by hand, after a pause ─────────────────────────────────────────────────────────


@given(cases(STARTS), st.integers(1, 8))
def test_resuming_a_counted_deadline_is_counting_it_with_the_pause(case, days):
    world, start, pauses = case
    calendar = world.calendar()
    day_0_is_over = start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    pause = next((p for p in pauses if p[0] >= day_0_is_over), None)
    assume(pause is not None)
    term = Term.parse(f"{days} working_days")
    plain = due(start, term, calendar).at
    assert resume(plain, pause, calendar) == due(start, term, calendar, [pause]).at


@given(cases(STARTS), st.timedeltas(ZERO, timedelta(days=9)))
def test_a_resumed_deadline_lies_behind_the_pause_and_never_before_the_old_one(case, ahead):
    world, start, pauses = case
    calendar = world.calendar()
    due_at = start + ahead
    for pause in pauses:
        moved = resume(due_at, pause, calendar)
        assert moved >= due_at
        assert moved == due_at if due_at <= pause[0] else moved > pause[1] or pause[0] == pause[1]


@pytest.mark.parametrize(
    ("due_at", "pause", "expected"),
    [
        ("2021-08-11 17:00", ("2021-08-05 10:00", "2021-08-09 10:00"), "2021-08-13T17:00:00"),
        ("2021-08-11 10:13:05", ("2021-08-05 11:00", "2021-08-09 10:00"), "2021-08-12T10:13:05"),
        ("2021-08-11 10:13:05", ("2021-08-11 09:00", "2021-08-11 15:00"), "2021-08-12T10:13:05"),
        ("2021-08-15 12:00", ("2021-08-15 08:00", "2021-08-15 15:00"), "2021-08-16T12:00:00"),
        ("2021-08-15 12:00", ("2021-08-15 08:00", "2021-08-15 12:00"), "2021-08-16T12:00:00"),
        ("2021-08-11 10:00", ("2021-08-11 10:00", "2021-08-20 10:00"), "2021-08-11T10:00:00"),
    ],
)
def test_a_deadline_by_hand_moves_by_the_working_days_its_mark_lost(due_at, pause, expected):
    began, ended = map(at, pause)
    assert resume(at(due_at), (began, ended), PLAIN).isoformat()[:-6] == expected
