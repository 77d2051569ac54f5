"""Explain (giải trình): the accused unit answers what it was asked, on a page of its own."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.inputs import WordsField
from hoiam.files.keep import keep
from hoiam.kit.refusal import Refused

from .lifecycle import Step
from .models import Explanation
from .telling import tell_matter, workers
from .write import begin


@transaction.atomic
def explain(
    explanation: Explanation,
    *,
    by: Person,
    text: str,
    upload: UploadedFile | None = None,
    at: datetime | None = None,
) -> Explanation:
    """The unit's answer, once. After its time is over it may still answer, until somebody else goes on."""
    held, to = begin(explanation.matter, Step.EXPLAIN, by=by, at=at)
    asked = Explanation.objects.select_for_update().get(pk=explanation.pk)
    if asked.answered_at is not None:
        raise Refused("Đơn vị đã gửi giải trình này.")
    if not text.strip():
        raise Refused("Giải trình phải nêu rõ sự việc.")
    asked.answer, asked.answered_by, asked.answered_at = text.strip(), by, held.at
    asked.file = keep(upload, by=by, at=held.at) if upload else None
    asked.save()
    held.move(to)
    is_late = asked.due_at < held.at
    held.record(Step.EXPLAIN, by=by, words=text, file=asked.file, late=is_late)
    tell_matter(held.matter, workers(held.matter, held.at), "đã có giải trình", at=held.at)
    return asked


class ExplainForm(forms.Form):
    text = WordsField(label="Giải trình của đơn vị", rows=8)
    upload = forms.FileField(label="Tài liệu kèm theo", required=False)
