"""Forms of taking (phiếu tiếp nhận): what an operator writes while somebody speaks."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms

from hoiam.cases.choices import CHANNELS, CONDUCT, KINDS, PETITIONERS, URGENCIES
from hoiam.cases.inputs import UnitField, WordsField, area_choices, category_choices
from hoiam.cases.petition import Petition
from hoiam.cases.reading import read_conduct, read_place
from hoiam.cases.world import world
from hoiam.contacts.models import Contact
from hoiam.files.inputs import FilesField
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import normal_phone

# By these doors somebody of the house writes it down; the others write for themselves.
BY_HAND: Final = ("phone", "counter", "paper", "zalo", "email")
TAKEN: Final = [(code, label) for code, label in CHANNELS if code in BY_HAND]


class StillOpen(Refused):
    """Whoever asks again about a matter joins it; a new case is made when told that it is another matter."""

    def __init__(self) -> None:
        super().__init__("Hỏi lại việc cũ thì ghi thêm lần liên hệ, không lập phiếu mới.")


class PhoneField(forms.CharField):
    """Cleans to E.164, or to nothing."""

    widget = forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return normal_phone(text) if text else ""
        except Refused as no:
            raise forms.ValidationError(str(no)) from no


class TakeForm(forms.Form):
    channel = forms.ChoiceField(label="Kênh", choices=TAKEN, initial="phone")
    phone = PhoneField(label="Số điện thoại", max_length=20, required=False)
    # Shown once the telephone was found to have an open case; never filled in from a draft.
    other = forms.BooleanField(
        label="Đây là việc khác", required=False, widget=forms.CheckboxInput({"data-keep-not": True})
    )
    name = forms.CharField(label="Tên người gửi", max_length=120, required=False)
    petitioner = forms.ChoiceField(label="Người gửi", choices=PETITIONERS, initial="person")
    confidential = forms.BooleanField(
        label="Giữ kín danh tính",
        required=False,
        help_text="Chỉ người được giao ở Tổng đài xem được; đơn vị xử lý không thấy tên và số điện thoại.",
    )
    content = WordsField(label="Người gửi nói", rows=6)
    summary = forms.CharField(
        label="Tóm tắt", max_length=500, required=False, help_text="Một dòng, không có thông tin cá nhân."
    )
    kind = forms.ChoiceField(label="Loại", choices=KINDS, initial="report")
    category = forms.ChoiceField(label="Lĩnh vực", choices=category_choices, required=False)
    urgency = forms.ChoiceField(label="Mức khẩn", choices=URGENCIES, initial="normal")
    area = forms.ChoiceField(label="Địa bàn", choices=area_choices, required=False)
    address = forms.CharField(label="Địa chỉ", max_length=300, required=False)
    attached = FilesField(label="Tệp kèm theo", required=False)
    conduct_unit = UnitField(
        label="Phản ánh về công vụ của đơn vị",
        required=False,
        help_text="Đơn vị bị phản ánh và đơn vị cấp dưới của đơn vị ấy không thấy phản ánh này.",
    )
    conduct_about = forms.ChoiceField(label="Về việc", choices=[("", "Chọn một"), *CONDUCT], required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        if bool(given.get("conduct_unit")) != bool(given.get("conduct_about")):
            self.add_error("conduct_about", "Phản ánh về công vụ phải nêu cả đơn vị và về việc gì.")
        if given.get("confidential") and not given.get("phone"):
            self.add_error("phone", "Giữ kín danh tính cần có số điện thoại để báo kết quả.")
        return given

    def ask_again(self, why: str) -> None:
        """Ask whether this is another matter; a browser gives chosen files once only."""
        self.add_error("other", why)
        if self.files:
            self.add_error("attached", "Trình duyệt không giữ lại tệp đã chọn; xin chọn lại tệp kèm theo.")


class AtOnceForm(forms.Form):
    """A contact answered on the spot makes no case; it is counted."""

    about = forms.ChoiceField(label="Về việc", choices=Contact.About.choices, initial="procedure")
    channel = forms.ChoiceField(label="Kênh", choices=TAKEN, initial="phone")
    phone = PhoneField(label="Số điện thoại", max_length=20, required=False)
    procedure_code = forms.CharField(label="Mã thủ tục", max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands on one page with the other form, which has fields of the same names.
        super().__init__(*args, **{**kwargs, "auto_id": "ngay_%s"})


def petition_from(given: dict[str, Any], at: datetime) -> Petition:
    """What the form says, as a petition received at that moment."""
    rules, on = world(), civil_date(at)
    place = {"area": given["area"] or None, "address": given["address"] or None}
    accused = given["conduct_unit"]
    conduct = {"unit": rules.unit_code(accused, at), "about": given["conduct_about"]} if accused else None
    known = {key: given[key] for key in ("name", "phone") if given[key]}
    return Petition(
        kind=given["kind"],
        channel=given["channel"],
        content=given["content"],
        received_at=at,
        category=rules.category(given["category"], on) if given["category"] else None,
        urgency=given["urgency"],
        summary=given["summary"] or None,
        petitioner={
            "type": given["petitioner"] if known else "anonymous",
            "confidential": given["confidential"],
            **known,
        },
        place=read_place(place, on, rules) if any(place.values()) else None,
        conduct=read_conduct(conduct, on, rules) if conduct else None,
    )
