"""Elapsed working time (thời gian làm việc đã qua): between two moments, and how late a thing is.

Whole spans cost two look-ups and a subtraction, whatever their length: reports ask this of every case.
"""

from datetime import date, datetime, timedelta
from typing import Final

from .calendar import NO_TIME, ONE_DAY, VN, Calendar

_MINUTE: Final = timedelta(minutes=1)


def working_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Office time in [start, end), exact; negative when `end` is before `start`."""
    if end < start:
        return -working_time(end, start, calendar)
    start, end = start.astimezone(VN), end.astimezone(VN)
    calendar.require(*range(start.year, end.year + 1))
    return _before(end, calendar) - _before(start, calendar)


def working_minutes(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Whole office minutes in [start, end)."""
    time = working_time(start, end, calendar)
    return -(-time // _MINUTE) if time < NO_TIME else time // _MINUTE


def working_days_late(due: datetime, done: datetime, calendar: Calendar) -> int:
    """Working days d with date(due) < d ≤ date(done); 0 on the due day itself, and when it was in time."""
    first, last = due.astimezone(VN).date(), done.astimezone(VN).date()
    if last <= first:
        return 0
    calendar.require(*range(first.year, last.year + 1))
    return calendar.through[last][0] - calendar.through[first][0]


def closing_before(day: date, calendar: Calendar) -> datetime:
    """The latest moment that is still "trước ngày D": the close of the last working day before D."""
    worked = calendar.day(day - ONE_DAY)
    while not worked.works:
        worked = calendar.day(worked.date - ONE_DAY)
    return worked.close


def share_used(start: datetime, due: datetime, now: datetime, calendar: Calendar | None = None) -> float:
    """How much of the time is used, 0.0 to 1.0, for time bars: elapsed time, or office time by a calendar."""
    if now >= due:
        return 1.0
    if now <= start:
        return 0.0
    whole, used = due - start, now - start
    if calendar is not None:
        whole, used = working_time(start, due, calendar), working_time(start, now, calendar)
    return used / whole if whole > NO_TIME else 0.0


def _before(moment: datetime, calendar: Calendar) -> timedelta:
    """Office time from the calendar's first known day up to `moment`."""
    day = calendar.day(moment.date())
    still_to_come = sum((max(closes - max(opens, moment), NO_TIME) for opens, closes in day.blocks), NO_TIME)
    return calendar.through[day.date][1] - still_to_come
