"""Set a term (đặt thời hạn): how long a step has, for which cases, from which day, by which document.

The row before it ends the day the new one begins; cases received until then keep what they were born with.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from hoiam.accounts.models import Person
from hoiam.categories.models import Category, Field
from hoiam.deadlines import Term as Length
from hoiam.kit.clock import now
from hoiam.kit.moments import short_date
from hoiam.kit.refusal import Refused

from .almanac import forget
from .checks import kept_calendar, require_document
from .models import Situation, Term
from .policy import require
from .refusing import refusing
from .term_view import TO_BE_SET


@dataclass(frozen=True, kw_only=True)
class For:
    """The cases a term is for; what is not named fits every case."""

    category: Category | None = None
    field: Field | None = None
    kind: str = ""
    urgency: str = ""
    situation: Situation | None = None

    def as_columns(self) -> dict[str, Any]:
        return vars(self)


@dataclass(frozen=True, kw_only=True)
class Leave:
    """What a term allows: pauses for the petitioner's answer, and who may extend."""

    pause_days: int = 0
    pause_times: int = 0
    ask_before: Decimal = Decimal(0)
    leader_may_extend: bool = False

    def as_columns(self) -> dict[str, Any]:
        return vars(self)


EVERY_CASE, NO_LEAVE = For(), Leave()


class TermDecision(NamedTuple):
    step: str
    since: date
    rule: str
    recorded_at: datetime


def terms_set_since(moment: datetime) -> list[TermDecision]:
    """Terms written down after `moment`: a late one reaches open cases received from `since` on."""
    rows = Term.objects.filter(recorded_at__gt=moment).order_by("recorded_at", "pk")
    return [
        TermDecision(
            row.step,
            row.during.lower or date.min,
            f"{Length.parse(row.text).words}, {f'theo {row.source}' if row.source else TO_BE_SET}",
            row.recorded_at,
        )
        for row in rows
    ]


@transaction.atomic
def set_term(
    step: str,
    text: str,
    since: date,
    source: str,
    decided_on: date | None,
    by: Person | None,
    *,
    cases: For = EVERY_CASE,
    leave: Leave = NO_LEAVE,
    calendar: str = "default",
    at: datetime | None = None,
) -> Term:
    """An empty `source` is allowed: an operating term, shown as waiting for the province."""
    at = at or now()
    kept = kept_calendar(calendar)
    require(by, at)
    if source.strip():
        require_document(source, decided_on, at)
    with refusing():
        length = Length.parse(text)
    _check(step, cases, leave)
    _end_before(Term.objects.filter(step=step, **cases.as_columns()), since)
    term = Term.objects.create(
        step=step,
        text=str(length),
        calendar=kept,
        during=DateRange(since, None),  # a term of a situation also ends with it, whenever that is
        source=source.strip(),
        decided_on=decided_on,
        recorded_at=at,
        recorded_by=by,
        **cases.as_columns(),
        **leave.as_columns(),
    )
    forget()
    return term


def _check(step: str, cases: For, leave: Leave) -> None:
    if step not in Term.Step.values:
        raise Refused(f"Không có bước “{step}”.")
    if cases.category and cases.field and cases.category.field_id != cases.field.pk:
        raise Refused(f"{cases.category} không thuộc nhóm {cases.field}.")
    if bool(leave.pause_days) != bool(leave.pause_times):
        raise Refused("Muốn cho tạm dừng, hãy ghi cả số ngày và số lần; không cho thì để cả hai bằng 0.")


def _end_before(rows: QuerySet[Term], since: date) -> None:
    """What was decided for later days is not overwritten in passing."""
    if rows.filter(during__startswith__gte=since).exists():
        raise Refused(f"Đã có thời hạn của đúng những việc này bắt đầu từ {short_date(since)} hoặc sau đó.")
    for row in rows.filter(during__contains=since):
        row.during = DateRange(row.during.lower, since)
        row.save(update_fields=["during"])
