"""Finding (tìm): the search page, and the same answers as JSON for the command palette."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoiam.cases.search import search
from hoiam.kit.clock import now

from .rows import rows_of
from .seats import person_of

IN_PALETTE = 8


@require_safe
@login_required
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    at, text = now(), request.GET.get("q", "").strip()
    found = search(person_of(request), text, at)
    context = {"text": text, "rows": rows_of(found.cases, at), "is_cut": found.is_cut, "now": at}
    return render(request, "desk/find.html", context)


@require_safe
@login_required
@never_cache
def find_json(request: HttpRequest) -> JsonResponse:
    """`[{label, url, note}]`, the few best."""
    at, text = now(), request.GET.get("q", "").strip()
    rows = rows_of(search(person_of(request), text, at, limit=IN_PALETTE).cases, at)
    found = [{"label": row.title, "url": row.url, "note": f"{row.shown_code} · {row.meta}"} for row in rows]
    return JsonResponse(found, safe=False, json_dumps_params={"ensure_ascii": False})
