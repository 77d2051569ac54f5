"""Rate (đánh giá): the petitioner's word on the answer, from 1 to 5, and whether it is really done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import CALL_BACK, moved, stop
from .inputs import reason_choices
from .lifecycle import Verb
from .line import THE_SYSTEM, Line
from .lists import listed
from .models import Case, Fixed, Score
from .panel import VerbForm, panel
from .policy import By, allow
from .reopen import reopen
from .snapshot import Rules, Snapshot
from .windows import may_reopen
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if line.score is None or not 1 <= line.score <= 5:
        raise Refused("Mức hài lòng là một số từ 1 đến 5.")
    change.add("rating", life=case.life, score=line.score, fixed=line.fixed or "")
    stop(change, case, CALL_BACK)
    return change


@transaction.atomic
def rate(
    case: Case,
    *,
    by: By,
    score: int,
    fixed: str = "",
    reasons: Sequence[str] = (),
    at: datetime | None = None,
    note: str = "",
) -> Case:
    """Keep the word; a reason whose row `reopens` opens the case again by itself, within the window."""
    held = hold(case, at)
    actor = allow(by, Verb.RATE, held.case, held.at)
    if fixed and fixed not in Fixed.values:
        raise Refused(f"Không có câu trả lời “{fixed}” cho câu hỏi việc đã được giải quyết chưa.")
    line = held.line(Verb.RATE, by=actor, score=score, fixed=fixed, reasons=list(reasons), note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    reopening = [code for code in reasons if (row := listed("rate", code)) and row.reopens]
    if not reopening or not may_reopen(held.case, held.at):
        return held.case
    return reopen(held.case, by=THE_SYSTEM, reason=reopening[0], at=held.at)


class RateForm(VerbForm):
    score = forms.TypedChoiceField(label="Mức hài lòng", choices=Score.choices, coerce=int)
    fixed = forms.ChoiceField(
        label="Việc này đã được giải quyết chưa?", choices=[("", "Chưa hỏi"), *Fixed.choices], required=False
    )
    reasons = forms.MultipleChoiceField(
        label="Chưa hài lòng vì", widget=forms.CheckboxSelectMultiple, required=False
    )

    def prepare(self) -> None:
        field: Any = self.fields["reasons"]
        field.choices = reason_choices("rate")()[1:]


rate_panel = panel(Verb.RATE, rate, RateForm)
