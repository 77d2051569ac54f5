"""Missing replies (chưa báo cáo): which units still owe a reply to which task, and how much is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from hoiam.cases.queries import present_of
from hoiam.kit.moments import civil_date

from .models import Directive, Executor, Line, Point
from .passing import answering_units
from .replies import counted, last_of_points, last_words


@dataclass(slots=True)
class Owed:
    """What one unit owes to one task. Without lines the point itself is what is replied to."""

    directive: Directive
    point: Point
    unit: int
    lines: int = 0
    done: int = 0
    is_said: bool = False  # something was said of the point itself
    answering: set[int] = field(default_factory=set)  # the unit, or who took it over

    @property
    def key(self) -> str:
        return f"{self.point.pk}:{self.unit}"

    @property
    def name(self) -> str:
        return self.directive.document.number_symbol

    @property
    def before(self) -> date:
        assert self.point.reply_before is not None  # only tasks with a day are owed
        return self.point.reply_before

    @property
    def is_missing(self) -> bool:
        return self.done < self.lines if self.lines else not self.is_said


def missing(at: datetime, directives: Iterable[Directive] | None = None) -> list[Owed]:
    """Of directives in force, what is still to come; a few queries, however many lines there are."""
    found = Directive.objects.in_force() if directives is None else directives
    wanted = {directive.pk: directive for directive in found}
    tasks = Point.objects.filter(directive__in=wanted, kind=Point.Kind.TASK, reply_before__isnull=False)
    points = {point.pk: point for point in tasks}
    owed = {
        (executor.point_id, executor.unit_id): Owed(
            wanted[points[executor.point_id].directive_id], points[executor.point_id], executor.unit_id
        )
        for executor in _still_owing(points)
    }
    _count_lines(owed, {point for point, _ in owed}, civil_date(at))
    _count_points(owed)
    return [one for one in owed.values() if one.is_missing]


def _still_owing(points: Iterable[int]) -> QuerySet[Executor]:
    """Who has a line nobody spoke of, or has no line: what was replied to in full is not read again."""
    own = Line.objects.filter(point=OuterRef("point"), executor=OuterRef("unit"))
    said = counted().filter(items__line=OuterRef("pk"))
    owing = Q(Exists(own.filter(~Exists(said)))) | ~Q(Exists(own))
    return Executor.objects.filter(owing, point__in=list(points)).order_by("pk")


def _count_lines(owed: dict[tuple[int, int], Owed], points: Iterable[int], on: date) -> None:
    """A line whose case has become one about conduct is owed by nobody any more."""
    lines = Line.objects.filter(point__in=points).values_list("pk", "point_id", "executor_id", "case_id")
    said = last_words(pk for pk, *_ in lines)
    cases = present_of(case for *_, case in lines if case)
    for pk, point, unit, number in lines:
        one, case = owed.get((point, unit)), cases.get(number or 0)
        if one is None or (case is not None and case.conduct_unit_id is not None):
            continue
        one.lines += 1
        one.done += pk in said
        if pk not in said:
            one.answering.update(answering_units(unit, case, on))
    for one in owed.values():
        if not one.lines:
            one.answering.update(answering_units(one.unit, None, on))


def _count_points(owed: dict[tuple[int, int], Owed]) -> None:
    """Points without lines of a unit: what was said of the point itself."""
    alone: defaultdict[int, list[Owed]] = defaultdict(list)
    for one in owed.values():
        if not one.lines:
            alone[one.directive.pk].append(one)
    for several in alone.values():
        said = last_of_points(several[0].directive)
        for one in several:
            one.is_said = (one.point.pk, one.unit) in said
