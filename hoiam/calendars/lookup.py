"""Looking calendars up (tra lịch làm việc): by code, in memory, no query."""

from datetime import date

from hoiam.deadlines import Calendar
from hoiam.kit.refusal import Refused

from .almanac import almanac, forget
from .refusing import refusing

__all__ = ["calendar", "forget", "known_until", "refusing"]


def calendar(code: str = "default") -> Calendar:
    """The calendar of that code as decided up to now. Keep it for a batch; ask again for the next one."""
    try:
        return almanac().calendars[code]
    except KeyError:
        raise Refused(f"Không có lịch làm việc mã {code}.") from None


def known_until(code: str = "default") -> date:
    """The last day whose working hours somebody has decided: what must be watched before a year ends."""
    return date(max(calendar(code).years, default=date.min.year), 12, 31)
