"""Persons' figures (số liệu từng người): for the person, his head and home affairs; never public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hoiam.accounts.models import Person

from .excluded import excluded
from .measures import CONDUCT, EXCLUDABLE, HANDED_LATE, UPHELD, Measure as M
from .models import Fact, Month
from .sheet import newest_months
from .sights import Sight


@dataclass(slots=True)
class PersonLine:
    """One person, one unit, one month."""

    person: int
    unit: int
    start: date
    taken: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    late_days: int = 0
    missed: int = 0
    handed_late: int = 0
    sent_back_wrongly: int = 0
    extended: int = 0
    explained: int = 0
    reopened: int = 0
    rated: int = 0
    satisfied: int = 0
    conduct_upheld: int | None = None  # None: not for this reader


# How each measure is counted on the line; what is not here is of the unit alone.
COUNTED = {
    M.TAKEN: ("taken",),
    M.ANSWERED_IN_TIME: ("answered", "in_time"),
    M.ANSWERED_LATE: ("answered", "late"),
    M.MISSED: ("missed",),
    M.SENT_BACK_WRONGLY: ("sent_back_wrongly",),
    M.EXTENDED: ("extended",),
    M.EXPLAINED: ("explained",),
    M.REOPENED: ("reopened",),
    M.RATED: ("rated",),
}


def may_see_persons(sight: Sight, unit: int) -> bool:
    return unit in sight.whole or unit in sight.heads


def persons_of(unit: int, month: Month, sight: Sight, reader: Person) -> list[PersonLine]:
    """Everybody who worked in the unit that month, for its head and for home affairs; else nobody. Of
    conduct home affairs alone reads, and nobody of his own."""
    if not may_see_persons(sight, unit):
        return []
    facts = sight.seen(month.facts.filter(unit=unit).exclude(person=None))
    lines = _lines([month], facts.exclude(measure__in=CONDUCT, person=reader.pk))
    for line in lines:
        if sight.sees_all_of(unit) and line.person != reader.pk:
            line.conduct_upheld = line.conduct_upheld or 0
    return lines


def own_lines(person: Person, year: int, walls: frozenset[int]) -> list[PersonLine]:
    """What a person sees of himself: nothing of a case that is hidden from him, in whatever unit he was."""
    months = newest_months(year)
    mine = Fact.objects.filter(month__in=months, person=person)
    facts = Sight(own=frozenset(mine.values_list("unit", flat=True)), walls=walls).seen(mine)
    return _lines(months, facts)


def _lines(months: Iterable[Month], facts: Iterable[Fact]) -> list[PersonLine]:
    by_key = {month.pk: month for month in months}
    rows = list(facts)
    out = excluded({fact.unit_id for fact in rows}, [month.start for month in by_key.values()])
    lines: dict[tuple[date, int, int], PersonLine] = {}
    for fact in rows:
        month = by_key[fact.month_id]
        assert fact.person_id is not None
        key = (month.start, fact.unit_id, fact.person_id)
        line = lines.setdefault(key, PersonLine(fact.person_id, fact.unit_id, month.start))
        is_out = fact.measure in EXCLUDABLE and (month.start, fact.unit_id, fact.case_id) in out
        _count(line, fact, month, is_out=is_out)
    return [lines[key] for key in sorted(lines)]


def _count(line: PersonLine, fact: Fact, month: Month, *, is_out: bool) -> None:
    if is_out:
        line.answered += fact.measure == M.ANSWERED_LATE
        return
    for name in COUNTED.get(M(fact.measure), ()):
        setattr(line, name, getattr(line, name) + 1)
    line.late_days += fact.days if fact.measure == M.LATE_DAYS else 0
    line.handed_late += fact.measure == M.MISSED and fact.detail == HANDED_LATE
    line.satisfied += fact.measure == M.RATED and int(fact.detail) >= month.satisfied_from
    if fact.measure == M.CONDUCT_CONCLUDED and fact.detail in UPHELD:
        line.conduct_upheld = (line.conduct_upheld or 0) + 1


def names_of(lines: Iterable[PersonLine]) -> dict[int, str]:
    numbers = {line.person for line in lines}
    return dict(Person.objects.filter(pk__in=numbers).values_list("pk", "full_name"))


def by_month(lines: Iterable[PersonLine]) -> dict[date, list[PersonLine]]:
    found: dict[date, list[PersonLine]] = defaultdict(list)
    for line in lines:
        found[line.start].append(line)
    return dict(found)
