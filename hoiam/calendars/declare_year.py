"""Declare a year (công bố lịch một năm): from now on its days are counted; before, they are refused."""

from datetime import date, datetime

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused

from .almanac import forget
from .checks import kept_calendar, require_document
from .models import CalendarDay, CalendarYear
from .policy import require


@transaction.atomic
def declare_year(
    year: int,
    source: str,
    decided_on: date | None,
    by: Person | None,
    *,
    calendar: str = "default",
    at: datetime | None = None,
) -> CalendarYear:
    """The year's days off are written down first: an empty year would count Tết as working days."""
    at = at or now()
    kept = kept_calendar(calendar)
    require(by, at)
    require_document(source, decided_on, at)
    if kept.years.filter(year=year).exists():
        raise Refused(f"Lịch năm {year} đã được công bố.")
    if not kept.days.filter(date__year=year, effect=CalendarDay.Effect.OFF, replaced_at=None).exists():
        raise Refused(f"Năm {year} chưa có ngày nghỉ nào; hãy ghi các ngày nghỉ, làm bù trước rồi công bố.")
    known = CalendarYear.objects.create(
        calendar=kept, year=year, source=source.strip(), decided_on=decided_on, recorded_at=at, recorded_by=by
    )
    forget()
    return known
