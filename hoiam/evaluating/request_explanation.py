"""Request an explanation (đề nghị giải trình): the accused unit reads this text, and nothing else at all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.giving_away import gives_away
from hoiam.cases.inputs import WordsField
from hoiam.kit.refusal import Refused

from .lifecycle import Step
from .models import Explanation, Matter
from .panel import StepForm, step_panel
from .telling import tell_accused
from .write import begin


@transaction.atomic
def request_explanation(matter: Matter, *, by: Person, text: str, at: datetime | None = None) -> Matter:
    """Ask the accused unit. What would tell it of a conduct case, or of who brought it, is refused."""
    held, to = begin(matter, Step.REQUEST_EXPLANATION, by=by, at=at)
    if not text.strip():
        raise Refused("Đề nghị giải trình phải nêu rõ việc cần giải trình.")
    if held.matter.about == Matter.About.CONDUCT and held.matter.case is not None:
        told = gives_away(held.matter.case, text)
        if told:
            raise Refused(
                f"Nội dung gửi đơn vị không được có {told}; hãy nêu sự việc, không nêu người phản ánh."
            )
    held.move(to)
    assert held.clock is not None
    explanation = Explanation.objects.create(
        matter=held.matter,
        accused_id=held.matter.accused_id,
        text=text.strip(),
        asked_by=by,
        asked_at=held.at,
        due_at=held.clock.due_at,
    )
    held.record(Step.REQUEST_EXPLANATION, by=by, words=text, explanation=explanation.key.hex)
    tell_accused(explanation, at=held.at)
    return held.matter


class RequestExplanationForm(StepForm):
    text = WordsField(
        label="Việc cần giải trình",
        rows=6,
        help_text="Đơn vị chỉ đọc được đoạn này: không nêu mã phản ánh, không nêu người phản ánh.",
    )


request_explanation_panel = step_panel(Step.REQUEST_EXPLANATION, request_explanation, RequestExplanationForm)
