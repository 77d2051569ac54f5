"""Take in (tiếp nhận văn bản chỉ đạo): a directive that came as a file, its points typed in.

The file is taken in by letters; here somebody reads it and says which points it has, who acts, by when, and
which of our cases its lines are. From then on it is passed on, replied to and followed like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hoiam.cases.queries import visible_cases
from hoiam.kit.refusal import Refused
from hoiam.letters.models import Document
from hoiam.letters.models.document import IN_FORCE
from hoiam.letters.policy import may_take_in

from .models import Directive, Executor, Line, Point
from .visible import speaks_for

if TYPE_CHECKING:
    from hoiam.accounts.models import Person
    from hoiam.cases.models import Case


@dataclass(frozen=True, slots=True)
class TypedPoint:
    number: int
    text: str
    key: str = Point.Key.OTHER
    reply_before: date | None = None  # a task when there is one
    period: str = ""
    executors: tuple[int, ...] = ()  # nobody named: the unit that took it in


@dataclass(frozen=True, slots=True)
class TypedLine:
    code: str  # twelve digits
    annex: int = 1
    summary: str = ""
    executor: int | None = None


@transaction.atomic
def take_in(
    document: Document,
    points: Sequence[TypedPoint],
    lines: Sequence[TypedLine] = (),
    *,
    unit: int,
    by: Person,
    at: datetime,
) -> Directive:
    """`unit` is the addressee that takes it in."""
    if unit not in speaks_for(by, at) and not may_take_in(by, document.drafting_unit_id, at):
        raise Refused("Bạn không tiếp nhận văn bản thay đơn vị này được.")
    _refuse(document, points, lines)
    directive = Directive.objects.create(
        document=document,
        origin=Directive.Origin.TAKEN_IN,
        issuer_id=document.issuer_id,
        composed_at=at,
        composed_by=by,
    )
    rows = {one.number: _point(directive, one) for one in points}
    Executor.objects.bulk_create(
        Executor(point=rows[one.number], unit_id=executor)
        for one in points
        for executor in one.executors or (unit,)
    )
    task = next((rows[one.number] for one in points if one.reply_before), None)
    if task is not None:  # lines without one are refused
        seen = visible_cases(by, at).filter(code__in=[line.code for line in lines])
        Line.objects.bulk_create(_lines(task, lines, unit, {case.code: case for case in seen}))
    return directive


def _point(directive: Directive, one: TypedPoint) -> Point:
    kind = Point.Kind.TASK if one.reply_before else Point.Kind.STANDING
    return Point.objects.create(
        directive=directive,
        number=one.number,
        kind=kind,
        key=one.key,
        text=one.text.strip(),
        reply_before=one.reply_before,
        period=one.period.strip(),
    )


def _lines(task: Point, lines: Sequence[TypedLine], unit: int, cases: Mapping[str, Case]) -> Iterator[Line]:
    """A line is tied to its case when whoever types may see that case."""
    numbers = {1: 0, 2: 0}
    for line in lines:
        numbers[line.annex] += 1
        case = cases.get(line.code)
        yield Line(
            directive=task.directive,
            point=task,
            annex=line.annex,
            no=numbers[line.annex],
            executor_id=line.executor or unit,
            charged_id=unit,
            case=case,
            code=line.code,
            summary=line.summary or (case.summary or "" if case else ""),
            received_at=case.received_at if case else None,
            due_at=case.due_at if case else None,
        )


def _refuse(document: Document, points: Sequence[TypedPoint], lines: Sequence[TypedLine]) -> None:
    if not document.is_taken_in or document.state not in IN_FORCE:
        raise Refused("Hãy tiếp nhận tệp văn bản trước, rồi ghi các điểm của văn bản.")
    if Directive.objects.filter(document=document).exists():
        raise Refused("Các điểm của văn bản này đã được ghi.")
    if not points or any(not one.text.strip() for one in points):
        raise Refused("Văn bản chỉ đạo phải có ít nhất một điểm, điểm nào cũng có nội dung.")
    if len({one.number for one in points}) < len(points):
        raise Refused("Hai điểm không được cùng số.")
    if lines and not any(one.reply_before for one in points):
        raise Refused("Văn bản có nội dung phải xử lý nên phải có một điểm ghi ngày báo cáo.")
    if len({line.code for line in lines}) < len(lines):
        raise Refused("Một mã số không ghi hai lần.")
