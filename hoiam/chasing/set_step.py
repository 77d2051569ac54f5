"""Set a step (đặt bước đôn đốc): from which day on who is told when; the row before it ends that day.

What was told stays told: a deadline already chased by this step is not chased again by its new row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.models import Person
from hoiam.calendars.checks import require_document
from hoiam.calendars.policy import require
from hoiam.deadlines import Unit
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.refusal import Refused

from .models import ChaseStep, Clock
from .steps import Side, To


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a row says: so long before or after the deadline, to whom, at once or in the morning."""

    side: str
    amount: int
    unit: str
    to: Iterable[str]
    is_push: bool = False


@transaction.atomic
def set_step(
    clock: str,
    order: int,
    setting: Setting,
    *,
    since: date,
    source: str = "",
    decided_on: date | None = None,
    by: Person | None,
    at: datetime | None = None,
) -> ChaseStep:
    """An empty `source` is allowed: shown as waiting for the province."""
    at = at or now()
    require(by, at)
    _check(clock, order, setting)
    if source.strip():
        require_document(source, decided_on, at)
    _end_before(clock, order, since, at)
    return ChaseStep.objects.create(
        clock=clock,
        order=order,
        side=setting.side,
        amount=setting.amount,
        unit=setting.unit,
        to=sorted(set(setting.to)),
        is_push=setting.is_push,
        during=DateRange(since, None),
        source=source.strip(),
        decided_on=decided_on,
        recorded_at=at,
        recorded_by=by,
    )


@transaction.atomic
def drop_step(clock: str, order: int, *, since: date, by: Person | None, at: datetime | None = None) -> None:
    """From that day on nobody is told by it."""
    at = at or now()
    require(by, at)
    if not _end_before(clock, order, since, at):
        raise Refused("Không có bước đôn đốc này vào ngày ấy.")


def _check(clock: str, order: int, setting: Setting) -> None:
    if clock not in Clock.values:
        raise Refused(f"Không có đồng hồ “{clock}”.")
    if order < 1:
        raise Refused("Bước đôn đốc đánh số từ 1.")
    if not set(setting.to) or not set(setting.to) <= set(To):
        raise Refused("Bước đôn đốc phải nêu nhắc ai.")
    if To.REMINDER in set(setting.to) and clock != Clock.PROMISE:
        raise Refused("Chỉ lời hẹn mới có người đã nhắc; hãy chọn người khác.")
    if setting.side not in set(Side) or setting.unit not in ChaseStep.Length.values:
        raise Refused("Bước đôn đốc phải nêu trước hay sau hạn, và tính theo ngày hay giờ.")
    if setting.side == Side.BEFORE and not setting.amount and setting.unit != Unit.WORKING_DAYS:
        raise Refused("Trước hạn 0 giờ là đúng lúc hết hạn; hãy đặt số giờ, hoặc chọn sau hạn.")
    if setting.amount > 240:
        raise Refused("Khoảng cách đến hạn nhiều nhất là 240.")


def _end_before(clock: str, order: int, since: date, at: datetime) -> bool:
    """End the row in force; whether there was one. What was decided for later days is not overwritten."""
    if since < civil_date(at):
        raise Refused("Bước đôn đốc chỉ đổi được từ hôm nay trở đi.")
    rows = ChaseStep.objects.select_for_update().filter(clock=clock, order=order)
    if rows.filter(during__startswith__gte=since).exists():
        raise Refused(f"Bước này đã có thay đổi bắt đầu từ {short_date(since)} hoặc sau đó.")
    found = list(rows.filter(during__contains=since))
    for row in found:
        row.during = DateRange(row.during.lower, since)
        row.save(update_fields=["during"])
    return bool(found)
