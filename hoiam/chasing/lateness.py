"""Lateness (việc quá hạn): which deadlines have passed, whose they are, and which step each has reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse

from hoiam.accounts.models import Person
from hoiam.calendars.lookup import calendar
from hoiam.cases.lifecycle import Verb, is_allowed
from hoiam.cases.pages import read_key
from hoiam.cases.policy import may
from hoiam.cases.queries import late_dues, reminders_of
from hoiam.deadlines import Calendar, left_words
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory
from hoiam.units.standing import sees_all, standing

from .models import Chased, Clock
from .seats import watched_units
from .steps import Step
from .table import steps_on

PAGE: Final = 50
TITLE: Final = 110
ByStep = dict[int | None, int]


@dataclass(frozen=True)
class UnitRow:
    """One unit's late deadlines of one clock: all, and how many have reached each step."""

    name: str
    url: str
    total: int
    untold: int
    reached: Sequence[int]


@dataclass(frozen=True)
class Section:
    clock: str
    label: str
    heads: Sequence[str]
    rows: Sequence[UnitRow]

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


@dataclass(frozen=True)
class LateRow:
    """One late deadline: who was told by the loop, who was urged by people, and what they promised."""

    code: str
    url: str
    title: str
    clock: str
    due_at: datetime
    words: str
    told: Chased | None
    urged: Any
    urged_unit: str
    reminders: int
    remind_url: str


def sections(person: Person, at: datetime) -> list[Section]:
    """Two questions: the table of steps, and one count over the late deadlines this person may see."""
    table = steps_on(at)
    counted: defaultdict[str, defaultdict[int, ByStep]] = defaultdict(lambda: defaultdict(dict))
    groups = _late(person, at).order_by().values("clock", "charged", "reached")
    for row in groups.annotate(n=Count("pk")):
        counted[row["clock"]][row["charged"]][row["reached"]] = row["n"]
    return [_section(clock, counted[clock], table.get(clock, ()), at) for clock in Clock if clock in counted]


def page_of_unit(person: Person, unit: int, at: datetime, after: str) -> tuple[list[LateRow], str]:
    """The oldest deadline first, in keyset pages: the rows, and the key that leads on."""
    dues = _late(person, at).filter(charged=unit, due_at__isnull=False)
    if key := read_key(after):
        moment, pk = key
        dues = dues.filter(due_at__gte=moment).filter(Q(due_at__gt=moment) | Q(pk__gt=pk))
    found = list(dues.select_related("case").order_by("due_at", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    older = f"{round(shown[-1].due_at.timestamp() * 1_000_000)}-{shown[-1].pk}" if len(found) > PAGE else ""
    return _rows(shown, person, at), older


def _late(person: Person, at: datetime) -> Any:
    """Of all units for whoever watches over them, else of one's own and of those one's Office follows: a case
    once held is not one's own.

    `reached` is the last step after the deadline that somebody was told.
    """
    seat, late = standing(person, at), late_dues(person, at)
    told = Chased.objects.filter(due=OuterRef("pk"), outcome=Chased.Outcome.TOLD, is_after=True)
    found: Any = late.annotate(reached=Subquery(told.order_by("-order").values("order")[:1]))
    return found if sees_all(seat, at) else found.filter(charged__in=watched_units(seat, at))


def _section(clock: Clock, units: dict[int, ByStep], steps: Sequence[Step], at: datetime) -> Section:
    orders = [step.order for step in steps if step.is_after]
    rows = [_unit_row(unit, by_step, orders, at) for unit, by_step in units.items()]
    heads = [f"Nhắc lần {n}" for n in range(1, len(orders) + 1)]
    return Section(clock, clock.label, heads, sorted(rows, key=lambda row: (-row.total, row.name)))


def _unit_row(unit: int, by_step: ByStep, orders: Sequence[int], at: datetime) -> UnitRow:
    found = directory().unit(unit, civil_date(at))
    total = sum(by_step.values())
    reached = [by_step.get(order, 0) for order in orders]
    url = reverse("chasing:unit", args=[found.code])
    return UnitRow(found.name, url, total, by_step.get(None, 0), reached)


def _rows(dues: Sequence[Any], person: Person, at: datetime) -> list[LateRow]:
    told = Chased.objects.filter(due__in=[due.pk for due in dues], outcome=Chased.Outcome.TOLD)
    steps = {row.due_id: row for row in told.order_by("order")}
    urged: dict[int, Any] = {}
    for reminder in reminders_of({due.case_id for due in dues}):
        urged.setdefault(reminder.case_id, reminder)
    kept = calendar()
    return [_row(due, steps.get(due.pk), urged.get(due.case_id), person, at, kept) for due in dues]


def _row(due: Any, told: Chased | None, urged: Any, person: Person, at: datetime, kept: Calendar) -> LateRow:
    code = show_code(due.case.code)
    passed = (due.case.missed_at if due.clock == Clock.ANSWER else None) or due.due_at
    return LateRow(
        code=code,
        url=reverse("desk:case", args=[code]),
        title=due.case.summary or " ".join(due.words.split())[:TITLE],
        clock="" if due.clock == Clock.ANSWER else Clock(due.clock).label,
        due_at=due.due_at,
        words=left_words(at, passed, kept),
        told=told,
        urged=urged,
        urged_unit=directory().unit(urged.unit_id, civil_date(at)).short_name if urged else "",
        reminders=due.case.reminders,
        remind_url=_remind_url(due.case, person, at),
    )


def _remind_url(case: Any, person: Person, at: datetime) -> str:
    """The panel of the verb, for whoever may do it: units do not remind each other."""
    if is_allowed(case.state, Verb.REMIND) and may(person, Verb.REMIND, case, at):
        return reverse("cases:remind", args=[case.code])
    return ""
