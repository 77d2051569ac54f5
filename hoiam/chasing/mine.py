"""My notices (tin của tôi): what one person was told, and how they want to be told."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hoiam.kit.clock import now
from hoiam.kit.ids import show_code
from hoiam.messaging.inbox import inbox, mark_read
from hoiam.messaging.mail import USUAL, Choice, choices_of, choose
from hoiam.messaging.models import Message, State
from hoiam.units.standing import standing

from .seats import may_watch, person_of
from .sent import is_code

PAGE: Final = 50


class ChoiceForm(forms.Form):
    has_digest = forms.BooleanField(
        label="Gom việc chưa gấp vào bản tin buổi sáng", required=False,
        help_text="Bỏ chọn: mỗi việc báo riêng ngay khi đến bước.",
    )  # fmt: skip
    has_mail = forms.BooleanField(label="Gửi cả qua thư điện tử", required=False)


@require_safe
@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), now()
    before = request.GET.get("sau", "")
    known = before.isdecimal() and len(before) <= 18
    found = inbox(person, before=int(before) if known else None, limit=PAGE + 1)
    rows = found[:PAGE]
    context = {
        "rows": [_row(row) for row in rows],
        "older": f"{request.path}?sau={rows[-1].pk}" if len(found) > PAGE else "",
        "newest": rows[0].pk if rows else 0,
        "has_unread": any(row.state == State.SENT for row in rows),
        "form": ChoiceForm(initial=choices_of([person.pk]).get(person.pk, USUAL)._asdict()),
        "email": person.email,
        "may_watch": may_watch(standing(person, at)),
        "now": at,
    }
    return render(request, "chasing/mine.html", context)


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """Everything down from the newest row that was shown: what came meanwhile stays unread."""
    up_to = request.POST.get("den", "")
    if up_to.isdecimal() and len(up_to) <= 18:
        mark_read(person_of(request), at=now(), up_to=int(up_to))
    return redirect("chasing:mine")


@require_POST
@login_required
def chosen(request: HttpRequest) -> HttpResponse:
    form = ChoiceForm(request.POST)
    if form.is_valid():
        choose(person_of(request), Choice(**form.cleaned_data))
        messages.success(request, "Đã ghi cách nhận tin.")
    return redirect("chasing:mine")


def _row(message: Message) -> dict[str, Any]:
    code = show_code(message.about) if is_code(message.about) else ""
    return {
        "it": message,
        "url": reverse("desk:case", args=[code]) if code else "",
        "is_new": message.state == State.SENT,
    }
