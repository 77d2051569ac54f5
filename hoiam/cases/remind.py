"""Remind (nhắc): a person urges the unit: whom, how, what was answered, what was promised."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.kit.moments import iso
from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .inputs import DueField, ReasonField, UnitField, WordsField
from .lifecycle import Verb
from .line import Line
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import tell_unit
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if line.to is None or not line.means:
        raise Refused("Nhắc phải nêu đơn vị được nhắc và cách nhắc.")
    change.set(reminders=case.reminders + 1)
    change.add("reminder", unit_id=line.to, means=line.means, promised_at=line.promised_at)
    return change


@transaction.atomic
def remind(
    case: Case,
    *,
    by: By,
    to: int,
    means: str,
    reply: str = "",
    promised_at: datetime | None = None,
    at: datetime | None = None,
    note: str = "",
) -> Case:
    """Write down that the unit with id `to` was urged by `means`, what it said and what it promised."""
    held = hold(case, at)
    actor = allow(by, Verb.REMIND, held.case, held.at, to=to)
    line = held.line(
        Verb.REMIND,
        by=actor,
        to=held.rules.unit_code(to, held.at),
        means=means,
        reply=reply,
        promised_at=promised_at and iso(promised_at),
        note=note,
    )
    held.write(line, decide(held.snapshot, line, held.rules))
    tell_unit(held.case, to, "reminded", at=held.at)
    return held.case


class RemindForm(VerbForm):
    to = UnitField(label="Đơn vị được nhắc")
    means = ReasonField("means", label="Cách nhắc")
    reply = WordsField(label="Đơn vị trả lời", rows=2, required=False)
    promised_at = DueField(label="Hẹn xong lúc", required=False)

    def prepare(self) -> None:
        self.fields["to"].initial = self.case.holder_id


remind_panel = panel(Verb.REMIND, remind, RemindForm)
