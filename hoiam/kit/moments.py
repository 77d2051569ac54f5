"""Moments (thời điểm): read them, write them for machines, say them in Vietnamese (lời văn, §0.5)."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hoiam.kit.refusal import Refused

VN = ZoneInfo("Asia/Ho_Chi_Minh")

# The whole country keeps +07:00 since June 1975; before that "+07:00 with seconds" would not be true.
_YEARS = range(1976, 2200)
_FARTHEST_ZONE = timedelta(hours=14)  # Kiribati's; PostgreSQL itself refuses 16 and more
_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?"
)
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def parse_moment(text: str) -> datetime:
    """An ISO 8601 moment. Without a zone it is Vietnamese time; a bare date is 00:00 of that day."""
    refusal = Refused(
        f"Không hiểu thời điểm “{text}”; hãy viết như 2021-07-29T17:00:00+07:00 hoặc 2021-07-29."
    )
    if not isinstance(text, str) or not _ISO.fullmatch(text.strip()):
        raise refusal
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise refusal from None
    if moment.year not in _YEARS or abs(moment.utcoffset() or timedelta(0)) > _FARTHEST_ZONE:
        raise refusal
    return moment if moment.tzinfo else moment.replace(tzinfo=VN)


def iso(moment: datetime) -> str:
    """The one way a moment is written in files and answers: 2021-07-29T17:00:00+07:00."""
    return moment.astimezone(VN).isoformat(timespec="seconds")


def civil_date(moment: date | datetime) -> date:
    """The day it is in Vietnam at that moment."""
    return moment.astimezone(VN).date() if isinstance(moment, datetime) else moment


def weekday_words(moment: date | datetime) -> str:
    return _WEEKDAYS[civil_date(moment).weekday()]


def short_date(moment: date | datetime) -> str:
    """Screens: 04/08/2021."""
    return f"{civil_date(moment):%d/%m/%Y}"


def short_moment(moment: datetime) -> str:
    """Screens: 04/08/2021 08:23."""
    return f"{moment.astimezone(VN):%d/%m/%Y %H:%M}"


def date_words(moment: date | datetime) -> str:
    """Letters: ngày 04 tháng 8 năm 2021."""
    day = civil_date(moment)
    return f"ngày {day.day:02} tháng {month_number(day.month)} năm {day.year}"


def slash_date(moment: date | datetime) -> str:
    """Inside a sentence of a letter: 29/7/2021, 05/02/2021."""
    day = civil_date(moment)
    return f"{day.day:02}/{month_number(day.month)}/{day.year}"


def moment_words(moment: datetime) -> str:
    """Letters: 17 giờ 00 ngày 29/7/2021."""
    local = moment.astimezone(VN)
    return f"{local:%H} giờ {local:%M} ngày {slash_date(local)}"


def citizen_time(moment: datetime) -> str:
    """To citizens, where the sentence says "trước" itself: 17 giờ thứ Sáu, 09/07/2021."""
    local = moment.astimezone(VN)
    minutes = f" {local:%M}" if local.minute else ""
    return f"{local.hour} giờ{minutes} {weekday_words(local)}, {short_date(local)}"


def citizen_moment(moment: datetime) -> str:
    """To citizens, a deadline: trước 17 giờ thứ Sáu, 09/07/2021."""
    return f"trước {citizen_time(moment)}"


def sms_moment(moment: datetime) -> str:
    """In an SMS, without accents: 17h 09/07/2021, 16h30 09/07/2021."""
    local = moment.astimezone(VN)
    minutes = f"{local:%M}" if local.minute else ""
    return f"{local.hour}h{minutes} {short_date(local)}"


def month_number(month: int) -> str:
    """Decree 30: January and February take a leading zero, so that nobody can write a 1 before them."""
    return f"{month:02}" if month < 3 else str(month)
