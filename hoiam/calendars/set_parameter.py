"""Set a parameter (đặt tham số): a number a rule needs, from which day, by which document."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.moments import short_date
from hoiam.kit.refusal import Refused

from .almanac import forget
from .checks import require_document
from .models import Parameter
from .parameters import KNOWN
from .policy import require


@transaction.atomic
def set_parameter(
    name: str,
    value: int,
    since: date,
    source: str,
    decided_on: date | None,
    by: Person | None,
    *,
    at: datetime | None = None,
) -> Parameter:
    """The value before it ends the day the new one begins."""
    at = at or now()
    require(by, at)
    if name not in KNOWN:
        raise Refused(f"Không có tham số “{name}”.")
    if value < 0:
        raise Refused("Tham số không thể nhỏ hơn 0.")
    if source.strip():
        require_document(source, decided_on, at)
    rows = Parameter.objects.select_for_update().filter(name=name)
    if rows.filter(during__startswith__gte=since).exists():
        raise Refused(f"Tham số này đã có giá trị bắt đầu từ {short_date(since)} hoặc sau đó.")
    for row in rows.filter(during__contains=since):
        row.during = DateRange(row.during.lower, since)
        row.save(update_fields=["during"])
    parameter = Parameter.objects.create(
        name=name,
        value=value,
        during=DateRange(since, None),
        source=source.strip(),
        decided_on=decided_on,
        recorded_at=at,
        recorded_by=by,
    )
    forget()
    return parameter
