"""The inbox (hộp việc): one list of what must be done, in keyset pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoiam.cases.queries import rows_of_ids
from hoiam.cases.queues import Look, Queue, queue_named
from hoiam.kit.clock import now

from .frame import pages
from .lists import DRAFT_LISTS, lists_of
from .rows import rows_of
from .seats import person_of

PAGE = 50


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """The first list of this person, else their first page; who has neither is told so."""
    look = Look(person_of(request), now())
    addresses = [entry.url for entry in lists_of(look)] or [url for _, url in pages(look.seat, look.at)]
    if addresses:
        return redirect(addresses[0])
    return render(request, "desk/nothing.html")


@require_safe
@login_required
@never_cache
def inbox(request: HttpRequest, name: str) -> HttpResponse:
    look = Look(person_of(request), now())
    if name in DRAFT_LISTS:
        return _drafts(request, name, look)
    queue = queue_named(name, look)
    if queue is None:
        raise Http404
    return listing(request, queue, look)


def listing(request: HttpRequest, queue: Queue, look: Look) -> HttpResponse:
    """One list as a page: links on and back carry the key of the last row, not a number of pages."""
    page = queue.page(look, after=request.GET.get("sau", ""), before=request.GET.get("truoc", ""), size=PAGE)
    context = {
        "title": queue.label,
        "group": queue.group,
        "rows": rows_of(page.cases, look.at),
        "older": f"{request.path}?sau={page.older}" if page.older else "",
        "newer": f"{request.path}?truoc={page.newer}" if page.newer else "",
        "now": look.at,
        "address": request.get_full_path(),
    }
    return render(request, "desk/inbox.html", context)


def _drafts(request: HttpRequest, name: str, look: Look) -> HttpResponse:
    """The drafts of one person's unit are few: the first pages of them are all."""
    drafts = DRAFT_LISTS[name]
    if not look.seat.has(*drafts.roles):
        raise Http404
    ids = list(drafts.drafts(look.person, look.at).values_list("case_id", flat=True)[: PAGE * 4])
    rows = rows_of(rows_of_ids(look.person, ids, look.at), look.at)
    context = {"title": drafts.label, "group": drafts.group, "rows": rows, "now": look.at}
    return render(request, "desk/inbox.html", {**context, "address": request.get_full_path()})
