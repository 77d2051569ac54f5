"""Minutes (nội dung thông báo kết luận): what the session decided, as letters composes it.

Documents carry the summary of a case, never the petitioner or the raw words; conduct and confidential cases
are counted and not listed: home affairs has them in its own list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from hoiam.accounts.models import Person
from hoiam.cases.queries import visible_cases
from hoiam.categories.lookup import by_id
from hoiam.directing.levels import home_affairs_of, name_of
from hoiam.directing.parties import issuer_of
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date, slash_date
from hoiam.letters.compose import Conclusion, Decision as Line, Period
from hoiam.letters.content import Addressee, Purpose
from hoiam.units.directory import directory

from .decisions import last_decisions
from .models import Decision, Item, Session, Task
from .sight import items_seen
from .tally import proposed_for_publication, tally_of
from .words import Choice

# Shown or not shown is counted; put off and home affairs' own stand in no annex.
ORDERS: Final = (Choice.REMIND, Choice.FORWARD, Choice.ARBITRATE, Choice.PROCEDURE, Choice.WATCH)


def conclusion_of(
    session: Session, attendees: Sequence[str], *, by: Person, at: datetime, signer: Person | None = None
) -> Conclusion:
    items = list(items_seen(session, by, at))
    decided = last_decisions(items)
    tally, on = tally_of(items, decided), civil_date(at)
    tasks = list(Task.objects.filter(session=session).select_related("person", "item__case"))
    lines = tuple(_lines(items, decided, tasks, by=by, at=at))
    general = [task for task in tasks if task.item_id is None]
    printed = {line.code for line in lines}
    acting = [task for task in tasks if task.item is None or show_code(task.item.case.code) in printed]
    units = dict.fromkeys(line.unit for line in lines if line.unit is not None)
    units |= dict.fromkeys(task.unit_id for task in acting)
    return Conclusion(
        issuer=issuer_of(session.authority_id, by, at, signer),
        period=_period(session),
        attendees=tuple(attendees),
        late_and_disputed=tally.late_and_disputed,
        proposed_for_publication=proposed_for_publication(items, decided),
        to_publish=tally.choices[Choice.PUBLISH],
        not_to_publish=tally.choices[Choice.NOT_PUBLISH],
        to_home_affairs=tally.choices[Choice.TO_HOME_AFFAIRS],
        wrongly_routed=session.sent_back,
        home_affairs=home_affairs_of(session.authority_id, on).name,
        decisions=lines,
        general=tuple(_said(task, on) for task in general),
        copies=tuple(Addressee(name_of(unit, on), (unit,), Purpose.ACT) for unit in units),
    )


def _period(session: Session) -> Period:
    first, last = slash_date(session.since), slash_date(session.opened_at)
    return Period(f"từ ngày {first} đến ngày {last}", session.since, session.opened_at)


def _lines(
    items: Sequence[Item], decided: dict[int, Decision], tasks: Sequence[Task], *, by: Person, at: datetime
) -> Iterator[Line]:
    given: dict[int, list[Task]] = {}
    for task in tasks:
        if task.item_id is not None:
            given.setdefault(task.item_id, []).append(task)
    ordered = [item for item in items if item.pk in given or _orders(decided.get(item.pk))]
    seen = visible_cases(by, at).filter(pk__in=[item.case_id for item in ordered])
    cases = {case.pk: case for case in seen.not_conduct().filter(is_confidential=False)}
    for item in ordered:
        case = cases.get(item.case_id)
        if case is not None:
            yield _line(case, decided.get(item.pk), given.get(item.pk, []), civil_date(at))


def _orders(decision: Decision | None) -> bool:
    return decision is not None and decision.choice in ORDERS


def _line(case: Any, decision: Decision | None, tasks: Sequence[Task], on: date) -> Line:
    """Several tasks of one line stand in the same order in each of its cells."""
    concluded = "" if decision is None else decision.words or decision.get_choice_display()
    return Line(
        code=show_code(case.code),
        matter=case.summary or _category(case),
        task="; ".join(words for words in (concluded, *(task.what for task in tasks)) if words),
        doer="; ".join(task.doer_on(on) for task in tasks) or directory().unit(case.holder_id, on).short_name,
        due="; ".join(slash_date(task.due_on) for task in tasks),
        unit=tasks[0].unit_id if tasks else case.holder_id,
    )


def _category(case: Any) -> str:
    return by_id(case.category_id).name if case.category_id else case.get_kind_display()


def _said(task: Task, on: date) -> str:
    what = task.what.rstrip(".")
    return f"Giao {task.doer_on(on)}: {what}; hoàn thành ngày {slash_date(task.due_on)}."
