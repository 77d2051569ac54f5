"""Standing duties (nhiệm vụ thường xuyên): the report each executor owes on each period, whether it came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.kit.moments import civil_date
from hoiam.letters.models import DocumentLink, Relation

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
    ordered_on = _ordered_on(wanted.values())
    rows = Point.objects.filter(directive__in=wanted, kind=Point.Kind.STANDING).exclude(period="")
    points = {point.pk: point for point in rows}
    periods = {pk: periods_of(point.period, ordered_on[point.directive_id]) for pk, point in points.items()}
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


def _ordered_on(directives: Iterable[Directive]) -> dict[int, date]:
    """Directive → the day of its first letter: a duty goes on through the letters that replaced it."""
    found = {one.pk: day for one in directives if (day := one.document.issued_on)}
    standing = {one.document_id: one.pk for one in directives}
    while standing:
        links = DocumentLink.objects.filter(document__in=standing, relation=Relation.REPLACES)
        rows = list(links.values_list("document", "to", "to__issued_on"))
        found |= {standing[later]: day for later, _, day in rows if day}
        standing = {former: standing[later] for later, former, _ in rows}
    return found


def owed_by_period(at: datetime) -> list[Expected]:
    """What is chased: of directives in force, until the end of their year; a duty ordered again, once."""
    year = civil_date(at).year
    of_this_year = Directive.objects.in_force().filter(document__issued_on__year=year)
    found = expected(at, of_this_year.select_related("document").order_by("document__issued_at", "pk"))
    latest = {_duty(one): one.directive.pk for one in found}
    own = [one for one in found if one.period.start.year == year and latest[_duty(one)] == one.directive.pk]
    return [one for one in own if not one.is_said]


def _duty(one: Expected) -> tuple[int | None, str, int]:
    about = str(one.point.pk) if one.point.key == Point.Key.OTHER else one.point.key
    return one.directive.issuer_id, about, one.unit
