"""The almanac (niên lịch): all rows of time, read once and asked without a query.

Read again when the counter of its tables moves (kit/remembered.py). It never changes: whoever holds one
for a batch gets the same answer to the same question from the first line to the last.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from hoiam import deadlines
from hoiam.categories.lookup import by_id
from hoiam.deadlines import AfterHours, Block, Effect, OfficeHours, SpecialDay, Term, read_blocks
from hoiam.kit.remembered import Remembered

from . import models
from .term_view import TO_BE_SET, TermView


class Days(NamedTuple):
    """[since, until), both always there: `date.min` and `date.max` stand for "no end known"."""

    since: date
    until: date

    def __contains__(self, on: object) -> bool:
        return isinstance(on, date) and self.since <= on < self.until

    @classmethod
    def of(cls, during: object) -> "Days":
        return cls(getattr(during, "lower", None) or date.min, getattr(during, "upper", None) or date.max)

    def within(self, other: "Days") -> "Days":
        return Days(max(self.since, other.since), min(self.until, other.until))


class SituationView(NamedTuple):
    id: int
    code: str
    name: str
    base_document: str
    days: Days
    categories: frozenset[int]


class TermRule(NamedTuple):
    """A term row and the cases it is for; None and "" fit every case."""

    days: Days
    in_situation: bool
    urgency: str
    category: int | None
    field: str
    kind: str
    view: TermView

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, bool, date, int]:
        """The greatest wins: a situation, then urgency, category, field, kind; then the later row."""
        named = (self.in_situation, bool(self.urgency), self.category is not None, bool(self.field))
        return *named, bool(self.kind), self.days.since, self.view.row_id or 0

    def fits(self, category: int | None, field: str, kind: str, urgency: str) -> bool:
        return (
            self.category in (None, category)
            and self.field in ("", field)
            and self.kind in ("", kind)
            and self.urgency in ("", urgency)
        )


class ParameterRule(NamedTuple):
    days: Days
    value: int
    source: str


@dataclass(frozen=True)
class Almanac:
    calendars: dict[str, deadlines.Calendar]
    terms: dict[str, tuple[TermRule, ...]]
    situations: tuple[SituationView, ...]
    parameters: dict[str, tuple[ParameterRule, ...]]

    def term(self, step: str, category: int | None, kind: str, urgency: str, on: date) -> TermView | None:
        """The most specific row valid that day. The rows of a step stand in the order in which they win."""
        field = by_id(category).field.code if category is not None else ""
        for rule in self.terms.get(step, ()):
            if on in rule.days and rule.fits(category, field, kind, urgency):
                return rule.view
        return None


def almanac() -> Almanac:
    return _remembered.get()


def forget() -> None:
    """Look again at the next question: for whoever has just changed a row."""
    _remembered.forget()


def _load() -> Almanac:
    calendars = {row.pk: _calendar(row) for row in _calendar_rows()}
    situations = {row.pk: _situation(row) for row in models.Situation.objects.prefetch_related("categories")}
    terms: dict[str, list[TermRule]] = defaultdict(list)
    for row in models.Term.objects.select_related("field"):
        terms[row.step].append(_term(row, calendars, situations))
    parameters: dict[str, list[ParameterRule]] = defaultdict(list)
    for value in models.Parameter.objects.all():
        parameters[value.name].append(ParameterRule(Days.of(value.during), value.value, value.source))
    return Almanac(
        {calendar.code: calendar for calendar in calendars.values()},
        {step: tuple(sorted(rules, key=_rank, reverse=True)) for step, rules in terms.items()},
        tuple(situations.values()),
        {name: tuple(rules) for name, rules in parameters.items()},
    )


def _rank(rule: TermRule) -> tuple[bool, bool, bool, bool, bool, date, int]:
    return rule.rank


def _calendar_rows() -> Iterable[models.Calendar]:
    return models.Calendar.objects.prefetch_related("blocks", "years", "days")


def _calendar(row: models.Calendar) -> deadlines.Calendar:
    return deadlines.Calendar(
        name=row.name,
        code=row.code,
        hours=tuple(
            OfficeHours(
                block.weekday, Block(_minutes(block.opens), _minutes(block.closes)), *Days.of(block.during)
            )
            for block in row.blocks.all()
        ),
        special={day.date: _special(day) for day in row.days.all() if _stands(day)},
        years=frozenset(known.year for known in row.years.all()),
        after_hours=AfterHours(row.after_hours),
    )


def _stands(day: models.CalendarDay) -> bool:
    return day.replaced_at is None and day.effect != models.CalendarDay.Effect.USUAL


def _special(day: models.CalendarDay) -> SpecialDay:
    return SpecialDay(Effect(day.effect), read_blocks(day.blocks), day.name)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _situation(row: models.Situation) -> SituationView:
    categories = frozenset(category.pk for category in row.categories.all())
    return SituationView(row.pk, row.code, row.name, row.source, Days.of(row.during), categories)


def _term(
    row: models.Term, calendars: dict[int, deadlines.Calendar], situations: dict[int, SituationView]
) -> TermRule:
    situation = situations[row.situation_id] if row.situation_id else None
    days = Days.of(row.during)
    view = TermView(
        step=row.step,
        term=Term.parse(row.text),
        calendar=calendars[row.calendar_id],
        source=row.source,
        note="" if row.source else TO_BE_SET,
        row_id=row.pk,
        pause_days=row.pause_days,
        pause_times=row.pause_times,
        ask_before=float(row.ask_before),
        leader_may_extend=row.leader_may_extend,
        situation=situation.name if situation else "",
    )
    return TermRule(
        days=days.within(situation.days) if situation else days,
        in_situation=situation is not None,
        urgency=row.urgency,
        category=row.category_id,
        field=row.field.code if row.field else "",
        kind=row.kind,
        view=view,
    )


_remembered: Remembered[Almanac] = Remembered("calendars_calendarsversion", _load)
