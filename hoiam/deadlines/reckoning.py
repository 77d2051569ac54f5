"""Reckoning (tính hạn): the deadline of a term, read off the segments that prove it.

The segments follow one another without a gap from the start to the deadline; each says how much it
counts and why. Their sum is the term, so the deadline can be checked by adding up, by anybody.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from .calendar import NO_TIME, ONE_DAY, VN, AfterHours, Calendar, Day, Why
from .term import Term

# Elapsed time needs no calendar; this only has to be further away than any term.
_FAR: Final = timedelta(days=10_000)


class Pause(NamedTuple):
    """The clock stands still: (start, end]. What falls due at `start` was still due; at `end`, not."""

    start: datetime
    end: datetime


class Segment(NamedTuple):
    """One stretch of the way: what it counts (days, or time), and why it counts or does not."""

    start: datetime
    end: datetime
    days: int
    time: timedelta
    why: Why
    note: str = ""

    @property
    def counts(self) -> bool:
        return bool(self.days or self.time)

    @property
    def minutes(self) -> float:
        return self.time / timedelta(minutes=1)


class Deadline(NamedTuple):
    segments: tuple[Segment, ...]

    @property
    def at(self) -> datetime:
        """The end of the last segment: there is no other source of the deadline."""
        return self.segments[-1].end

    @property
    def days(self) -> int:
        return sum(segment.days for segment in self.segments)

    @property
    def time(self) -> timedelta:
        return sum((segment.time for segment in self.segments), NO_TIME)


def due(
    start: datetime,
    term: Term,
    calendar: Calendar,
    pauses: Iterable[tuple[datetime, datetime]] = (),
    extra: Iterable[Term] = (),
    *,
    after_hours: AfterHours | None = None,
) -> Deadline:
    """When `term`, counted from `start`, is over; each `extra` (gia hạn) runs on from the deadline before it.

    `after_hours` overrides the calendar's own setting. Raises OutsideCalendar when a day that has to be
    looked at lies in a year nobody has decided; elapsed time (clock hours) looks at no day.
    """
    if start.tzinfo is None:
        raise ValueError("a deadline needs an aware start")
    standing = in_order(pauses)
    segments = _run(start.astimezone(VN), term, calendar, standing, after_hours or calendar.after_hours)
    for more in extra:
        segments += _run(segments[-1].end, more, calendar, standing, AfterHours.SAME_DAY)
    return Deadline(tuple(segments))


def resume(due_at: datetime, pause: tuple[datetime, datetime], calendar: Calendar) -> datetime:
    """A deadline given by hand, after a pause: later by the working days the pause took.

    A working day is taken when its mark falls inside the pause: its closing, for a deadline that stands
    at a closing, else the deadline's own time of day. A deadline that had passed before the pause
    stays; one that would have passed during it moves behind it.
    """
    at = due_at.astimezone(VN)
    began, ended = pause
    if at <= began or ended <= began:
        return at
    home = calendar.day(at.date())
    at_closing = home.works and home.close == at

    def mark(day: Day) -> datetime:
        return day.close if at_closing else datetime.combine(day.date, at.timetz())

    taken = sum(began < mark(day) <= ended for day in _worked_days(began, ended, calendar))
    moved, day = at, home
    while taken or moved <= ended:
        day = _next_worked(day, calendar)
        moved, taken = mark(day), max(taken - 1, 0)
    return moved


def in_order(pauses: Iterable[tuple[datetime, datetime]]) -> tuple[Pause, ...]:
    """Pauses by their beginning, empty ones dropped. They may overlap: what is taken is taken once."""
    ordered = sorted(pauses)
    if any(end < start for start, end in ordered):
        raise ValueError("a pause cannot end before it starts")
    return tuple(Pause(start.astimezone(VN), end.astimezone(VN)) for start, end in ordered if start < end)


def _run(
    start: datetime, term: Term, calendar: Calendar, pauses: tuple[Pause, ...], after_hours: AfterHours
) -> list[Segment]:
    if term.is_days:
        return _join(_count_days(start, term.amount, calendar, pauses, after_hours))
    stretches = _clock(start) if term.is_clock else _office(start, calendar)
    return _join(_spend(_stand_still(stretches, pauses), term.time))


def _count_days(
    start: datetime, amount: int, calendar: Calendar, pauses: tuple[Pause, ...], after_hours: AfterHours
) -> Iterator[Segment]:
    """Day 0, then civil days one by one, until `amount` closings outside every pause have come."""
    day = calendar.day(start.date())
    if after_hours is AfterHours.NEXT_OPENING and (not day.works or start >= day.close):
        day = _next_worked(day, calendar)
        yield Segment(start, day.start, 0, NO_TIME, Why.AFTER_HOURS)
        start = day.start
    yield Segment(start, day.end, 0, NO_TIME, Why.DAY_0)
    while amount:
        day = calendar.after(day)
        if not day.works:
            yield Segment(day.start, day.end, 0, NO_TIME, day.why, day.note)
        elif pauses and is_taken(day.close, pauses):
            yield Segment(day.start, day.end, 0, NO_TIME, Why.PAUSED)
        else:
            amount -= 1
            yield Segment(day.start, day.end if amount else day.close, 1, NO_TIME, day.why, day.note)


def is_taken(closing: datetime, pauses: Iterable[Pause]) -> bool:
    """A working day is lost when its closing falls inside a pause: due at `start` stays due, at `end` not."""
    return any(start < closing <= end for start, end in pauses)


def _office(start: datetime, calendar: Calendar) -> Iterator[Segment]:
    """All time from `start` on, in stretches: office blocks count their length, the rest nothing."""
    day = calendar.day(start.date())
    at = start
    while True:
        for opens, closes in day.blocks:
            if closes <= at:
                continue
            if opens > at:
                yield Segment(at, opens, 0, NO_TIME, Why.CLOSED)
                at = opens
            yield Segment(at, closes, 0, closes - at, day.why, day.note)
            at = closes
        if at < day.end:
            shut = (Why.CLOSED, "") if day.works else (day.why, day.note)
            yield Segment(at, day.end, 0, NO_TIME, *shut)
        day = calendar.after(day)
        at = day.start


def _clock(start: datetime) -> Iterator[Segment]:
    yield Segment(start, start + _FAR, 0, _FAR, Why.CLOCK)


def _stand_still(stretches: Iterable[Segment], pauses: tuple[Pause, ...]) -> Iterator[Segment]:
    """The same stretches with every pause cut out of them and counting nothing."""
    for stretch in stretches:
        at = stretch.start
        for start, end in pauses:
            if end <= at or start >= stretch.end:
                continue
            if start > at:
                yield _part(stretch, at, start)
                at = start
            yield Segment(at, min(end, stretch.end), 0, NO_TIME, Why.PAUSED)
            at = min(end, stretch.end)
        if at < stretch.end:
            yield _part(stretch, at, stretch.end)


def _part(stretch: Segment, start: datetime, end: datetime) -> Segment:
    return stretch._replace(start=start, end=end, time=end - start if stretch.time else NO_TIME)


def _spend(stretches: Iterable[Segment], time: timedelta) -> Iterator[Segment]:
    """Take stretches until they have counted `time`; the last one is cut at that very microsecond."""
    for stretch in stretches:
        if stretch.time >= time:
            yield _part(stretch, stretch.start, stretch.start + time)
            return
        time -= stretch.time
        yield stretch


def _join(segments: Iterable[Segment]) -> list[Segment]:
    """Neighbours that count nothing for the same reason become one: a weekend, a night, a Tết."""
    joined: list[Segment] = []
    for segment in segments:
        last = joined[-1] if joined else None
        if last and not (last.counts or segment.counts) and last[4:] == segment[4:]:
            joined[-1] = last._replace(end=segment.end)
        else:
            joined.append(segment)
    return joined


def _next_worked(day: Day, calendar: Calendar) -> Day:
    day = calendar.after(day)
    while not day.works:
        day = calendar.after(day)
    return day


def _worked_days(start: datetime, end: datetime, calendar: Calendar) -> Iterator[Day]:
    on, last = start.astimezone(VN).date(), end.astimezone(VN).date()
    while on <= last:
        day = calendar.day(on)
        if day.works:
            yield day
        on += ONE_DAY
