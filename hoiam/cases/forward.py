"""Forward (chuyển xử lý): hand a case to the unit that should answer it.

The legal clock does not restart: it has run since the case was received. A coordinator forwards in
the centre's name, a leader to a unit below his own in his unit's name; a return goes back there.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.kit.moments import iso
from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import ACCEPT, ARBITRATE, DECIDE_EXTENSION, ROUTE, given_due, hand_to, moved, start, stop
from .inputs import DueField, UnitField, WordsField
from .lifecycle import Verb
from .line import Line
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import tell_petitioner, tell_unit
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if line.to is None:
        raise Refused("Chuyển xử lý phải nêu đơn vị.")
    if line.to == case.holder:
        raise Refused(f"Phản ánh đang ở {rules.unit_name(line.to, line.at)}.")
    if line.to == rules.centre(line.at):
        raise Refused("Muốn đưa phản ánh về Tổng đài, hãy dùng Thu hồi.")
    refuse_the_accused(case, line.to, line, rules)
    sender = None if rules.coordinates(line.by.unit, line.at) else line.by.unit
    hand_to(change, line, line.to, sender=sender)
    if line.to in case.joined:
        change.end("joining", {"unit_id": line.to})
    stop(change, case, ROUTE, ARBITRATE, DECIDE_EXTENSION)
    start(change, case, ACCEPT, line, rules, unit=line.to)
    given_due(change, case, line)
    return change


def refuse_the_accused(case: Snapshot, to: int, line: Line, rules: Rules) -> None:
    """A conduct case never reaches the unit it accuses or one below it."""
    if case.conduct_unit is not None and rules.walls(case.conduct_unit, to, line.at):
        raise Refused(
            "Không chuyển phản ánh về công vụ cho đơn vị bị phản ánh hoặc đơn vị cấp dưới của đơn vị ấy."
        )


@transaction.atomic
def forward(
    case: Case,
    *,
    to: int,
    by: By,
    at: datetime | None = None,
    due_at: datetime | None = None,
    text: str = "",
    note: str = "",
) -> Case:
    """Hand `case` to the unit with id `to`; `due_at` sets the answer deadline by hand."""
    held = hold(case, at)
    actor = allow(by, Verb.FORWARD, held.case, held.at, to=to)
    code = held.rules.unit_code(to, held.at)
    line = held.line(Verb.FORWARD, by=actor, to=code, due_at=due_at and iso(due_at), text=text, note=note)
    change = decide(held.snapshot, line, held.rules)
    # A leader's handing on inside his own house is no news for the citizen.
    by_centre = held.rules.coordinates(actor.unit, held.at)
    was_elsewhere = any(not held.rules.coordinates(unit, held.at) for unit in held.snapshot.senders)
    held.write(line, change)
    tell_unit(held.case, to, "forwarded", at=held.at)
    if by_centre:
        tell_petitioner(held.case, "rerouted" if was_elsewhere and not due_at else "forwarded", at=held.at)
    return held.case


class ForwardForm(VerbForm):
    to = UnitField(label="Đơn vị xử lý")
    due_at = DueField(label="Hạn trả lời", required=False, help_text="Để trống: giữ hạn đang có.")
    text = WordsField(label="Nội dung chuyển", required=False)


forward_panel = panel(Verb.FORWARD, forward, ForwardForm)
