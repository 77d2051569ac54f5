"""Propose (đề xuất): what is to follow, laid before the head. Measures, never a discipline grade."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django import forms
from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.inputs import WordsField
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused

from .lifecycle import Finding, Measure, Step
from .models import Matter
from .panel import StepForm, step_panel
from .telling import heads, tell_matter
from .write import begin

FOUNDED = (Finding.UPHELD, Finding.PARTLY)


@transaction.atomic
def propose(
    matter: Matter,
    *,
    by: Person,
    measures: Sequence[str],
    execute_by: date | None = None,
    text: str = "",
    at: datetime | None = None,
) -> Matter:
    """Measures out of the list; "nothing" stands alone, and nothing follows what was not founded."""
    held, to = begin(matter, Step.PROPOSE, by=by, at=at)
    refuse_measures(held.matter.finding, measures)
    if execute_by is not None and execute_by <= civil_date(held.at):
        raise Refused("Hạn thực hiện phải sau ngày đề xuất.")
    held.move(to, measures=list(measures), execute_by=execute_by)
    assert held.clock is not None
    until = execute_by.isoformat() if execute_by else ""
    held.record(Step.PROPOSE, by=by, words=text, measures=list(measures), execute_by=until)
    words = "đề xuất chờ quyết định"
    tell_matter(held.matter, heads(held.matter, held.at), words, at=held.at, due_at=held.clock.due_at)
    return held.matter


def refuse_measures(finding: str, measures: Sequence[str]) -> None:
    if not measures or set(measures) - set(Measure.values):
        raise Refused("Đề xuất phải chọn ít nhất một hình thức trong danh sách.")
    if Measure.NONE in measures and len(measures) > 1:
        raise Refused("“Không xử lý” không đi cùng hình thức khác.")
    severe = {Measure.REMIND, Measure.REFER} & set(measures)
    if severe and finding not in FOUNDED:
        raise Refused("Không đề xuất nhắc nhở, phê bình hay kỷ luật khi nội dung không có cơ sở.")


class ProposeForm(StepForm):
    measures = forms.MultipleChoiceField(
        label="Đề xuất", choices=Measure.choices, widget=forms.CheckboxSelectMultiple
    )
    execute_by = forms.DateField(
        label="Hạn thực hiện", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    text = WordsField(label="Nội dung đề xuất", rows=4, required=False)


propose_panel = step_panel(Step.PROPOSE, propose, ProposeForm)
