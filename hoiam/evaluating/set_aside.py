"""Set aside (không xem xét): it is no matter for home affairs, with the reason, before anybody was asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.inputs import WordsField
from hoiam.kit.refusal import Refused

from .lifecycle import Step
from .models import Matter
from .panel import StepForm, step_panel
from .write import begin


@transaction.atomic
def set_aside(matter: Matter, *, by: Person, text: str, at: datetime | None = None) -> Matter:
    """Ended with its reason; it stays in the list of those that have ended."""
    held, to = begin(matter, Step.SET_ASIDE, by=by, at=at)
    if not text.strip():
        raise Refused("Không xem xét thì phải nêu lý do.")
    held.move(to)
    held.record(Step.SET_ASIDE, by=by, words=text)
    return held.matter


class SetAsideForm(StepForm):
    text = WordsField(label="Lý do")


set_aside_panel = step_panel(Step.SET_ASIDE, set_aside, SetAsideForm)
