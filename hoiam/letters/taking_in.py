"""Taking in (màn hình tiếp nhận văn bản đến): a file from outside, with what identifies it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .content import Kind
from .models import Document
from .models.document import KIND_LABELS
from .policy import may_take_in
from .queries import Look
from .take_in import take_in

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


class TakeInForm(forms.Form):
    file = forms.FileField(label="Tệp văn bản (PDF)")
    number_symbol = forms.CharField(
        label="Số, ký hiệu",
        max_length=80,
        required=False,
        help_text="Ví dụ: 1384/TTKD ĐNI. Để trống: đọc từ tệp.",
    )
    date = forms.DateField(label="Ngày văn bản", widget=forms.DateInput(attrs={"type": "date"}))
    issuer = forms.TypedChoiceField(label="Cơ quan ban hành", coerce=int, required=False, empty_value=None)
    issuer_name = forms.CharField(
        label="Cơ quan ban hành khác", max_length=250, required=False, help_text="Khi không có trong danh bạ."
    )
    kind = forms.ChoiceField(label="Loại văn bản", choices=[(k.value, v) for k, v in KIND_LABELS.items()])
    subject = forms.CharField(label="Trích yếu", widget=forms.Textarea(attrs={"rows": 2}))
    signer = forms.CharField(label="Người ký", max_length=250)
    unit = forms.TypedChoiceField(label="Đơn vị tiếp nhận", coerce=int)

    def __init__(self, *args: Any, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on, units = civil_date(look.at), directory()
        own = [(u, units.unit(u, on).name) for u in look.seat.units if may_take_in(look.person, u, look.at)]
        every = [("", "Chọn cơ quan"), *((u.id, units.label(u.id, on)) for u in units.units(on))]
        cast(Any, self.fields["unit"]).choices = own
        cast(Any, self.fields["issuer"]).choices = every

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("issuer") is None and not given.get("issuer_name"):
            self.add_error("issuer", "Hãy chọn cơ quan, hoặc ghi tên ở ô dưới.")
        return given

    def take(self, by: Person, look: Look) -> Document:
        given = self.cleaned_data
        return take_in(
            given["file"],
            number_symbol=given["number_symbol"],
            date=cast(date, given["date"]),
            signer=given["signer"],
            issuer=given["issuer"] if given["issuer"] is not None else given["issuer_name"],
            kind=Kind(given["kind"]),
            subject=given["subject"],
            by=by,
            at=look.at,
            unit=given["unit"],
        )


@require_http_methods(["GET", "POST"])
@login_required
def taking_in(request: HttpRequest) -> HttpResponse:
    person = cast("Person", request.user)
    look = Look(person, now())
    if not any(may_take_in(person, unit, look.at) for unit in look.seat.units):
        raise PermissionDenied("Trang này dành cho Văn thư và Lãnh đạo, Đầu mối của các đơn vị.")
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form, refused = TakeInForm(data, files, look=look), None
    if request.method == "POST" and form.is_valid():
        try:
            made = form.take(person, look)
        except Refused as no:
            refused = no
        else:
            messages.success(request, "Đã tiếp nhận văn bản.")
            return redirect("letters:document", made.pk)
    context = {
        "form": form,
        "refused": refused,
        "title": "Tiếp nhận văn bản",
        "submit": "Tiếp nhận",
        "back": "letters:home",
        "back_label": "Văn bản",
    }
    return render(request, "letters/form.html", context, status=422 if request.method == "POST" else 200)
