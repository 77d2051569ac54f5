"""Troubles (màn hình văn bản gửi chưa được): deliveries that did not arrive, and another try."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .deliveries import deliver_again
from .lists import look_of
from .policy import may_issue
from .queries import PAGE, troubles_of


@require_safe
@login_required
@never_cache
def troubles(request: HttpRequest) -> HttpResponse:
    look, units = look_of(request), directory()
    on = civil_date(look.at)
    found = troubles_of(look).select_related("recipient__document", "message")[:PAGE]
    rows = [(one, units.unit(one.recipient.unit_id, on).name) for one in found]
    return render(request, "letters/troubles.html", {"rows": rows})


@require_POST
@login_required
def again(request: HttpRequest, pk: int) -> HttpResponse:
    look = look_of(request)
    delivery = get_object_or_404(troubles_of(look), pk=pk)
    issuer = delivery.recipient.document.issuer_id
    try:
        if issuer is None or not may_issue(look.person, issuer, look.at):
            raise Refused("Chỉ văn thư của cơ quan ban hành mới gửi lại văn bản.")
        deliver_again(delivery, by=look.person, at=look.at)
    except Refused as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, "Đã xếp gửi lại.")
    return redirect("letters:troubles")
