"""The public form (phiếu gửi): what happened, where, and whom to tell, read into a Petition."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from hoiam.cases.inputs import WordsField
from hoiam.cases.line import Place
from hoiam.cases.petition import Petition
from hoiam.files.inputs import FilesField, FilesInput
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import normal_phone
from hoiam.units.directory import directory

MOST_FILES: Final = 5
MOST_WORDS: Final = 5000
KINDS: Final = [
    ("report", "Báo một việc cần giải quyết"),
    ("question", "Hỏi về thủ tục, quy định"),
    ("suggestion", "Góp ý, kiến nghị"),
    ("praise", "Gửi lời khen"),
]
IDENTITY: Final = ("name", "phone", "email", "tax_code")  # `address` is the place's, never the sender's


def commune_choices() -> list[tuple[str, str]]:
    """Communes and wards of today, by code, in Vietnamese order."""
    book, on = directory(), civil_date(now())
    return [
        ("", "Tôi không nhớ"),
        *((a.code, book.area_words(a.id, on)) for a in book.areas(on, "commune")),
    ]


class PhotosField(FilesField):
    """A few photos, documents or recordings; what they really are is looked at when they are kept."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        found = super().clean(data, initial)
        if len(found) > MOST_FILES:
            raise ValidationError(f"Gửi nhiều nhất {MOST_FILES} tệp; xin bớt {len(found) - MOST_FILES} tệp.")
        return found


class PetitionForm(forms.Form):
    """One plain form; a page may show it question by question."""

    content = WordsField(
        rows=6,
        label="Chuyện gì xảy ra?",
        max_length=MOST_WORDS,
        help_text="Kể như nói với người quen: việc gì, từ bao giờ, gây khó gì cho ông/bà.",
        error_messages={"required": "Xin viết vài dòng về việc ông/bà muốn nói."},
    )
    kind = forms.ChoiceField(
        label="Ông/bà muốn", choices=KINDS, initial="report", required=False, widget=forms.RadioSelect
    )
    area = forms.ChoiceField(
        label="Xã, phường", choices=commune_choices, required=False,
        help_text="Không nhớ cũng được; Tổng đài 1022 sẽ hỏi thêm nếu cần.",
    )  # fmt: skip
    address = forms.CharField(
        label="Chỉ thêm cho dễ tìm", max_length=300, required=False,
        help_text="Ví dụ: số nhà, tên đường, đối diện cổng chợ.",
    )  # fmt: skip
    lat = forms.FloatField(min_value=-90, max_value=90, required=False, widget=forms.HiddenInput)
    lng = forms.FloatField(min_value=-180, max_value=180, required=False, widget=forms.HiddenInput)
    photos = PhotosField(
        label="Hình ảnh", required=False,
        help_text=f"Nhiều nhất {MOST_FILES} tệp: ảnh, PDF hoặc ghi âm. Vị trí ghi trong ảnh được xóa.",
    )  # fmt: skip
    phone = forms.CharField(
        label="Số điện thoại", max_length=20, required=False,
        help_text="Để báo kết quả, và để ông/bà tra cứu bằng mã số.",
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(
        label="Thư điện tử", required=False, max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "Địa chỉ thư chưa đúng; ví dụ: ten@example.vn."},
    )  # fmt: skip
    name = forms.CharField(
        label="Họ và tên", max_length=120, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    anonymous = forms.BooleanField(
        label="Tôi không muốn để lại tên, số điện thoại", required=False,
        help_text="Vẫn được xem xét, nhưng Tổng đài không báo kết quả được; ông/bà xem bằng đường dẫn riêng.",
    )  # fmt: skip
    confidential = forms.BooleanField(
        label="Giữ kín danh tính của tôi", required=False,
        help_text="Đơn vị xử lý không thấy tên, số điện thoại của ông/bà; chỉ Tổng đài 1022 thấy.",
    )  # fmt: skip
    may_publish = forms.ChoiceField(
        label="Ông/bà có đồng ý công khai nội dung và kết quả, sau khi bỏ tên, số điện thoại, địa chỉ "
        "và hình người không?",
        choices=[("yes", "Đồng ý"), ("no", "Không")], required=False, widget=forms.RadioSelect,
    )  # fmt: skip
    business = forms.CharField(label="Tên doanh nghiệp, tổ chức", max_length=200, required=False)
    tax_code = forms.CharField(label="Mã số thuế", max_length=20, required=False)

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        try:
            return normal_phone(typed) if typed else ""
        except Refused as no:
            raise ValidationError(str(no)) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        is_reachable = said.get("phone") or said.get("email")
        if not is_reachable and not said.get("anonymous") and not {"phone", "email"} & self.errors.keys():
            self.add_error("phone", "Xin để lại số điện thoại hoặc thư điện tử, hoặc chọn không để lại.")
        if (said.get("lat") is None) != (said.get("lng") is None):
            said["lat"] = said["lng"] = None
        return said

    def petition(self, channel: str = "web") -> Petition:
        """What was said, resolved at this moment."""
        said, at = self.cleaned_data, now()
        return Petition(
            kind=said["kind"] or "report",
            channel=channel,
            content=said["content"],
            received_at=at,
            petitioner=self._petitioner(),
            place=self._place(),
            may_publish=said["may_publish"] == "yes",  # asked, and nothing chosen beforehand: silence is a no
        )

    def _petitioner(self) -> dict[str, Any]:
        """Who leaves no trace on purpose leaves none by a browser that filled in the rest."""
        said = self.cleaned_data
        if said["anonymous"]:
            return {"type": "anonymous", "confidential": True}
        known = {key: said[key] for key in IDENTITY if said.get(key)}
        if not said["business"]:
            return {"type": "person", "confidential": said["confidential"], **known}
        spoken_for = {"representative": known.pop("name")} if "name" in known else {}
        whole = {**known, **spoken_for, "name": said["business"]}
        return {"type": "business", "confidential": said["confidential"], **whole}

    def _place(self) -> Place | None:
        said, book = self.cleaned_data, directory()
        area = book.area_id(said["area"], civil_date(now())) if said["area"] else None
        place = Place(area, said["address"].strip() or None, said["lat"], said["lng"])
        return place if any(part is not None for part in place) else None

    def said(self) -> dict[str, Any]:
        """The body an idempotency key stands for; its digest alone is kept."""
        return {name: value for name, value in self.cleaned_data.items() if name != "photos"}
