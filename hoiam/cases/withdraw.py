"""Withdraw (rút phản ánh): the petitioner, and nobody else, takes the report back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import finish, moved
from .inputs import WordsField
from .lifecycle import State, Verb
from .line import Line
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import tell_holder, tell_petitioner
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.by.is_petitioner:
        raise Refused("Chỉ người gửi được rút phản ánh.")
    finish(change, case, line, State.WITHDRAWN)
    change.set(ended_from=case.state)
    return change


@transaction.atomic
def withdraw(case: Case, *, by: By, reason: str = "", at: datetime | None = None, note: str = "") -> Case:
    """End the case because its petitioner says so, himself or through an operator."""
    held = hold(case, at)
    actor = allow(by, Verb.WITHDRAW, held.case, held.at)
    line = held.line(Verb.WITHDRAW, by=actor, reason=reason, note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    tell_holder(held.case, "withdrawn", at=held.at)
    tell_petitioner(held.case, "withdrawn", at=held.at)
    return held.case


class WithdrawForm(VerbForm):
    reason = WordsField(label="Người gửi nói vì sao", rows=2, required=False)


withdraw_panel = panel(Verb.WITHDRAW, withdraw, WithdrawForm)
