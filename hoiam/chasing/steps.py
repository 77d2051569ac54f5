"""Steps (các bước đôn đốc): when somebody is told of a deadline, before and after it. Pure: no database.

A step is known by its clock and its order, whatever a province changes in it, so that a deadline already
chased is not chased again by a new row. After a silence (a worker that stood still) only the newest step
is told; the ones before it are passed over and written down as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from hoiam.deadlines import VN, Calendar, OutsideCalendar, Term, Unit, due

_ONE_DAY: Final = timedelta(days=1)
_JUST_LATE: Final = timedelta(seconds=1)  # what is done at the very moment of its deadline is in time
_NO_CALENDAR: Final = timedelta(days=60)


class Side(StrEnum):
    BEFORE = "before"
    AFTER = "after"


class To(StrEnum):
    """Whom a step tells. The first three sit in the unit whose clock it is."""

    OFFICER = "officer"
    FOCAL_POINT = "focal_point"
    LEADER = "leader"
    CENTRE = "centre"
    OFFICE = "office"
    REMINDER = "reminder"  # the person who urged the unit and was given a promise


IN_UNIT: Final = frozenset({To.OFFICER, To.FOCAL_POINT, To.LEADER})


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table of steps, as the engine reads it."""

    clock: str
    order: int
    side: Side
    amount: int
    unit: Unit
    to: frozenset[To]
    is_push: bool = False

    @property
    def name(self) -> str:
        """What the reminder is remembered by, with the key of the deadline."""
        return f"{self.clock}.{self.order}"

    @property
    def is_after(self) -> bool:
        return self.side is Side.AFTER


class Decision(NamedTuple):
    tell: Step | None
    passed_over: tuple[Step, ...]


def steps_due(
    clock: str,
    due_at: datetime,
    now: datetime,
    calendar: Calendar,
    steps: Iterable[Step],
    *,
    known_at: datetime | None = None,
) -> list[Step]:
    """The steps of this clock whose moment has come, in the order of their moments.

    `known_at` is when the deadline was written down here. A deadline already past by then is never chased,
    nor is a step whose moment had gone by: whoever set the deadline told of it.
    """
    if known_at is not None and due_at <= known_at:
        return []
    moments = [(moment_of(step, due_at, calendar), step) for step in steps if step.clock == clock]
    come = [
        (moment, step.order, step)
        for moment, step in moments
        if moment is not None and moment <= now and (known_at is None or moment > known_at)
    ]
    return [step for _, _, step in sorted(come, key=lambda found: found[:2])]


def decide(come: Sequence[Step], done: Set[int]) -> Decision:
    """Of the steps whose moment has come: tell the newest, pass over what lies before it; each once."""
    new = [step for step in come if step.order not in done]
    if not new:
        return Decision(None, ())
    if come[-1].order in done:
        return Decision(None, tuple(new))
    return Decision(new[-1], tuple(new[:-1]))


def moment_of(step: Step, due_at: datetime, calendar: Calendar) -> datetime | None:
    """From when the step is told; None while nobody has decided which days around it are worked."""
    due_at = due_at.astimezone(VN)
    try:
        return _after(step, due_at, calendar) if step.is_after else _before(step, due_at, calendar)
    except OutsideCalendar:
        return None


def reach(step: Step, now: datetime, calendar: Calendar) -> datetime:
    """No deadline later than this can have come to this step: how far the loop must look for it."""
    now = now.astimezone(VN)
    try:
        return _reach_after(step, now, calendar) if step.is_after else _reach_before(step, now, calendar)
    except OutsideCalendar:
        return now if step.is_after else now + _NO_CALENDAR


def _after(step: Step, due_at: datetime, calendar: Calendar) -> datetime:
    if not step.amount:
        return due_at + _JUST_LATE
    if step.unit is Unit.WORKING_DAYS:
        return _worked(due_at, step.amount, calendar, forwards=True)
    return due(due_at, Term(step.amount, step.unit), calendar).at


def _before(step: Step, due_at: datetime, calendar: Calendar) -> datetime:
    if step.unit is Unit.WORKING_DAYS:
        # The last day on which something can still be done: a deadline at 00:00 belongs to the day before.
        last = due_at - timedelta(microseconds=1)
        while not calendar.day(last.date()).works or calendar.day(last.date()).blocks[0][0] >= due_at:
            last -= _ONE_DAY
        return _worked(last, step.amount, calendar, forwards=False)
    term = Term(step.amount, step.unit)
    return due_at - term.time if term.is_clock else _office_time_before(due_at, term.time, calendar)


def _worked(start: datetime, days: int, calendar: Calendar, *, forwards: bool) -> datetime:
    """The opening of the n-th worked day after (or before) the day of `start`; of that day itself for 0."""
    day = calendar.day(start.date())
    for _ in range(days):
        day = calendar.day(day.date + (_ONE_DAY if forwards else -_ONE_DAY))
        while not day.works:
            day = calendar.day(day.date + (_ONE_DAY if forwards else -_ONE_DAY))
    return day.blocks[0][0]


def _office_time_before(moment: datetime, time: timedelta, calendar: Calendar) -> datetime:
    """The latest moment from which that much office time is left until `moment`."""
    day, left = calendar.day(moment.date()), time
    while True:
        for opens, closes in reversed(day.blocks):
            stretch = min(closes, moment) - opens
            if stretch >= left:
                return opens + (stretch - left)
            left -= max(stretch, timedelta())
        day = calendar.day(day.date - _ONE_DAY)


def _reach_before(step: Step, now: datetime, calendar: Calendar) -> datetime:
    if step.unit is Unit.WORKING_DAYS:
        return _worked(now, step.amount + 1, calendar, forwards=True)
    # Office time stands still until the next opening: a deadline in between has as much of it left.
    reached = due(now, Term(max(step.amount, 1), step.unit), calendar).at
    return _worked(reached, 1, calendar, forwards=True)


def _reach_after(step: Step, now: datetime, calendar: Calendar) -> datetime:
    if not step.amount:
        return now
    term = Term(step.amount, step.unit)
    if not term.is_days:
        return now - term.time if term.is_clock else _office_time_before(now, term.time, calendar)
    day, left = calendar.day(now.date()), step.amount
    while left := left - day.works:
        day = calendar.day(day.date - _ONE_DAY)
    return day.start
