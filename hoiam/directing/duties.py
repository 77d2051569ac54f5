"""Standing duties (nhiệm vụ thường xuyên): the report each executor owes on each period, whether it came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.kit.moments import civil_date

from .models import Directive, Executor, Point
from .passing import answering_units
from .periods import Period, open_to_words, periods_of, reported
from .replies import said_of_points


@dataclass(frozen=True, slots=True)
class Expected:
    """The report of one executor on one period."""

    directive: Directive
    point: Point
    unit: int
    period: Period
    is_said: bool
    answering: tuple[int, ...]  # the unit, or who took it over
    lines: int = 0  # a duty has none; a reminder says what it says of a task
    done: int = 0

    @property
    def key(self) -> str:
        return f"{self.point.pk}:{self.unit}:{self.period.start:%Y-%m}"

    @property
    def name(self) -> str:
        return f"{self.directive.document.number_symbol}, điểm {self.point.number}, {self.period.name}"

    @property
    def before(self) -> date:
        return self.period.end


def expected(at: datetime, directives: Iterable[Directive]) -> list[Expected]:
    """What can be reported now: the period that runs and the one before it; in order of the directives."""
    wanted, on = {one.pk: one for one in directives if one.document.issued_on}, civil_date(at)
    rows = Point.objects.filter(directive__in=wanted, kind=Point.Kind.STANDING).exclude(period="")
    points = {point.pk: point for point in rows}
    periods = {pk: _periods(point, wanted[point.directive_id]) for pk, point in points.items()}
    said = said_of_points(points)
    found = []
    ranks = {number: rank for rank, number in enumerate(wanted)}
    executors = Executor.objects.filter(point__in=points).order_by("pk").values_list("point", "unit")
    for pk, unit in sorted(executors, key=lambda row: ranks[points[row[0]].directive_id]):
        done = reported(periods[pk], map(civil_date, said.get((pk, unit), ())))
        answering = answering_units(unit, None, on)
        found += [
            Expected(wanted[points[pk].directive_id], points[pk], unit, period, period in done, answering)
            for period in open_to_words(periods[pk], on)
        ]
    return found


def _periods(point: Point, directive: Directive) -> list[Period]:
    assert directive.document.issued_on is not None  # only what is out is reported on
    return periods_of(point.period, directive.document.issued_on)


def owed_by_period(at: datetime) -> list[Expected]:
    """What is chased: of directives in force, until the end of their year; a duty ordered again, once."""
    of_this_year = Directive.objects.in_force().filter(document__issued_on__year=civil_date(at).year)
    found = expected(at, of_this_year.select_related("document").order_by("document__issued_at", "pk"))
    latest = {_duty(one): one.directive.pk for one in found}
    return [one for one in found if not one.is_said and latest[_duty(one)] == one.directive.pk]


def _duty(one: Expected) -> tuple[int | None, str, int]:
    about = str(one.point.pk) if one.point.key == Point.Key.OTHER else one.point.key
    return one.directive.issuer_id, about, one.unit
