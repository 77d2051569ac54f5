"""Send back (trả lại): the unit says the case is not its own, and whose it is.

Sending back never stops the citizen's clock. After N returns the case always goes to the centre,
where the dispute is decided against a clock of its own.
"""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.db import transaction

from hoiam.kit.moments import short_moment
from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import ARBITRATE, back_to_sender, moved
from .inputs import ReasonField, UnitField
from .lifecycle import Verb
from .line import Line
from .lists import label
from .models import Case, Due
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import tell_unit
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    _refuse_a_second_return(case, line, rules)
    if not line.reason:
        raise Refused("Trả lại phải nêu lý do.")
    if line.proposed is None:
        raise Refused("Trả lại phải đề nghị đơn vị đúng.")
    if line.proposed == case.holder:
        raise Refused("Đơn vị đề nghị không thể là chính đơn vị đang giữ.")
    returns = case.returns + 1
    change.set(returns=returns)
    disputed = returns >= rules.parameter("max_returns", line.at)
    back_to_sender(change, case, line, rules, always_centre=disputed)
    return change


def _refuse_a_second_return(case: Snapshot, line: Line, rules: Rules) -> None:
    """Once for each unit in a life: whoever gets it a second time has been found to be the right one."""
    if case.holder in case.returned_by:
        raise Refused(
            f"{rules.unit_name(case.holder, line.at)} đã trả lại phản ánh này một lần nên không trả lại nữa; "
            "hãy xử lý, hoặc ghi chú đề nghị Văn phòng phân xử."
        )


@transaction.atomic
def send_back(
    case: Case,
    *,
    by: By,
    reason: str,
    proposed: int,
    at: datetime | None = None,
    note: str = "",
) -> Case:
    """Give the case back to whoever forwarded it, naming the unit (id) it should go to."""
    held = hold(case, at)
    actor = allow(by, Verb.SEND_BACK, held.case, held.at)
    code = held.rules.unit_code(proposed, held.at)
    line = held.line(Verb.SEND_BACK, by=actor, reason=reason, proposed=code, note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    name = held.rules.unit_name(proposed, held.at)
    holder, words = held.case.holder_id, label("send_back", reason)
    tell_unit(held.case, holder, "sent_back", at=held.at, reason=words, proposed=name)
    return held.case


class SendBackForm(VerbForm):
    reason = ReasonField("send_back", label="Lý do")
    proposed = UnitField(label="Đơn vị đề nghị")
    note = forms.CharField(label="Ghi thêm", widget=forms.Textarea({"rows": 2}), required=False)

    def information(self) -> str:
        return "Hạn trả lời người gửi không thay đổi."

    def said(self, case: Case) -> str:
        put_up = Due.objects.filter(case=case, clock=ARBITRATE, until=None).first()
        if put_up is None or put_up.due_at is None:
            return ""
        until = short_moment(put_up.due_at)
        return f"Đã trả lại {case.returns} lần; phản ánh được đưa lên Văn phòng phân xử, hạn {until}."


send_back_panel = panel(Verb.SEND_BACK, send_back, SendBackForm)
