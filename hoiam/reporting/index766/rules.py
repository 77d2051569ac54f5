"""Rules (cách tính): which denominator is in force on a day; changed by a new row with its document."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.models import Person
from hoiam.calendars.parameters import parameter
from hoiam.calendars.term_view import SOFTWARE_DEFAULT
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.refusal import Refused
from hoiam.reporting.models import IndexRule
from hoiam.reporting.objections import may_decide

from .points import Rule


def rule_row(on: date | datetime) -> IndexRule:
    row = IndexRule.objects.filter(during__contains=civil_date(on)).first()
    return row or IndexRule(denominator=IndexRule.Denominator.ANSWERED_AND_OVERDUE)


def rule_of(row: IndexRule, on: date | datetime, *, instead: str = "") -> Rule:
    """The rule as it is reckoned with; `instead` looks at another denominator without changing anything."""
    known = instead in IndexRule.Denominator.values
    return Rule(
        instead if known else row.denominator,
        row.points_on_time,
        row.points_satisfied,
        parameter("min_volume", on),
    )


def basis(row: IndexRule) -> str:
    return f"theo {row.source}" if row.source else SOFTWARE_DEFAULT


@transaction.atomic
def set_rule(denominator: str, *, since: date, source: str, by: Person, at: datetime) -> IndexRule:
    """From a day on the share is of other cases. The rule before ends on that day; weeks before keep it."""
    if not may_decide(by, at):
        raise Refused("Chỉ Văn phòng đổi cách tính chỉ số.")
    if denominator not in IndexRule.Denominator.values:
        raise Refused("Không có cách tính này.")
    if not source.strip():
        raise Refused("Đổi cách tính phải nêu văn bản, căn cứ.")
    rows = IndexRule.objects.select_for_update()
    if rows.filter(during__startswith__gte=since).exists():
        raise Refused(f"Đã có cách tính bắt đầu từ {short_date(since)} hoặc sau đó.")
    for row in rows.filter(during__contains=since):
        row.during = DateRange(row.during.lower, since)
        row.save(update_fields=["during"])
    return IndexRule.objects.create(
        denominator=denominator,
        during=DateRange(since, None),
        source=source.strip(),
        recorded_at=at,
        recorded_by=by,
    )
