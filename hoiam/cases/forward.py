"""Forward (chuyển xử lý): hand a case to the unit that should answer it.

The legal clock does not restart: it has run since the case was received. A coordinator forwards in
the centre's name, a leader to a unit below his own in his unit's name; a return goes back there.
"""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.moments import iso
from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import ACCEPT, ARBITRATE, ROUTE, given_due, hand_to, moved, start, stop
from .inputs import DueField, UnitField
from .lifecycle import Verb
from .line import Line
from .models import Case
from .panel import panel
from .policy import allow
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
    stop(change, case, ROUTE, ARBITRATE)
    start(change, case, ACCEPT, line, rules, unit=line.to)
    given_due(change, case, line)
    return change


def refuse_the_accused(case: Snapshot, to: int, line: Line, rules: Rules) -> None:
    """A conduct case never reaches the unit it accuses or one below it."""
    if case.conduct_unit is not None and rules.walls(case.conduct_unit, to, line.at):
        raise Refused("Không chuyển phản ánh về công vụ cho đơn vị bị phản ánh hoặc đơn vị cấp dưới của đơn vị ấy.")


@transaction.atomic
def forward(
    case: Case,
    *,
    to: int,
    by: Person,
    at: datetime | None = None,
    due_at: datetime | None = None,
    text: str = "",
    note: str = "",
) -> Case:
    """Hand `case` to the unit with id `to`; `due_at` sets the answer deadline by hand."""
    held = hold(case, at)
    actor = allow(by, Verb.FORWARD, held.case, held.at, to=to)
    code = held.rules.unit_code(to, held.at)
    line = held.line(
        Verb.FORWARD, by=actor, to=code, due_at=due_at and iso(due_at), text=text, note=note
    )
    change = decide(held.snapshot, line, held.rules)
    held.write(line, change)
    tell_unit(held.case, to, "forwarded", at=held.at)
    tell_petitioner(held.case, "forwarded", at=held.at)
    return held.case


class ForwardForm(forms.Form):
    to = UnitField(label="Đơn vị xử lý")
    due_at = DueField(label="Hạn trả lời", required=False, help_text="Để trống: giữ hạn đang có.")
    text = forms.CharField(label="Nội dung chuyển", widget=forms.Textarea({"rows": 3}), required=False)


forward_panel = panel(Verb.FORWARD, forward, ForwardForm)
