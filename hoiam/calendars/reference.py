"""Reference rows (dữ liệu nền): the standard calendar, known days off, operating terms, August 2021.

`load()` adds what is missing and changes nothing that somebody has decided since. Where each value
comes from, and what nobody has decided yet, is told in docs/law/terms.md and docs/law/working-time.md.
"""

import csv
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.categories.lookup import category_id
from hoiam.categories.models import Field
from hoiam.deadlines import STANDARD_HOURS
from hoiam.kit.clock import now

from .almanac import forget
from .models import Calendar, CalendarBlock, CalendarDay, CalendarYear, Parameter, Situation, Term
from .parameters import KNOWN

DAYS: Final = Path(__file__).parent / "data" / "vn_holidays_2021_2026.csv"
YEARS: Final = range(2021, 2027)
ALWAYS: Final = DateRange(None, None)

# No document sets these: the province will (chờ tỉnh quy định). The answer itself has no row on purpose,
# so that it is marked as the software's own default.
OPERATING_TERMS: Final = {
    Term.Step.ROUTE: "4 working_hours",
    Term.Step.ACCEPT: "8 working_hours",
    Term.Step.ARBITRATE: "8 working_hours",
    Term.Step.DECIDE_EXTENSION: "8 working_hours",
    Term.Step.CALL_BACK: "8 working_hours",
}

COVID: Final = "covid-2021"
COVID_DOCUMENT: Final = "Công văn 10367/UBND-HCC tháng 8/2021 của UBND tỉnh Đồng Nai"
COVID_DAYS: Final = DateRange(date(2021, 8, 26), date(2021, 10, 1))
COVID_CATEGORIES: Final = ("YT01", "YT02", "YT03", "YT04", "AS01", "AS02")
# (field, urgency) → answer term, as the document is reported: 24 hours; urgent health not more than 4.
COVID_TERMS: Final = {
    ("", ""): "24 clock_hours",
    ("YT", "urgent"): "4 clock_hours",
    ("YT", "emergency"): "4 clock_hours",
}


@transaction.atomic
def load() -> None:
    calendar = _calendar()
    _days(calendar)
    _terms(calendar)
    _situation(calendar)
    _parameters()
    forget()


def _calendar() -> Calendar:
    calendar, is_new = Calendar.objects.get_or_create(
        code="default", defaults={"name": "Lịch làm việc hành chính"}
    )
    if is_new:
        CalendarBlock.objects.bulk_create(
            CalendarBlock(
                calendar=calendar,
                weekday=hours.weekday,
                opens=_time(hours.block.opens),
                closes=_time(hours.block.closes),
                during=ALWAYS,
            )
            for hours in STANDARD_HOURS
        )
    for year in YEARS:
        CalendarYear.objects.get_or_create(
            calendar=calendar,
            year=year,
            defaults={"source": "Danh sách ngày nghỉ, làm bù đi kèm phần mềm", "recorded_at": now()},
        )
    return calendar


def _days(calendar: Calendar) -> None:
    """A date with any decision at all, a withdrawn one too, is no longer ours to set."""
    decided = set(CalendarDay.objects.filter(calendar=calendar).values_list("date", flat=True))
    with DAYS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if date.fromisoformat(row["date"]) not in decided]
    CalendarDay.objects.bulk_create(_day(calendar, row, now()) for row in rows)


def _day(calendar: Calendar, row: dict[str, str], at: datetime) -> CalendarDay:
    return CalendarDay(
        calendar=calendar,
        date=date.fromisoformat(row["date"]),
        effect=row["effect"],
        name=row["name"],
        source=row["source"],
        decided_on=date.fromisoformat(row["decided_on"]) if row["decided_on"] else None,
        recorded_at=at,
    )


def _terms(calendar: Calendar) -> None:
    for step, text in OPERATING_TERMS.items():
        if not Term.objects.filter(step=step, situation=None).exists():
            Term.objects.create(step=step, text=text, calendar=calendar, during=ALWAYS, recorded_at=now())


def _situation(calendar: Calendar) -> None:
    situation, is_new = Situation.objects.get_or_create(
        code=COVID,
        defaults={
            "name": "Phòng, chống dịch Covid-19 năm 2021",
            "during": COVID_DAYS,
            "source": COVID_DOCUMENT,
            "note": "Chưa tìm thấy ngày ban hành và ngày hết hiệu lực; hai mốc này là ước tính.",
            "recorded_at": now(),
        },
    )
    if not is_new:
        return
    situation.categories.set(category_id(code, COVID_DAYS.lower) for code in COVID_CATEGORIES)
    for (field, urgency), text in COVID_TERMS.items():
        Term.objects.create(
            step=Term.Step.ANSWER,
            field=Field.objects.get(code=field) if field else None,
            urgency=urgency,
            situation=situation,
            text=text,
            calendar=calendar,
            during=COVID_DAYS,
            source=COVID_DOCUMENT,
            recorded_at=now(),
        )


def _parameters() -> None:
    present = set(Parameter.objects.values_list("name", flat=True))
    Parameter.objects.bulk_create(
        Parameter(name=name, value=known.value, during=ALWAYS, recorded_at=now())
        for name, known in KNOWN.items()
        if name not in present
    )


def _time(minutes: int) -> time:
    return time(*divmod(minutes, 60))
