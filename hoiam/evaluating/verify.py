"""Verify (báo cáo xác minh): whoever was sent says what he found, with papers when there are some."""

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
from .models import Verification
from .telling import tell_matter, workers
from .write import begin


@transaction.atomic
def verify(
    verification: Verification,
    *,
    by: Person,
    report: str,
    upload: UploadedFile | None = None,
    at: datetime | None = None,
) -> Verification:
    """The report, once. Whoever has moved into the accused unit meanwhile may no longer give it."""
    held, to = begin(verification.matter, Step.VERIFY, by=by, at=at)
    sent = Verification.objects.select_for_update().get(pk=verification.pk)
    if sent.done_at is not None or sent.withdrawn_at is not None or sent.verifier_id != by.pk:
        raise Refused("Việc xác minh này đã kết thúc hoặc đã giao người khác.")
    if not report.strip():
        raise Refused("Báo cáo xác minh phải nêu kết quả.")
    sent.report, sent.done_at = report.strip(), held.at
    sent.file = keep(upload, by=by, at=held.at) if upload else None
    sent.save()
    held.move(to)
    held.record(Step.VERIFY, by=by, words=report, file=sent.file)
    tell_matter(held.matter, workers(held.matter, held.at), "đã có báo cáo xác minh", at=held.at)
    return sent


class VerifyForm(forms.Form):
    report = WordsField(label="Kết quả xác minh", rows=8)
    upload = forms.FileField(label="Biên bản, tài liệu", required=False)
