"""Questions about directives (câu hỏi về chỉ đạo) for rooms above: review sessions, the year of a unit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from hoiam.cases.queries import Present, present_of
from hoiam.kit.moments import civil_date

from .dates import is_late
from .missing import missing
from .models import Directive, Executor, Line, Point
from .replies import last_words, replied_at
from .settling import Stand, stand_of
from .visible import DirectiveSight, directives_visible_to, sight_of, speaks_for

__all__ = [
    "Answered",
    "DirectiveSight",
    "Unsettled",
    "answered_by",
    "directives_visible_to",
    "missing",
    "sight_of",
    "speaks_for",
    "unsettled_lines",
]


class Unsettled(NamedTuple):
    """A line in force whose case is not settled, with the promise that has passed, if there was one."""

    line: Line
    case: Present | None
    stand: Stand
    promised_until: date | None


class Answered(NamedTuple):
    """How one unit answered one directive: its lines, how many it spoke of, whether in time."""

    directive: Directive
    lines: int
    said: int
    replied_at: datetime | None
    in_time: bool


def unsettled_lines(at: datetime, directives: Iterable[Directive] | None = None) -> list[Unsettled]:
    """Of directives in force (of the top level, unless they are named): lines that are not settled yet."""
    found = Directive.objects.in_force().filter(parent=None) if directives is None else directives
    lines = list(
        Line.objects.filter(directive__in=[one.pk for one in found])
        .select_related("directive__document", "point")
        .order_by("directive_id", "annex", "no")
    )
    cases = present_of(line.case_id for line in lines if line.case_id)
    said = last_words(line.pk for line in lines)
    rows = []
    for line in lines:
        case = cases.get(line.case_id or 0)
        stand = stand_of(case)
        if stand != Stand.SETTLED:
            item = said.get(line.pk)
            passed = item and item.until and item.until < civil_date(at)
            rows.append(Unsettled(line, case, stand, item.until if item and passed else None))
    return rows


def answered_by(unit: int, start: datetime, end: datetime, at: datetime) -> list[Answered]:
    """Every directive in force whose task for this unit fell due in [start, end): how it was answered."""
    days = civil_date(start), civil_date(end)
    points = Point.objects.filter(
        kind=Point.Kind.TASK,
        reply_before__gte=days[0],
        reply_before__lt=days[1],
        executors__in=Executor.objects.filter(unit=unit),
        directive__in=Directive.objects.in_force(),
    ).select_related("directive__document")
    return [_answered(point, unit, at) for point in points.order_by("reply_before", "pk")]


def _answered(point: Point, unit: int, at: datetime) -> Answered:
    lines = list(point.lines.filter(executor=unit).values_list("pk", flat=True))
    said = last_words(lines)
    replied = replied_at(point.directive).get(unit)
    assert point.reply_before is not None
    return Answered(
        point.directive, len(lines), len(said), replied, not is_late(replied or at, point.reply_before)
    )
