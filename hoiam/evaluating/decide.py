"""Decide (quyết định): the head of the authority agrees, or gives the proposal back with a reason."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.inputs import WordsField
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused

from .lifecycle import Measure, State, Step
from .models import Matter
from .panel import StepForm, step_panel
from .telling import tell_matter, workers
from .write import begin


@transaction.atomic
def decide(
    matter: Matter, *, by: Person, is_agreed: bool, text: str = "", at: datetime | None = None
) -> Matter:
    """Agreed: to be carried out by the day proposed. Not agreed: back to home affairs, with why."""
    held, to = begin(matter, Step.DECIDE, by=by, at=at)
    if not is_agreed and not text.strip():
        raise Refused("Không đồng ý thì phải nêu lý do.")
    if not is_agreed:
        to = State.CONCLUDED
    elif held.matter.measures == [Measure.NONE]:
        to = State.EXECUTED  # nothing is to be carried out
    held.move(to, due_at=_closing(held.matter) if to == State.DECIDED else None)
    held.record(Step.DECIDE, by=by, words=text, agreed=is_agreed)
    words = "đã có quyết định" if is_agreed else "đề xuất được trả lại"
    tell_matter(held.matter, workers(held.matter, held.at), words, at=held.at)
    return held.matter


def _closing(matter: Matter) -> datetime | None:
    """The end of the day by which the decision is to be carried out; none named: by the term row."""
    if matter.execute_by is None:
        return None
    return datetime.combine(matter.execute_by, time(23, 59, 59), tzinfo=VN)


class DecideForm(StepForm):
    is_agreed = forms.TypedChoiceField(
        label="Quyết định",
        choices=(("yes", "Đồng ý với đề xuất"), ("no", "Không đồng ý, trả lại đề xuất")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = WordsField(label="Ý kiến chỉ đạo", rows=3, required=False)


decide_panel = step_panel(Step.DECIDE, decide, DecideForm)
