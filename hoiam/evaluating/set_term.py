"""Set a term (đặt thời hạn của bước): how long a step of a matter has, from which day, by which document.

The row before it ends that day. A step that has begun keeps the deadline it began with.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.models import Person
from hoiam.calendars.checks import require_document
from hoiam.calendars.refusing import refusing
from hoiam.deadlines import Term, Unit
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.refusal import Refused
from hoiam.units.standing import standing

from .lifecycle import Clock
from .models import StepTerm
from .sights import is_home_affairs_of_all

UNITS: Final = {
    Unit.WORKING_DAYS.value: "ngày làm việc",
    Unit.WORKING_HOURS.value: "giờ làm việc",
    Unit.CLOCK_HOURS.value: "giờ, tính liên tục",
}


def may_set(person: Person, at: datetime) -> bool:
    """Whoever keeps the system, and home affairs of the province: no lower level sets its own time."""
    return standing(person, at).is_system_admin or is_home_affairs_of_all(person, at)


@transaction.atomic
def set_term(
    clock: str,
    amount: int,
    unit: str,
    *,
    since: date,
    source: str = "",
    decided_on: date | None = None,
    by: Person,
    at: datetime | None = None,
) -> StepTerm:
    """An empty `source` is allowed: shown as waiting for the province."""
    at = at or now()
    if not may_set(by, at):
        raise Refused("Chỉ quản trị hệ thống hoặc nội vụ của tỉnh đặt thời hạn các bước của vụ việc.")
    if clock not in Clock.values or unit not in UNITS:
        raise Refused("Thời hạn phải nêu bước, và tính theo ngày hay giờ.")
    if source.strip():
        require_document(source, decided_on, at)
    with refusing():
        length = Term.parse(f"{amount} {unit}")
    _end_before(clock, since, at)
    return StepTerm.objects.create(
        clock=clock,
        text=str(length),
        during=DateRange(since, None),
        source=source.strip(),
        decided_on=decided_on,
        recorded_at=at,
        recorded_by=by,
    )


def _end_before(clock: str, since: date, at: datetime) -> None:
    """End the row in force. What was decided for later days is not overwritten."""
    if since < civil_date(at):
        raise Refused("Thời hạn của bước chỉ đổi được từ hôm nay trở đi.")
    rows = StepTerm.objects.select_for_update().filter(clock=clock)
    if rows.filter(during__startswith__gte=since).exists():
        raise Refused(f"Bước này đã có thời hạn bắt đầu từ {short_date(since)} hoặc sau đó.")
    for row in rows.filter(during__contains=since):
        row.during = DateRange(row.during.lower, since)
        row.save(update_fields=["during"])
