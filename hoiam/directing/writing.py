"""Writing (ghi điểm, dòng): points and lines of a directive as rows, one statement for each kind of row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from hoiam.letters.compose import PlannedPoint

from .annexes import Ordered
from .models import Directive, Executor, Line, Point

MANY: Final = 1000
SAID: Final = (
    "annex", "charged_id", "case_id", "report_line_id", "code", "summary", "received_at", "due_at",
    "answered_at", "days_late", "state", "cause", "handed_late",
)  # fmt: skip


def write_points(directive: Directive, planned: Iterable[PlannedPoint]) -> list[Point]:
    plans = list(planned)
    points = Point.objects.bulk_create(
        Point(
            directive=directive,
            number=one.number,
            kind=one.kind,
            key=one.key,
            text=one.text.replace("**", ""),
            reply_before=one.reply_before,
            period=one.period,
        )
        for one in plans
    )
    Executor.objects.bulk_create(
        Executor(point=point, unit_id=unit)
        for point, one in zip(points, plans, strict=True)
        for unit in dict.fromkeys(one.executors)
    )
    return points


def write_lines(directive: Directive, points: Iterable[Point], ordered: Iterable[Ordered]) -> list[Line]:
    """Lines stand under the point that orders them to be settled, numbered in each annex."""
    task = next((point for point in points if point.key == Point.Key.SETTLE), None)
    numbers = {1: 0, 2: 0}
    rows = []
    for it in ordered:
        assert task is not None  # lines are ordered by a point
        numbers[it.annex] += 1
        rows.append(_line(directive, task, it, numbers[it.annex]))
    return Line.objects.bulk_create(rows, batch_size=MANY)


def pass_lines(
    directive: Directive, points: Iterable[Point], lines: Sequence[Line], executors: Mapping[int, int]
) -> list[Line]:
    """The same lines, one level down: what they said then stays, who answers is an own unit."""
    task = next((point for point in points if point.key == Point.Key.SETTLE), None)
    numbers = {1: 0, 2: 0}
    rows = []
    for line in sorted(lines, key=lambda it: (it.annex, executors[it.pk], it.no)):
        assert task is not None
        numbers[line.annex] += 1
        said = {name: getattr(line, name) for name in SAID}
        rows.append(
            Line(
                directive=directive,
                point=task,
                no=numbers[line.annex],
                executor_id=executors[line.pk],
                upper=line,
                **said,
            )
        )
    return Line.objects.bulk_create(rows, batch_size=MANY)


def _line(directive: Directive, point: Point, it: Ordered, no: int) -> Line:
    said = it.entry.line
    return Line(
        directive=directive,
        point=point,
        annex=it.annex,
        no=no,
        executor_id=it.executor,
        charged_id=said.annex_unit_id,
        case_id=said.case_id,
        report_line=said,
        code=said.code,
        summary=said.summary or "",
        received_at=said.received_at,
        due_at=said.annex_due_at,
        answered_at=said.answered_at,
        days_late=said.days_late,
        state=said.state,
        cause=said.cause,
        handed_late=said.handed_late,
    )
