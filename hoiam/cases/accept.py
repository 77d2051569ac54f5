"""Accept (nhận xử lý): the unit says the case is its own to answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from .change import Change
from .clocks import ACCEPT, moved, stop
from .lifecycle import Verb
from .line import Line
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    change.amend("assignment", accepted_at=line.at)
    stop(change, case, ACCEPT)
    return change


@transaction.atomic
def accept(case: Case, *, by: By, at: datetime | None = None, note: str = "") -> Case:
    """Take the case in hand for the unit that holds it."""
    held = hold(case, at)
    actor = allow(by, Verb.ACCEPT, held.case, held.at)
    line = held.line(Verb.ACCEPT, by=actor, note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    return held.case


accept_panel = panel(Verb.ACCEPT, accept, VerbForm)
