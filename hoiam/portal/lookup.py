"""Looking up (tra cứu): by the code and the whole telephone. A wrong code and a wrong telephone answer alike.

Who finds his case gets an address that works for some hours; the private link itself cannot be given again,
because nothing but its hash was kept.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hoiam.cases.queries import case_of_code_and_phone
from hoiam.intake.limits import Limit, TooMany, address_of
from hoiam.kit.ids import read_code
from hoiam.kit.refusal import Refused

from .pages import page, private

SALT: Final = "hoiam.portal.lookup"
LASTS: Final = 4 * 3600
NOT_FOUND: Final = "Không tìm thấy với mã số và số điện thoại này. Xin kiểm tra lại, hoặc gọi 1022."
TRIED: Final = "Đã thử nhiều lần trong một giờ; xin thử lại sau, hoặc gọi 1022 và đọc mã số."
BY_ADDRESS: Final = Limit("look-from", 20, TRIED)
BY_CODE: Final = Limit("look-code", 5, TRIED)


class LookupForm(forms.Form):
    code = forms.CharField(
        label="Mã số", max_length=40, help_text="12 chữ số, ví dụ 2610-4071583-5.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Xin ghi mã số được báo khi gửi."},
    )  # fmt: skip
    phone = forms.CharField(
        label="Số điện thoại đã dùng khi gửi", max_length=20,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": "Xin ghi đủ số điện thoại đã dùng khi gửi."},
    )  # fmt: skip


@private
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    form = LookupForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _show(request, form, status=200 if request.method == "GET" else 422)
    code, address = _plain(form.cleaned_data["code"]), address_of(request)
    try:
        BY_ADDRESS.spend(address)
        BY_CODE.spend(code)
    except TooMany as no:
        return _show(request, form, str(no), status=429)
    case = case_of_code_and_phone(code, form.cleaned_data["phone"])
    if case is None:
        return _show(request, form, NOT_FOUND, status=404)
    BY_ADDRESS.forgive(address)
    BY_CODE.forgive(code)
    return HttpResponseRedirect(reverse("portal:follow", args=[pass_for(case.code)]))


def pass_for(code: str) -> str:
    return signing.dumps(code, salt=SALT)


def code_of_pass(text: str) -> str | None:
    try:
        return str(signing.loads(text, salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        return None


def _plain(typed: str) -> str:
    """One code is one count, however it is written."""
    try:
        return read_code(typed)
    except Refused:
        return typed.strip()


def _show(request: HttpRequest, form: forms.Form, refused: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "refused": refused}
    return page(request, "lookup", context, here="lookup", status=status)
