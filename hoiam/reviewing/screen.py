"""The screen of a session (màn hình phiên rà soát): its lines as one person sees them, ready to be drawn.

A number of questions that does not grow with the lines; one page of them is read at a time, by the last row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from hoiam.accounts.models import Person
from hoiam.calendars.lookup import calendar
from hoiam.cases.queries import permitted, rows_of_ids
from hoiam.categories.lookup import by_id
from hoiam.deadlines import left_words
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date, parse_moment, short_date
from hoiam.units.directory import directory

from .decisions import last_decisions
from .models import Decision, Item, Session, Task
from .sight import items_seen
from .words import ACCEPT_KEY, DOING, KEYS, Choice, Ground, choices_for

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as it is drawn."""

    item: Item
    case: Any
    title: str
    under: str
    url: str
    grounds: list[str]
    decision: Decision | None
    tasks: list[Task]

    @property
    def code(self) -> str:
        return show_code(self.case.code)

    @property
    def words(self) -> str:
        if self.decision is None:
            return f"Đề xuất: {Choice(self.item.proposal).label}"
        return self.decision.words or self.decision.get_choice_display()


@dataclass(frozen=True, slots=True)
class GivenTask:
    """A task that is not done, as it is drawn."""

    task: Task
    doer: str
    is_late: bool


def given(tasks: QuerySet[Task], at: datetime) -> list[GivenTask]:
    """The most pressing that are not done, of whatever session."""
    on = civil_date(at)
    rows = tasks.filter(end=None).select_related("session", "person")[:PAGE]
    return [GivenTask(task, task.doer_on(on), task.due_on < on) for task in rows]


@dataclass(frozen=True, slots=True)
class Button:
    choice: str
    label: str
    key: str
    is_accept: bool = False


def ground_filter(ground: str) -> Q:
    return Q(grounds__has_key=ground) if ground in Ground.values else Q()


def undecided(items: QuerySet[Item]) -> QuerySet[Item]:
    return items.filter(~Exists(Decision.objects.filter(item=OuterRef("pk"))))


def counts_of(items: QuerySet[Item]) -> dict[str, int]:
    """All, decided, and by ground: one question."""
    decided = Exists(Decision.objects.filter(item=OuterRef("pk")))
    by_ground = {ground.value: Count("pk", filter=Q(grounds__has_key=ground.value)) for ground in Ground}
    return items.order_by().aggregate(all=Count("pk"), decided=Count("pk", filter=Q(decided)), **by_ground)


def page_of(items: QuerySet[Item], after: int | None) -> tuple[list[Item], int | None]:
    """Lines behind that number, and the number of the last when there are more."""
    rows = items.filter(no__gt=after) if after is not None else items
    found = list(rows.order_by("no")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].no if len(found) > PAGE else None


def shown(items: Sequence[Item], person: Person, at: datetime) -> list[Shown]:
    cases = {case.pk: case for case in rows_of_ids(person, [item.case_id for item in items], at)}
    decided = last_decisions(items)
    tasks: dict[int, list[Task]] = {}
    for task in Task.objects.filter(item__in=items).select_related("end", "person"):
        tasks.setdefault(task.item_id or 0, []).append(task)
    return [
        _shown(item, cases[item.case_id], decided.get(item.pk), tasks.get(item.pk, []), at)
        for item in items
        if item.case_id in cases
    ]


def _shown(item: Item, case: Any, decision: Decision | None, tasks: list[Task], at: datetime) -> Shown:
    return Shown(
        item=item,
        case=case,
        title=" ".join((case.summary or case.words).split()),
        under=_under(case, at),
        url=reverse("desk:case", args=[show_code(case.code)]),
        grounds=[_ground_words(ground, item.grounds[ground]) for ground in Ground if ground in item.grounds],
        decision=decision,
        tasks=tasks,
    )


def _ground_words(ground: Ground, fact: Any) -> str:
    """The ground with the fact that was behind it when the session opened."""
    match ground:
        case Ground.LATE | Ground.PROMISED | Ground.PUBLISHABLE if fact:
            said = {"late": "hạn", "promised": "hẹn", "publishable": "trả lời"}[ground.value]
            return f"{ground.label} ({said} {short_date(parse_moment(fact))})"
        case Ground.DISPUTED | Ground.REPEATED if fact:
            return f"{ground.label} ({fact} lần)"
        case Ground.DIRECTED if fact:
            return f"{ground.label} ({fact})"
        case Ground.CARRIED if fact in Choice.values:
            return f"{ground.label} ({Choice(fact).label.lower()})"
    return str(ground.label)


def _under(case: Any, at: datetime) -> str:
    category = by_id(case.category_id).name if case.category_id else case.get_kind_display()
    holder = directory().unit(case.holder_id, civil_date(at)).short_name
    due = case.missed_at or case.due_at or case.paused_due
    time = left_words(at, due, calendar(), None if case.missed_at else case.paused_at) if due else ""
    left = time if case.is_open else case.get_state_display()
    return " · ".join(part for part in (category, holder, left) if part)


def buttons_of(line: Shown) -> list[Button]:
    """First the proposal under the key that accepts it, then every decision under its own."""
    proposal = Choice(line.item.proposal)
    accept = Button(proposal, f"Đồng ý: {proposal.label}", ACCEPT_KEY, is_accept=True)
    choices = choices_for(list(line.item.grounds), is_conduct=line.case.conduct_unit_id is not None)
    every = [Button(choice, choice.label, KEYS[choice]) for choice in choices]
    return [accept, *every] if proposal in choices else every


def panel_of(line: Shown, person: Person, at: datetime) -> tuple[str, str] | None:
    """(label, address) of the panel that carries out what was decided, when this person may do it."""
    if line.decision is None:
        return None
    doing = DOING.get(Choice(line.decision.choice))
    if doing is None or doing.panel not in permitted(person, line.case, at):
        return None
    return Choice(line.decision.choice).label, reverse(f"cases:{doing.panel}", args=[line.code])


def seen_line(session: Session, code: str, person: Person, at: datetime) -> Item | None:
    return items_seen(session, person, at).filter(case__code=code).first()
