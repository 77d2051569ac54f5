"""Segments (ai giữ bao lâu): whose working time was used so far, for the large time bar of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hoiam.deadlines import Calendar, OutsideCalendar, working_minutes
from hoiam.kit.moments import civil_date
from hoiam.kit.numbers import number
from hoiam.kit.ui.shapes import Segment
from hoiam.units.directory import directory

from .rows import due_of

if TYPE_CHECKING:
    from hoiam.cases.models import Case

MANY = 6


def segments_of(case: Case, hops: Sequence[Any], at: datetime, kept: Calendar) -> list[Segment]:
    """One for each stay of the present life; none when the calendar does not know these days."""
    due = due_of(case)
    if due is None:
        return []
    try:
        return _segments(case, hops, at, max(due, at), kept)
    except OutsideCalendar:
        return []


def _segments(case: Case, hops: Sequence[Any], at: datetime, end: datetime, kept: Calendar) -> list[Segment]:
    whole = working_minutes(case.entered_at, end, kept) or 1
    found = []
    for hop in hops:
        until = min(hop.until or at, at)
        if until <= case.entered_at:
            continue
        minutes = working_minutes(max(hop.since, case.entered_at), until, kept)
        name = directory().unit(hop.unit_id, civil_date(hop.since)).short_name
        after = ", rồi trả lại" if hop.ended_by == "send_back" else "" if hop.until else " đến lúc này"
        found.append(Segment(name, minutes / whole, f"{amount(minutes)}{after}"))
    return found[-MANY:]


def amount(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{number(hours)} giờ"] * (hours > 0) + [f"{rest} phút"] * (rest > 0 and hours < 8)
    return f"{' '.join(parts) or '0 phút'} làm việc"
