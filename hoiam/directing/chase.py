"""Chase (đôn đốc báo cáo): whoever owes a reply is told by the steps of the clock "reply", once for each.

Before the day the steps count back from the last working moment, when somebody is still there to reply; the
steps of lateness begin at 00:00 of the day, for a reply of the evening before is in time. A report on a
period of a standing duty is chased like a reply to a task.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from hoiam.chasing.chase import Look, Tally, chase_these, look, settle
from hoiam.chasing.models import Clock, Notice
from hoiam.chasing.running import Running
from hoiam.deadlines import left_words

from .dates import before_words, last_moment, late_from
from .duties import Expected, owed_by_period
from .missing import Owed, missing

KEY: Final = "directive:"
JUST_BEFORE: Final = timedelta(seconds=1)  # the loop counts what is done at the very deadline as in time


def chase(at: datetime) -> Tally:
    """One look at every reply that is still to come; says how many steps had which outcome."""
    now = look(at)
    owed: list[Owed | Expected] = [*missing(at), *owed_by_period(at)]
    late = [one for one in owed if at >= late_from(one.before)]
    early = [one for one in owed if at < late_from(one.before)]
    steps = tuple(step for step in now.table.get(Clock.REPLY, ()) if not step.is_after)
    ahead = replace(now, table={Clock.REPLY: steps})
    runnings = list(_runnings(early, ahead, is_late=False))
    overdue = list(_runnings(late, now, is_late=True))
    _forget_the_done({one.key for one in (*runnings, *overdue)})
    return chase_these(runnings, ahead) + chase_these(overdue, now)


def _forget_the_done(running: set[str]) -> None:
    """Whoever has replied since is not told in the next digest that a reply is awaited."""
    kept = Notice.objects.filter(chased__clock=Clock.REPLY, told_at=None)
    keys = set(kept.values_list("chased__key", flat=True)) - running
    settle([key for key in keys if key.startswith(KEY)])


def _runnings(owed: list[Owed | Expected], now: Look, *, is_late: bool) -> Iterator[Running]:
    for one in owed:
        due_at = late_from(one.before) - JUST_BEFORE if is_late else last_moment(one.before, now.kept)
        for unit in sorted(one.answering):
            yield running_of(one, unit, due_at, now)


def running_of(one: Owed | Expected, unit: int, due_at: datetime, now: Look) -> Running:
    document = one.directive.document
    return Running(
        key=f"{KEY}{one.key}:{unit}",
        clock=Clock.REPLY,
        due_at=due_at,
        unit=unit,
        about=document.number_symbol,
        known_at=document.issued_at,
        issuer=one.directive.issuer_id,
        template="document_due",
        facts=facts_of(one, due_at, now),
    )


def facts_of(one: Owed | Expected, due_at: datetime, now: Look) -> dict[str, object]:
    """What the reminder says: the day, its last working moment, and how much is there already."""
    return {
        "number_symbol": one.name,
        "lines": one.lines,
        "done": one.done,
        "before": before_words(one.before, now.kept),
        "left": left_words(now.at, due_at, now.kept),
    }
