"""Conclude (kết luận): founded, in part, not founded, or not enough to say; with the reasons."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.inputs import WordsField
from hoiam.kit.refusal import Refused

from .lifecycle import Finding, Step
from .models import Matter
from .panel import StepForm, step_panel
from .write import begin


@transaction.atomic
def conclude(matter: Matter, *, by: Person, finding: str, text: str, at: datetime | None = None) -> Matter:
    """The finding, after somebody outside the unit has verified."""
    held, to = begin(matter, Step.CONCLUDE, by=by, at=at)
    if finding not in Finding.values:
        raise Refused("Kết luận phải chọn: có cơ sở, một phần, không có cơ sở hoặc chưa đủ căn cứ.")
    if not text.strip():
        raise Refused("Kết luận phải nêu căn cứ.")
    held.move(to, finding=finding, found_at=held.at)
    held.record(Step.CONCLUDE, by=by, words=text, finding=finding)
    return held.matter


class ConcludeForm(StepForm):
    finding = forms.ChoiceField(label="Nhận định", choices=Finding.choices, widget=forms.RadioSelect)
    text = WordsField(label="Căn cứ của nhận định", rows=5)


conclude_panel = step_panel(Step.CONCLUDE, conclude, ConcludeForm)
