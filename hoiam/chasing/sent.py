"""What was sent (đã nhắc): every step taken, the newest first, and the messages that did not leave."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hoiam.accounts.models import Person
from hoiam.cases.queries import visible_cases
from hoiam.kit.clock import now
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.messaging.inbox import in_trouble
from hoiam.messaging.models import Message
from hoiam.messaging.sending import send_again
from hoiam.units.directory import directory
from hoiam.units.standing import sees_all, standing

from .models import Chased
from .seats import may_send_again, person_of, require_watching, watched_units

PAGE: Final = 50
NAMED: Final = 3


@require_safe
@login_required
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), now()
    seat = require_watching(person, at)
    before = request.GET.get("sau", "")
    taken = taken_by(person, at)
    if before.isdecimal() and len(before) <= 18:
        taken = taken.filter(pk__lt=int(before))
    found = list(taken[: PAGE + 1])
    rows = found[:PAGE]
    context = {
        "rows": [_row(row, at) for row in rows],
        "older": f"{request.path}?sau={rows[-1].pk}" if len(found) > PAGE else "",
        "stuck": [_stuck(row) for row in troubled(person, at)] if may_send_again(seat, at) else [],
        "watches_mail": may_send_again(seat, at),
        "now": at,
    }
    return render(request, "chasing/sent.html", context)


def taken_by(person: Person, at: datetime) -> QuerySet[Chased]:
    """The steps of cases this person may see, and of the units they watch where these are not all."""
    seat = standing(person, at)
    seen = Q(case=None) | Q(case__in=visible_cases(person, at).values("pk"))
    rows = Chased.objects.filter(seen).prefetch_related("notices__person").order_by("-pk")
    return rows if sees_all(seat, at) else rows.filter(unit__in=watched_units(seat, at))


def troubled(person: Person, at: datetime) -> list[Message]:
    """What failed or is stuck; nothing about a case this person may not see."""
    found = in_trouble(limit=PAGE)
    codes = {message.about for message in found if is_code(message.about)}
    seen = set(visible_cases(person, at).filter(code__in=codes).values_list("code", flat=True))
    return [message for message in found if message.about not in codes or message.about in seen]


def _stuck(message: Message) -> tuple[str, Message]:
    """What it is about, in words, and the row itself."""
    about = show_code(message.about) if is_code(message.about) else message.about
    return about or message.subject or "Thông báo", message


def is_code(about: str) -> bool:
    return len(about) == 12 and about.isdigit()


@require_POST
@login_required
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has looked at it, perhaps asked, and wants it sent after all."""
    person, at = person_of(request), now()
    if not may_send_again(standing(person, at), at):
        raise PermissionDenied("Chỉ Tổng đài và Văn phòng được gửi lại tin.")
    message = next((found for found in troubled(person, at) if found.pk == pk), None)
    if message is None:
        raise Http404
    try:
        send_again(message, by=person, at=at)
        messages.success(request, "Đã đưa vào hàng chờ gửi.")
    except Refused as no:
        messages.error(request, no.sentence)
    return redirect("chasing:sent")


def _row(row: Chased, at: datetime) -> dict[str, Any]:
    names = [notice.person.full_name for notice in row.notices.all()]
    return {
        "it": row,
        "code": show_code(row.about) if row.case_id else row.about,
        "url": reverse("desk:case", args=[show_code(row.about)]) if row.case_id else "",
        "unit": directory().unit(row.unit_id, civil_date(at)).name,
        "names": ", ".join(names[:NAMED]),
        "more": max(len(names) - NAMED, 0),
        "waiting": sum(notice.told_at is None for notice in row.notices.all()),
        "is_bad": row.outcome == Chased.Outcome.NOBODY,
    }
