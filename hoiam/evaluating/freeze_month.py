"""Freeze a month (chốt số liệu tháng): what was found is kept as rows; asking again gives them back.

Counting again is the next version, kept only when something differs; a line signed off stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from hoiam.accounts.models import Person
from hoiam.calendars.lookup import calendar
from hoiam.calendars.parameters import parameter
from hoiam.calendars.refusing import refusing
from hoiam.cases.copying import copy_rows
from hoiam.deadlines import Term, due
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .facts import facts_of, window_of
from .late_days import ONE_DAY
from .models import Fact, Month
from .sights import is_home_affairs_of_all
from .turns import take_turn


@transaction.atomic
def freeze_month(start: date, *, by: Person | None, at: datetime, recount: bool = False) -> Month:
    """The newest version of that month; made now when there is none, or on a recount that differs."""
    window = window_of(start)
    refuse(start, by, at, recount=recount)
    take_turn("month", start.toordinal())
    kept = Month.objects.filter(start=start).first()
    if kept is not None and not recount:
        return kept
    facts = facts_of(window)
    if kept is not None and _told(facts) == _told(kept.facts.all()):
        return kept
    month = Month.objects.create(
        start=start,
        as_of=window.as_of,
        version=kept.version + 1 if kept else 1,
        made_at=at,
        made_by=by,
        satisfied_from=parameter("satisfied_from", window.as_of),
        object_until=_window_closes(at),
    )
    _keep(month, facts)
    return month


def _keep(month: Month, facts: Iterable[Fact]) -> None:
    columns = [field.attname for field in Fact._meta.concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        rows = ({name: getattr(fact, name) for name in columns} | {"month_id": month.pk} for fact in facts)
        copy_rows(cursor, Fact, rows)


def refuse(start: date, by: Person | None, at: datetime, *, recount: bool = False) -> None:
    if start.day != 1:
        raise Refused("Tháng bắt đầu từ ngày 1.")
    if window_of(start).end > at:
        raise Refused("Tháng này chưa kết thúc, chưa chốt được số liệu.")
    if by is not None and not is_home_affairs_of_all(by, at):
        raise Refused("Chỉ cơ quan nội vụ của tỉnh chốt hoặc tính lại số liệu tháng.")


def freeze_ended(at: datetime) -> list[Month]:
    """The worker's: every month that has ended since the last one kept, once."""
    return [freeze_month(start, by=None, at=at) for start in months_to_freeze(at)]


def months_to_freeze(at: datetime) -> list[date]:
    """First days of months that ended and are not kept, without a gap after the newest that is; the oldest
    first. Before anything was kept it is the month that ended last: what came earlier nobody followed."""
    last = month_before(civil_date(at))
    newest = Month.objects.aggregate(newest=Max("start"))["newest"] or month_before(last)
    found = []
    while last > newest:
        found.append(last)
        last = month_before(last)
    return found[::-1]


def month_before(day: date) -> date:
    """The first day of the month before the one of that day."""
    return (day.replace(day=1) - ONE_DAY).replace(day=1)


def _window_closes(at: datetime) -> datetime:
    """Until when units may object: the close of the n-th working day from now."""
    days = Term.parse(f"{max(parameter('objection_days', at), 1)} working_days")
    with refusing():
        return due(at, days, calendar()).at


def _told(facts: Iterable[Fact]) -> Counter[tuple[Any, ...]]:
    return Counter(
        (f.unit_id, f.person_id, f.case_id, f.conduct_unit_id, f.measure, f.at, f.days, f.detail)
        for f in facts
    )


def name_of(unit: int, start: date) -> str:
    """The unit as it was called in that month."""
    book = directory()
    return book.label(unit, civil_date(window_of(start).as_of))
