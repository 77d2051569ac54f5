"""Sending (gửi phản ánh): one plain form. Sent twice it makes one case; refused, it keeps every word."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hoiam.cases.idempotency import OtherBody, StillRunning
from hoiam.intake.form import MOST_WORDS, PetitionForm
from hoiam.intake.limits import Limit, TooMany, address_of
from hoiam.intake.secret import is_key, new_key
from hoiam.intake.sending import send_once
from hoiam.kit.refusal import Refused

from .lookup import pass_for
from .pages import page, private

SENDING: Final = Limit(
    "send", 30, "Từ mạng này đã gửi nhiều phản ánh trong một giờ; xin gửi lại sau, hoặc gọi 1022.",
    setting="HOIAM_SENDS_PER_HOUR",
)  # fmt: skip
SENT_BEFORE: Final = (
    "Tờ phản ánh này đã được gửi rồi, không cần gửi lại. "
    "Nếu nội dung bây giờ là một việc khác, xin bấm Gửi phản ánh lần nữa."
)


@private
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "key" in request.POST:
        return _send(request)
    first = {"content": (request.POST.get("content") or request.GET.get("viec", ""))[:MOST_WORDS]}
    return _show(request, PetitionForm(initial=first), new_key())


def _send(request: HttpRequest) -> HttpResponse:
    form = PetitionForm(request.POST, request.FILES)
    given = request.POST["key"]
    key = given if is_key(given) else new_key()
    if not form.is_valid():
        return _show(request, form, key, status=422)
    try:
        SENDING.spend(address_of(request))
        sent = send_once(key, form.petition(), form.cleaned_data["photos"], form.said())
    except OtherBody:
        return _show(request, form, new_key(), SENT_BEFORE, status=422)
    except StillRunning as no:
        return _show(request, form, key, str(no), status=409)
    except TooMany as no:
        return _show(request, form, key, str(no), status=429)
    except Refused as no:
        return _show(request, form, key, str(no), status=422)
    return HttpResponseRedirect(reverse("portal:sent", args=[sent.secret or pass_for(sent.code)]))


def _show(
    request: HttpRequest, form: PetitionForm, key: str, refused: str = "", status: int = 200
) -> HttpResponse:
    lost = bool(request.FILES) and status != 200
    context = {"form": form, "key": key, "refused": refused, "lost_files": lost}
    return page(request, "send", context, here="send", status=status)
