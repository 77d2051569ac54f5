"""Windows (khoảng thời gian được phép): how long one may reopen, and when an answer is put away."""

from __future__ import annotations

from datetime import datetime, timedelta

from hoiam.calendars.lookup import calendar, refusing
from hoiam.calendars.parameters import parameter
from hoiam.deadlines import Term, due
from hoiam.kit.refusal import Refused

from .models import Case, Span


def reopen_until(ended_at: datetime) -> datetime:
    """The close of the last working day on which the petitioner may say "not done"."""
    return _working_days_after(ended_at, parameter("reopen_days", ended_at))


def close_at(answered_at: datetime) -> datetime:
    """When an answer nobody has objected to is put away."""
    return _working_days_after(answered_at, parameter("close_after_days", answered_at))


def ended_at(case: Case) -> datetime | None:
    """When the last life of the case ended; None while it is open."""
    if case.is_open:
        return None
    if case.answered_at is not None:
        return case.answered_at
    return Span.objects.filter(case=case).order_by("-life").values_list("until", flat=True).first()


def may_reopen(case: Case, at: datetime) -> bool:
    """The petitioner is still inside the window."""
    ended = ended_at(case)
    return ended is not None and at <= reopen_until(ended)


def _working_days_after(start: datetime, days: int) -> datetime:
    """Where no calendar has been decided yet the window is wider, never an obstacle to answering."""
    if days <= 0:
        return start
    try:
        with refusing():
            return due(start, Term.parse(f"{days} working_days"), calendar()).at
    except Refused:
        return start + timedelta(days=2 * days)
