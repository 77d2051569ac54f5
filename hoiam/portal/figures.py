"""Figures (số liệu): how many came each month, and what has become of them, counted as the reports count.

Of those that came in a month, whatever month their answer came in: so a bar is a whole and its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hoiam.cases.figures import Window, period_counts
from hoiam.kit.clock import now
from hoiam.kit.moments import VN, civil_date
from hoiam.kit.numbers import percent
from hoiam.kit.ui.shapes import Column

from .pages import page, shared
from .words import month_words

MONTHS: Final = 12
PAST: Final = 3600  # seconds the count of a month that is over is kept
PRESENT: Final = 300


@dataclass(frozen=True, slots=True)
class Month:
    """What is said of one month."""

    first: date
    received: int
    in_time: int
    late: int
    open: int
    overdue: int

    @property
    def name(self) -> str:
        return month_words(self.first)

    @property
    def answered(self) -> int:
        return self.in_time + self.late

    @property
    def share(self) -> str:
        """Of the answered, those in time; no percentage of nothing."""
        return percent(self.in_time / self.answered) if self.answered else "–"


@shared
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    first = civil_date(now()).replace(day=1)
    months = [counted(month) for month in _back(first, MONTHS)]
    shown = [month for month in months if month.received]
    columns = [Column(f"{m.first:%m/%y}", m.received, m.in_time, m.late) for m in shown]
    this = months[-1]
    context: dict[str, Any] = {"months": shown, "columns": columns, "this": this, "last": months[-2]}
    return page(request, "figures", context, here="figures")


def last_month() -> Month | None:
    """The month that is over, when anything happened in it."""
    month = counted(_before(civil_date(now()).replace(day=1)))
    return month if month.received else None


def counted(first: date) -> Month:
    key, at = f"portal:month:{first:%Y-%m}", now()
    found: Month | None = cache.get(key)
    if found is None:
        end = _midnight(_after(first))
        found = _count(first, Window(_midnight(first), min(end, at), at))
        cache.set(key, found, PAST if end <= at else PRESENT)
    return found


def _count(first: date, window: Window) -> Month:
    groups = period_counts(window, satisfied_from=4, by=("entry",))
    counts: Any = groups.get(("entry", "received"), {})
    return Month(
        first=first,
        received=counts.get("received", 0),
        in_time=counts.get("answered_in_time", 0),
        late=counts.get("answered_late", 0),
        open=counts.get("open", 0),
        overdue=counts.get("open_overdue", 0),
    )


def _back(first: date, count: int) -> list[date]:
    months = [first]
    while len(months) < count:
        months.append(_before(months[-1]))
    return months[::-1]


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VN)
