"""Words of time (lời về thời gian): how much is left, how late it is, as the desk says it.

The sentences of the time bar; *quá hạn* is not answered and past due, *tạm dừng* is time that does
not count. When the calendar does not know the days between, the moment is named and nothing is counted.
"""

from datetime import datetime, timedelta
from typing import Final

from .calendar import VN, Calendar, OutsideCalendar, Why
from .elapsed import working_days_late, working_time

WHY_WORDS: Final = {
    Why.WORKING_DAY: "làm việc",
    Why.MAKE_UP_DAY: "làm bù",
    Why.HALF_DAY: "làm việc nửa ngày",
    Why.CLOCK: "tính liên tục",
    Why.HOLIDAY: "nghỉ theo quyết định",
    Why.REST_DAY: "nghỉ hằng tuần",
    Why.CLOSED: "ngoài giờ làm việc",
    Why.DAY_0: "ngày tiếp nhận, chưa tính",
    Why.AFTER_HOURS: "nhận ngoài giờ, tính từ lần mở cửa sau",
    Why.PAUSED: "tạm dừng",
}


def left_words(now: datetime, due: datetime, calendar: Calendar, paused_at: datetime | None = None) -> str:
    """The words beside the time bar. `due` is the deadline in force; in a pause, the one that was."""
    now, due = now.astimezone(VN), due.astimezone(VN)
    if paused_at is not None:
        left = _left(paused_at.astimezone(VN), due, calendar)
        return f"đang tạm dừng, còn {left} khi tiếp tục" if left else "đang tạm dừng"
    if now > due:
        late = _late(due, now, calendar)
        return f"quá hạn {late}" if late else f"quá hạn từ {_moment(now, due)}"
    left = "" if _is_todays_close(now, due, calendar) else _left(now, due, calendar)
    return f"còn {left}" if left else f"hết hạn lúc {_moment(now, due)}"


def _left(now: datetime, due: datetime, calendar: Calendar) -> str:
    """Working days by date, today not counted; the last of them, once begun, in hours and minutes."""
    try:
        days = working_days_late(now, due, calendar)
        if days == 0 and now.date() != due.date():
            return ""  # only days off between: an amount of working time would mislead
        time = working_time(now, due, calendar)
        if days > 1 or (days == 1 and time >= calendar.day(due.date()).worked):
            return _days(days)
        return _amount(time)
    except OutsideCalendar:
        return ""


def _late(due: datetime, now: datetime, calendar: Calendar) -> str:
    """As a report counts it: working days after the due day; on the due day itself, hours and minutes."""
    try:
        days = working_days_late(due, now, calendar)
        if days:
            return _days(days)
        return _amount(working_time(due, now, calendar)) if due.date() == now.date() else ""
    except OutsideCalendar:
        return ""


def _days(days: int) -> str:
    """With the dot of thousands: what was late in 2021 is late by years."""
    return f"{days:,} ngày làm việc".replace(",", ".")


def _amount(time: timedelta) -> str:
    hours, minutes = divmod(time // timedelta(minutes=1), 60)
    parts = [f"{hours} giờ"] * (hours > 0) + [f"{minutes} phút"] * (minutes > 0)
    return f"{' '.join(parts)} làm việc" if parts else ""


def _is_todays_close(now: datetime, due: datetime, calendar: Calendar) -> bool:
    if now.date() != due.date() or due.year not in calendar.years:
        return False
    day = calendar.day(due.date())
    return day.works and day.close == due


def _moment(now: datetime, moment: datetime) -> str:
    apart = (moment.date() - now.date()).days
    day = {0: "hôm nay", 1: "ngày mai", -1: "hôm qua"}.get(apart, f"ngày {moment:%d/%m/%Y}")
    return f"{moment:%H:%M} {day}"
