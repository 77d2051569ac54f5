"""Rows (dòng danh sách): a case as one line of a list, with its time in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from hoiam.calendars.lookup import calendar
from hoiam.categories.lookup import by_id
from hoiam.deadlines import Calendar, OutsideCalendar, left_words, share_used
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date, short_moment
from hoiam.kit.ui.shapes import Row
from hoiam.units.directory import directory

TITLE = 110


def rows_of(cases: Iterable[Any], at: datetime) -> list[Row]:
    """Nothing here asks the database: calendars, units and categories lie in memory."""
    kept = calendar()
    return [_row(case, at, kept) for case in cases]


def _row(case: Any, at: datetime, kept: Calendar) -> Row:
    due = due_of(case)
    is_open = case.is_open and due is not None
    return Row(
        code=case.code,
        shown_code=show_code(case.code),
        url=reverse("desk:case", args=[show_code(case.code)]),
        title=title_of(case.summary, case.words),
        under=_under(case, at),
        meta=_meta(case, at),
        start=case.entered_at if is_open else None,
        due=due if is_open else None,
        words=time_words(case, at, kept) if is_open else f"{case.get_state_display()}",
        used=used_of(case, at, kept) if is_open else None,
        marks=marks_of(case),
    )


def title_of(summary: str | None, content: str) -> str:
    """The summary, or the first words of what was said."""
    text = " ".join((summary or content).split())
    if len(text) <= TITLE:
        return text
    return text[:TITLE].rsplit(" ", 1)[0] + "…"


def due_of(case: Any) -> datetime | None:
    """What its time is told by: a missed deadline stays missed, a paused one waits."""
    due: datetime | None = case.missed_at or case.due_at or case.paused_due
    return due


def time_words(case: Any, at: datetime, kept: Calendar) -> str:
    due = due_of(case)
    if due is None:
        return ""
    return left_words(at, due, kept, None if case.missed_at else case.paused_at)


def used_of(case: Any, at: datetime, kept: Calendar) -> float:
    """The share of working time used; of plain time where the calendar does not know the year."""
    due = due_of(case)
    until = case.paused_at if case.paused_at and not case.missed_at else at
    if due is None:
        return 0.0
    try:
        return share_used(case.entered_at, due, until, kept)
    except OutsideCalendar:
        return share_used(case.entered_at, due, until)


def _under(case: Any, at: datetime) -> str:
    category = by_id(case.category_id).name if case.category_id else case.get_kind_display()
    return f"{category} · {case.get_channel_display()} {short_moment(case.received_at)}"


def _meta(case: Any, at: datetime) -> str:
    """Where it happened, and who has it."""
    book, on = directory(), civil_date(at)
    place = book.area_words(case.area_id, civil_date(case.received_at)) if case.area_id else "không nêu nơi"
    holder = book.unit(case.holder_id, on).short_name
    who = f"{holder}, {case.assignee_name}" if case.assignee_name else holder
    return f"{who} · {place}"


def marks_of(case: Any) -> list[tuple[str, str]]:
    marks = [
        ("alert", case.get_urgency_display(), case.urgency != "normal"),
        ("turn", f"Mở lại lần {case.life - 1}", case.life > 1),
        ("lock", "Giữ kín danh tính", case.is_confidential),
        ("people", "Về công vụ", case.conduct_unit_id is not None),
        ("image", "Có tệp kèm theo", case.has_photo),
        ("phone", f"Gọi lại lần {case.contacts}", case.contacts > 0),
    ]
    return [(sign, words) for sign, words, is_so in marks if is_so]
