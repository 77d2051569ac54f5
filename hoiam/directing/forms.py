"""Forms (biểu mẫu) of directives: what a person decides; everything else is data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.http import HttpRequest

from hoiam.accounts.models import Person
from hoiam.files.keep import keep
from hoiam.intake.form import MOST_FILES, PhotosField
from hoiam.kit.ids import read_code
from hoiam.kit.posting import bound
from hoiam.kit.refusal import Refused

from .models import Point, ReplyItem
from .saying import Said, Words
from .take_in import TypedLine, TypedPoint

DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]
SHORT: Final = 500  # what stands in one cell of the annex


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(input_formats=DAYS, widget=widget, **kwargs)


def words_field(label: str, rows: int = 2, most: int = 4000, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, required=False, widget=widget, max_length=most, **kwargs)


class SignerField(forms.ModelChoiceField):
    """Who signs: the rows of the body that day."""

    def __init__(self, **kwargs: Any) -> None:
        none = Person.objects.none()
        super().__init__(none, label="Người ký", required=False, empty_label="Người ký đầu tiên", **kwargs)

    def label_from_instance(self, obj: Person) -> str:
        return obj.full_name


class _Signed(forms.Form):
    signer = SignerField()

    def __init__(self, *args: Any, signers: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(signers) < 2:
            del self.fields["signer"]
        else:
            self.fields["signer"].queryset = Person.objects.filter(pk__in=signers)  # type: ignore[attr-defined]


class ComposeForm(_Signed):
    reply_before = DayField(
        label="Báo cáo trước ngày", help_text="Muộn từ 0 giờ của ngày này.", required=False
    )
    context = words_field(
        "Bối cảnh", 3, help_text="Đứng trước câu về số lượt gọi, ví dụ “Trước tình hình dịch bệnh …”."
    )
    centre_report = forms.ModelChoiceField(
        None, label="Báo cáo của Tổng đài (kèm theo)", required=False, empty_label="Không nêu"
    )  # type: ignore[var-annotated]
    office_report = forms.ModelChoiceField(
        None, label="Căn cứ: báo cáo của Văn phòng", required=False, empty_label="Không nêu"
    )  # type: ignore[var-annotated]
    field_order = ("reply_before", "context", "office_report", "centre_report", "signer")

    def __init__(self, *args: Any, reports: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("office_report", "centre_report"):
            self.fields[name].queryset = reports  # type: ignore[attr-defined]


class CascadeForm(_Signed):
    reply_before = DayField(label="Các đơn vị báo cáo trước ngày", required=False)
    field_order = ("reply_before", "signer")


class ItemForm(forms.Form):
    """What is said of one line; nothing chosen, nothing said."""

    claim = forms.ChoiceField(
        label="Kết quả", choices=[("", "Chưa báo cáo"), *ReplyItem.Claim.choices], required=False
    )
    until = DayField(label="Ngày sẽ xong", required=False)
    cause = words_field("Nguyên nhân chậm", most=SHORT)
    responsibility = words_field("Trách nhiệm", most=SHORT)
    remedy = words_field("Biện pháp khắc phục", most=SHORT)
    petitioner_word = words_field("Người gửi xác nhận", 1, SHORT, help_text="Hoặc: chưa liên hệ được, vì …")
    text = words_field("Ghi chú; đơn vị đề nghị chuyển đến")
    enclosed = PhotosField(
        label="Tài liệu kèm theo",
        required=False,
        help_text=f"Nhiều nhất {MOST_FILES} tệp: ảnh, PDF, Word, Excel hoặc ghi âm.",
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("enclosed") and not found.get("claim"):
            self.add_error("claim", "Chọn kết quả để gửi kèm tài liệu.")
        return found

    def said(self, code: str = "", point: int | None = None, *, by: Person | None) -> Said | None:
        """As it was written, with its files kept."""
        found = dict(self.cleaned_data)
        uploads = found.pop("enclosed")
        if not found["claim"]:
            return None
        files = tuple(keep(upload, by=by) for upload in uploads)
        return Said(code=code, point=point, files=files, **found)


class WordsForm(forms.Form):
    causes = words_field("Nguyên nhân chậm, trách nhiệm của tập thể, cá nhân", 3)
    remedies = words_field("Biện pháp khắc phục, thời gian hoàn thành", 3)
    proposals = words_field("Kiến nghị, đề xuất", 3)

    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in ("causes", "remedies", "proposals")})


class NameForm(WordsForm):
    """Through a link nobody is signed in: whoever answers writes who they are."""

    name = forms.CharField(label="Họ tên, chức vụ người báo cáo", max_length=120)
    field_order = ("name", "causes", "remedies", "proposals")


def item_forms(
    first: Mapping[str, Said], request: HttpRequest, points: Sequence[int] = ()
) -> dict[str, ItemForm]:
    """One form a line by its code, then one a point of the unit by "d" and its number."""
    names = [*first, *(f"d{number}" for number in points)]
    return {
        name: bound(ItemForm, request, prefix=name, initial=_first(first.get(name)), auto_id=f"{name}-%s")
        for name in names
    }


def _first(said: Said | None) -> dict[str, Any]:
    if said is None:
        return {}
    claim = "" if said.claim in ReplyItem.UNDONE and said.until is None else said.claim
    names = ("until", "cause", "responsibility", "remedy", "petitioner_word", "text")
    return {"claim": claim, **{name: getattr(said, name) for name in names}}


def are_valid(forms_in_order: Iterable[forms.Form]) -> bool:
    """Each is asked, so that each says what is wrong with it."""
    return all([form.is_valid() for form in forms_in_order])


def all_said(forms_by_name: Mapping[str, ItemForm], by: Person | None = None) -> list[Said]:
    """Everything said in forms that are valid."""
    found = []
    for name, form in forms_by_name.items():
        is_point = name.startswith("d")
        said = form.said(point=int(name[1:]), by=by) if is_point else form.said(code=name, by=by)
        if said is not None:
            found.append(said)
    return found


class TakenPointForm(forms.Form):
    """One point of a directive that came as a file."""

    text = words_field("Nội dung điểm", 3)
    key = forms.ChoiceField(label="Việc gì", choices=Point.Key.choices, initial=Point.Key.OTHER)
    reply_before = DayField(label="Báo cáo trước ngày", required=False)
    period = forms.CharField(label="Kỳ báo cáo", max_length=60, required=False)


class TakenLinesForm(forms.Form):
    codes = words_field(
        "Mã số các nội dung được giao", 4, help_text="Mỗi dòng một mã số; sau mã số có thể ghi tóm tắt."
    )
    annex = forms.TypedChoiceField(
        label="Thuộc", choices=[(1, "Chưa xử lý"), (2, "Chậm xử lý")], coerce=int, initial=1
    )

    def lines(self) -> list[TypedLine]:
        found = []
        for row in self.cleaned_data["codes"].splitlines():
            if row.strip():
                code, _, summary = row.strip().partition(" ")
                found.append(TypedLine(read_code(code), self.cleaned_data["annex"], summary.strip()))
        return found


def typed_points(forms_in_order: Sequence[TakenPointForm]) -> list[TypedPoint]:
    rows = [form.cleaned_data for form in forms_in_order]
    written = [row for row in rows if row["text"].strip()]
    if not written:
        raise Refused("Văn bản chỉ đạo phải có ít nhất một điểm, điểm nào cũng có nội dung.")
    return [
        TypedPoint(number, row["text"], row["key"], row["reply_before"], row["period"])
        for number, row in enumerate(written, start=1)
    ]
