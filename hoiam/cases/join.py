"""Join (mời phối hợp): a second unit works with the holder; it is never charged with lateness."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .forward import refuse_the_accused
from .inputs import UnitField, WordsField
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
    if line.to is None:
        raise Refused("Mời phối hợp phải nêu đơn vị.")
    if line.to == case.holder:
        raise Refused(f"{rules.unit_name(line.to, line.at)} đang giữ phản ánh này.")
    if line.to in case.joined:
        raise Refused(f"{rules.unit_name(line.to, line.at)} đã tham gia phối hợp.")
    refuse_the_accused(case, line.to, line, rules)
    change.begin("joining", unit_id=line.to)
    return change


@transaction.atomic
def join(case: Case, *, by: By, to: int, text: str = "", at: datetime | None = None, note: str = "") -> Case:
    """Invite the unit with id `to`; `text` says what is asked of it."""
    held = hold(case, at)
    actor = allow(by, Verb.JOIN, held.case, held.at, to=to)
    line = held.line(Verb.JOIN, by=actor, to=held.rules.unit_code(to, held.at), text=text, note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    tell_unit(held.case, to, "joined", at=held.at, text=text or None)
    return held.case


class JoinForm(VerbForm):
    to = UnitField(label="Đơn vị phối hợp")
    text = WordsField(label="Việc cần phối hợp", required=False)


join_panel = panel(Verb.JOIN, join, JoinForm)
