"""Execute (ghi kết quả thực hiện): what was done of what the head decided, with its paper."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.inputs import WordsField
from hoiam.files.keep import keep
from hoiam.kit.refusal import Refused

from .lifecycle import State, Step
from .models import Matter
from .panel import StepForm, step_panel
from .write import begin


@transaction.atomic
def execute(
    matter: Matter,
    *,
    by: Person,
    text: str,
    upload: UploadedFile | None = None,
    at: datetime | None = None,
) -> Matter:
    """Carried out. A matter nobody reported ends here: there is no petitioner to tell."""
    held, to = begin(matter, Step.EXECUTE, by=by, at=at)
    if not text.strip():
        raise Refused("Hãy ghi đã thực hiện thế nào.")
    file = keep(upload, by=by, at=held.at) if upload else None
    held.move(to if held.matter.case_id else State.CLOSED)
    held.record(Step.EXECUTE, by=by, words=text, file=file)
    return held.matter


class ExecuteForm(StepForm):
    text = WordsField(label="Kết quả thực hiện", rows=4)
    upload = forms.FileField(label="Văn bản, tài liệu", required=False)


execute_panel = step_panel(Step.EXECUTE, execute, ExecuteForm)
