"""Supply (bổ sung thông tin): the petitioner adds what was asked for, or the waiting has run out.

A paused clock runs again, later by the pause.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hoiam.files.models import File
from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved, resume
from .inputs import WordsField
from .lifecycle import State, Verb
from .line import THE_SYSTEM, Line
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import tell_holder
from .write import attach, hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.texts.get("text") and not line.by.is_system:
        raise Refused("Chưa có nội dung bổ sung.")
    if case.state == State.WAITING:
        change.state = case.waiting_from or State.IN_HAND
        change.set(waiting_from=None, waiting_until=None)
        resume(change, case, line, rules)
    return change


@transaction.atomic
def supply(
    case: Case,
    *,
    by: By,
    text: str = "",
    files: Sequence[File] = (),
    at: datetime | None = None,
    note: str = "",
) -> Case:
    """What the petitioner adds; by the system, without words, when the waiting has run out."""
    held = hold(case, at)
    actor = allow(by, Verb.SUPPLY, held.case, held.at)
    line = held.line(Verb.SUPPLY, by=actor, text=text, note=note)
    event = held.write(line, decide(held.snapshot, line, held.rules))
    attach(held.case, event, files, purpose="petition", at=held.at)
    if not actor.is_system:
        tell_holder(held.case, "supplied", at=held.at)
    return held.case


def waiting_over(at: datetime) -> int:
    """Work goes on with what there is: cases whose waiting has run out by `at`. For the worker's loop."""
    done = 0
    for case in Case.objects.filter(state=State.WAITING, waiting_until__lte=at).order_by(
        "waiting_until", "pk"
    ):
        done += _stop_waiting(case, at)
    return done


@transaction.atomic
def _stop_waiting(case: Case, at: datetime) -> int:
    locked = Case.objects.lock(case)
    if locked.state != State.WAITING or locked.waiting_until is None or locked.waiting_until > at:
        return 0
    try:
        supply(locked, by=THE_SYSTEM, at=max(at, locked.last_at))
    except Refused:
        return 0  # its calendar has no such year yet: it waits until one is decided, and nobody else with it
    return 1


class SupplyForm(VerbForm):
    text = WordsField(label="Người gửi bổ sung")


supply_panel = panel(Verb.SUPPLY, supply, SupplyForm)
