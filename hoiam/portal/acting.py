"""Acting (người gửi làm): an address for each thing a petitioner does; done once, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hoiam.cases.line import THE_PETITIONER
from hoiam.intake.limits import Limit
from hoiam.intake.secret import is_key, new_key
from hoiam.intake.sending import digest, once_patiently
from hoiam.kit.refusal import Refused

from .acts import ACTS, forms_of
from .follow import case_or_404, show
from .pages import private

if TYPE_CHECKING:
    from hoiam.cases.models import Case

ACTING: Final = Limit("act", 30, "Việc này vừa được cập nhật nhiều lần; xin đợi một giờ, hoặc gọi 1022.")


@private
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, secret: str, act: str) -> HttpResponse:
    case, wanted = case_or_404(secret), ACTS.get(act)
    if wanted is None:
        raise Http404
    if request.method == "GET":
        return HttpResponseRedirect(reverse("portal:follow", args=[secret]))
    form: Any = wanted.form(request.POST, request.FILES, prefix=act)
    refused = ""
    if form.is_valid():
        try:
            _do(case, act, form, request.POST.get("key", ""))
        except Refused as no:
            refused = str(no)
        else:
            return HttpResponseRedirect(f"{reverse('portal:follow', args=[secret])}?xong={act}")
    return _refused(request, case, secret, act, form, refused)


def _do(case: Case, name: str, form: Any, key: str) -> None:
    wanted = ACTS[name]
    ACTING.spend(case.code)

    def work() -> tuple[int, Any]:
        wanted.do(case, by=THE_PETITIONER, **form.answers())
        return 200, {}

    once_patiently(f"portal:{name}:{case.pk}", key if is_key(key) else new_key(), _body(form), work)


def _body(form: Any) -> dict[str, Any]:
    said = {name: value for name, value in form.cleaned_data.items() if name != "photos"}
    return {**said, "files": [digest(upload) for upload in form.cleaned_data.get("photos", ())]}


def _refused(
    request: HttpRequest, case: Case, secret: str, name: str, form: forms.Form, refused: str
) -> HttpResponse:
    now_case = case_or_404(secret)
    more = {"refused": refused, "forms": forms_of(now_case, bound=name, form=form)}
    return show(request, now_case, secret, more, status=422)
