"""Reckon (tính lại thời hạn): a calendar or term decided late changes the deadline of an open case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.kit.moments import iso
from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved, set_answer_due
from .lifecycle import Verb
from .line import THE_SYSTEM, Line
from .models import Case
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import tell_holder
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if line.due_at is None or not line.rule:
        raise Refused("Tính lại thời hạn phải nêu hạn mới và căn cứ.")
    if case.paused_at is not None:
        raise Refused("Thời hạn đang tạm dừng; sẽ tính lại khi tiếp tục.")
    # Written by a person it is a deadline by hand: a child of a split keeps its parent's, however it is
    # classified afterwards.
    by_hand = case.due_by_hand or not line.by.is_system
    set_answer_due(change, case, line.due_at, cause=line.verb, rule=line.rule, by_hand=by_hand)
    return change


@transaction.atomic
def reckon(
    case: Case, *, due_at: datetime, rule: str, by: By = THE_SYSTEM, at: datetime | None = None
) -> Case:
    """Put another deadline in force because of `rule`, a decision about calendars or terms."""
    held = hold(case, at)
    actor = allow(by, Verb.RECKON, held.case, held.at)
    before = held.case.due_at
    line = held.line(Verb.RECKON, by=actor, due_at=iso(due_at), rule=rule)
    held.write(line, decide(held.snapshot, line, held.rules))
    tell_holder(held.case, "reckoned", at=held.at, old_due_at=before)
    return held.case


def reckon_open(at: datetime, *, rule: str) -> int:
    """Reckon every open case again after a late decision; says how many deadlines moved. For the worker.

    A deadline set by hand stays; a clock that stands still is reckoned when it runs again.
    """
    running = Case.objects.open().filter(due_by_hand=False, paused_at=None).order_by("pk")
    return sum(_reckon_again(pk, at, rule) for pk in list(running.values_list("pk", flat=True)))


@transaction.atomic
def _reckon_again(pk: int, at: datetime, rule: str) -> int:
    held = hold(Case(pk=pk), None)
    case = held.snapshot
    if not case.is_open or case.due_by_hand or case.paused_at is not None:
        return 0
    try:
        timed = held.rules.answer_due(case)
    except Refused:
        return 0  # its calendar has no such year yet: the deadline it has stands
    if timed.at == case.due_at:
        return 0
    reckon(held.case, due_at=timed.at, rule=f"{rule}: {timed.rule}"[:300], at=max(at, held.case.last_at))
    return 1
