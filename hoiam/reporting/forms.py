"""Forms (biểu mẫu) of the report screens: a period, a report, an objection and its decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from hoiam.cases.inputs import DueField, ReasonField
from hoiam.kit.clock import now

from .models import Definition


class PeriodForm(forms.Form):
    """Announce a period so that units can look at their lines before it is cut off."""

    title = "Mở kỳ báo cáo"
    submit = "Mở kỳ"
    start = DueField(label="Từ")
    end = DueField(label="Đến (thời điểm chốt)")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("start"), found.get("end")
        if start and end and end <= start:
            self.add_error("end", "Thời điểm chốt phải sau đầu kỳ.")
        return found


class ReportForm(PeriodForm):
    """Make a report now, or get back the one that was made before."""

    title = "Lập báo cáo"
    submit = "Lập báo cáo"
    as_of = DueField(label="Số liệu chốt lúc", required=False, help_text="Để trống: đúng lúc hết kỳ.")
    definition = forms.ChoiceField(label="Cách xác định")
    recount = forms.BooleanField(label="Tính lại; nếu khác bản đã lưu thì lưu bản kế tiếp", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Definition.objects.order_by("code", "-version").distinct("code")
        self.fields["definition"].choices = [(row.code, f"{row}: {row.label}") for row in rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        as_of: datetime | None = found.get("as_of") or found.get("end")
        if as_of and found.get("end") and as_of < found["end"]:
            self.add_error("as_of", "Không được trước lúc hết kỳ.")
        elif as_of and as_of > now():
            self.add_error("as_of" if found.get("as_of") else "end", "Không được ở tương lai.")
        found["as_of"] = as_of
        return found


class ObjectionForm(forms.Form):
    text = forms.CharField(label="Ý kiến của đơn vị", widget=forms.Textarea({"rows": 3}), max_length=4000)
    upload = forms.FileField(label="Tài liệu làm căn cứ", required=False)


class DecisionForm(forms.Form):
    is_upheld = forms.TypedChoiceField(
        label="Quyết định",
        choices=[("yes", "Chấp nhận"), ("no", "Không chấp nhận")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    cause = ReasonField("cause", label="Nguyên nhân chậm", required=False)
    exclusion = ReasonField("exclusion", label="Loại trừ khi đánh giá", required=False)
    comment = forms.CharField(label="Lý do, ghi chú", widget=forms.Textarea({"rows": 2}), required=False)
