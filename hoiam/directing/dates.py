"""Dates of reply (ngày báo cáo): "trước ngày D" is late from 00:00 of D. Pure.

The last working moment is the close of the last working day before D: before 15/8/2021, a Sunday, that is
17:00 of Friday 13/8. A reply of 14/8 23:59 is still in time; the reminder names the moment when somebody is
still in the office to send it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from hoiam.deadlines import VN, Calendar, OutsideCalendar, closing_before
from hoiam.kit.moments import slash_date, weekday_words

ONE_DAY: Final = timedelta(days=1)
EARLIER: Final = 3  # working days between an addressee's own date and the one it was given


def late_from(before: date) -> datetime:
    """The first moment at which a reply is late."""
    return datetime.combine(before, time(), VN)


def is_late(at: datetime, before: date) -> bool:
    return at >= late_from(before)


def last_moment(before: date, calendar: Calendar) -> datetime:
    """Until when somebody at work can still reply; in a year nobody has decided, the last minute there is."""
    try:
        return closing_before(before, calendar)
    except OutsideCalendar:
        return late_from(before) - timedelta(minutes=1)


def before_words(before: date, calendar: Calendar) -> str:
    """ "trước ngày 15/8/2021 (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)": what every reminder says."""
    last = last_moment(before, calendar)
    return f"trước ngày {slash_date(before)} (chậm nhất {latest_words(last)})"


def latest_words(last: datetime) -> str:
    local = last.astimezone(VN)
    return f"{local:%H} giờ {local:%M} {weekday_words(local)}, {slash_date(local)}"


def needs_the_moment(before: date, calendar: Calendar) -> bool:
    """The day itself, or the day before it, is not worked: the letter says the last working moment too."""
    try:
        return not (calendar.day(before).works and calendar.day(before - ONE_DAY).works)
    except OutsideCalendar:
        return False


def letter_words(before: date, calendar: Calendar) -> str:
    """As a letter says it, in bold; with the last working moment where the day alone would mislead."""
    words = f"**trước ngày {slash_date(before)}**"
    if not needs_the_moment(before, calendar):
        return words
    return f"{words} (chậm nhất {latest_words(last_moment(before, calendar))})"


def rest_day_words(before: date, calendar: Calendar) -> str:
    """For the board: why the date is earlier than it looks; empty when it is not."""
    if not needs_the_moment(before, calendar):
        return ""
    last = last_moment(before, calendar).astimezone(VN)
    day = weekday_words(before)
    return (
        f"Ngày {slash_date(before)} là {day}; ngày làm việc cuối cùng trước đó là "
        f"{weekday_words(last)} {last.day}/{last.month}."
    )


def internal_date(before: date, today: date, calendar: Calendar, *, earlier: int = EARLIER) -> date:
    """The date an addressee gives its own units: `earlier` working days before its own last working day.

    When less time is left than that, the latest working day still ahead; never later than its own date.
    """
    worked = _last_worked(before - ONE_DAY, calendar)
    for _ in range(earlier):
        earlier_day = _last_worked(worked - ONE_DAY, calendar)
        if earlier_day <= today:
            break
        worked = earlier_day
    return min(worked + ONE_DAY, before)


def _last_worked(day: date, calendar: Calendar) -> date:
    while not _works(day, calendar):
        day -= ONE_DAY
    return day


def _works(day: date, calendar: Calendar) -> bool:
    try:
        return calendar.day(day).works
    except OutsideCalendar:
        return day.weekday() < 5
