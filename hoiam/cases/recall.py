"""Recall (thu hồi): whoever forwarded the case takes it back."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.db import transaction

from hoiam.kit.moments import short_moment
from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import back_to_sender, moved
from .inputs import ReasonField
from .lifecycle import State, Verb
from .line import Line
from .lists import label
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import tell_unit
from .write import Held, hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    back_to_sender(change, case, line, rules, always_centre=False)
    return change


@transaction.atomic
def recall(case: Case, *, by: By, reason: str = "", at: datetime | None = None, note: str = "") -> Case:
    """Take the case back from the unit that has it; once it is in hand there, only with a reason."""
    held = hold(case, at)
    actor = allow(by, Verb.RECALL, held.case, held.at)
    line = held.line(Verb.RECALL, by=actor, reason=reason, note=note)
    change = decide(held.snapshot, line, held.rules)
    if held.snapshot.state == State.IN_HAND and not reason:
        raise Refused(_accepted(held))
    unit = held.case.holder_id
    held.write(line, change)
    tell_unit(held.case, unit, "recalled", at=held.at, reason=label("recall", reason) or None)
    return held.case


def _accepted(held: Held) -> str:
    hop = held.snapshot.hop
    name = held.rules.unit_name(held.snapshot.holder, held.at)
    when = f" lúc {short_moment(hop.accepted_at)}" if hop and hop.accepted_at else ""
    return f"Phản ánh này đã được {name} nhận xử lý{when}; muốn lấy lại, hãy dùng Thu hồi và nêu lý do."


class RecallForm(VerbForm):
    reason = ReasonField("recall", label="Lý do", required=False)
    note = forms.CharField(label="Ghi thêm", widget=forms.Textarea({"rows": 2}), required=False)


recall_panel = panel(Verb.RECALL, recall, RecallForm)
