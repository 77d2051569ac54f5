"""Panels that tie documents together (bảng thay thế, đính chính, liên kết văn bản)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms

from .amending import begin_correction, begin_replacement
from .attach import BY_HAND, attach, by_hand, detach, document_named
from .models import Document, Relation
from .panels import PanelForm, panel

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


class ReplaceForm(PanelForm):
    reason = forms.CharField(label="Lý do thay thế", widget=forms.Textarea(attrs={"rows": 3}))
    information = (
        "Dùng khi sai nội dung. Dự thảo mới chép lại toàn bộ văn bản này để sửa; "
        "văn bản này hết hiệu lực khi văn bản mới phát hành."
    )


class CorrectForm(PanelForm):
    reason = forms.CharField(
        label="Sai sót và nội dung đính chính",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ví dụ: Tại dòng thứ hai điểm 1, “năm 2020” sửa thành “năm 2021”. Câu này vào lời văn.",
    )
    information = (
        "Dùng khi sai thể thức, kỹ thuật trình bày. Dự thảo công văn đính chính gửi đúng các nơi đã nhận "
        "văn bản này; văn bản này vẫn còn hiệu lực."
    )


class AttachForm(PanelForm):
    relation = forms.ChoiceField(label="Quan hệ", choices=[(one.value, one.label) for one in BY_HAND])
    number_symbol = forms.CharField(
        label="Số, ký hiệu", max_length=80, help_text="Ví dụ: 1384/TTKD ĐNI. Văn bản bạn được xem."
    )
    issued_on = forms.DateField(
        label="Ngày văn bản",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Chỉ cần khi nhiều văn bản cùng số, ký hiệu.",
    )
    information = "Văn bản gửi kèm đi cùng dự thảo này đến mọi nơi nhận (bản chính, không có phụ lục)."
    said = "Đã liên kết."


class DetachForm(PanelForm):
    link = forms.TypedChoiceField(
        label="Liên kết", coerce=int, error_messages={"invalid_choice": "Liên kết này đã được gỡ."}
    )
    said = "Đã gỡ liên kết."

    def prepare(self) -> None:
        links = by_hand(self.document)
        cast(Any, self.fields["link"]).choices = [
            (one.pk, f"{one.get_relation_display()}: {one.to.name}") for one in links
        ]


def attach_named(
    document: Document,
    *,
    relation: str,
    number_symbol: str,
    issued_on: date | None,
    by: Person,
    at: datetime,
) -> Document:
    to = document_named(number_symbol, issued_on, by=by, at=at)
    return attach(document, to, Relation(relation), by=by, at=at)


replace_panel = panel(begin_replacement, ReplaceForm, "Thay thế")
correct_panel = panel(begin_correction, CorrectForm, "Đính chính")
attach_panel = panel(attach_named, AttachForm, "Liên kết văn bản")
detach_panel = panel(detach, DetachForm, "Gỡ liên kết")
