"""The page of a reply link (trang báo cáo qua đường dẫn): public, for whoever has the address alone.

A wrong, ended and revoked token give the same nothing. Tries are counted by address and by token; nothing of
the page is kept anywhere.
"""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.calendars.lookup import calendar
from hoiam.files.responses import file_response
from hoiam.intake.limits import Limit, TooMany, address_of
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.letters.models import FileRole
from hoiam.units.directory import directory

from .acting import reply_forms, rows_of
from .dates import before_words
from .enclosed import enclosed
from .forms import NameForm, all_said, are_valid
from .models import Reply, ReplyLink
from .reply import lines_to_answer
from .reply_by_link import open_link, reply_by_link, said_through
from .sending import key_of, reply_once

TRIED: Final = "Đã thử nhiều lần trong một giờ; xin thử lại sau, hoặc liên hệ cơ quan đã gửi văn bản."
BY_ADDRESS: Final = Limit("directive-from", 60, TRIED)
BY_TOKEN: Final = Limit("directive-token", 30, TRIED)


def _opened(request: HttpRequest, token: str) -> ReplyLink:
    """The link, or 404; only tries that open nothing are counted against the address."""
    address = address_of(request)
    BY_ADDRESS.spend(address)
    link = open_link(token, now())
    if link is None:
        raise Http404
    BY_ADDRESS.forgive(address)
    if link.opened_at is None:
        ReplyLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now())
    return link


@never_cache
@require_http_methods(["GET", "POST"])
def reply_page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = _opened(request, token)
        return _page(request, token, link)
    except TooMany as no:
        return render(request, "directing/by_link_refused.html", {"refused": no}, status=429)


def _page(request: HttpRequest, token: str, link: ReplyLink) -> HttpResponse:
    at, directive, unit = now(), link.directive, link.unit_id
    said_by = said_through(link, at)
    lines = lines_to_answer(directive, unit, said_by, at)
    data = request.POST if request.method == "POST" else None
    items, form = reply_forms(directive, unit, said_by, lines, request, at), NameForm(data)
    refused, is_sent = None, False
    if data is not None and are_valid([form, *items.values()]):
        BY_TOKEN.spend(token)

        def work() -> Reply:
            name = form.cleaned_data["name"]
            return reply_by_link(token, all_said(items), name=name, at=at, words=form.words())

        try:
            reply_once(request, f"link:{link.pk}", work)
            is_sent = True
        except Refused as no:
            refused = no
    days = [point.reply_before for point in directive.points.all() if point.reply_before]
    context = {
        "directive": directive,
        "document": directive.document,
        "token": token,
        "unit_name": directory().unit(said_by, civil_date(at)).name,
        "rows": rows_of(directive, unit, items, lines),
        "form": form,
        "refused": refused,
        "is_sent": is_sent,
        "key": key_of(request, refused),
        "before": before_words(min(days), calendar()) if days else "",
        "expires_at": link.expires_at,
    }
    status = 422 if data is not None and not is_sent else 200
    answer = render(request, "directing/by_link.html", context, status=status)
    answer["Referrer-Policy"] = (
        "same-origin"  # the address is a secret; our own form must still name its origin
    )
    return answer


@never_cache
@require_safe
def paper(request: HttpRequest, token: str) -> HttpResponseBase:
    """The letter itself, for whoever has the link: the main document, without anybody's annexes."""
    try:
        link = _opened(request, token)
    except TooMany as no:
        return render(request, "directing/by_link_refused.html", {"refused": no}, status=429)
    files = link.directive.document.files.select_related("file")
    found = files.filter(role__in=(FileRole.ISSUED, FileRole.TAKEN_IN)).first()
    if found is None:
        raise Http404
    return file_response(found.file, request=request)


@never_cache
@require_safe
def enclosed_file(request: HttpRequest, token: str, number: int) -> HttpResponseBase:
    """What the company itself has enclosed, while the line is its own."""
    try:
        link = _opened(request, token)
    except TooMany as no:
        return render(request, "directing/by_link_refused.html", {"refused": no}, status=429)
    at = now()
    lines = lines_to_answer(link.directive, link.unit_id, said_through(link, at), at)
    own = enclosed(link.directive, [line.pk for line in lines.values()]).filter(item__reply__unit=link.unit)
    return file_response(get_object_or_404(own.select_related("file"), pk=number).file, request=request)
