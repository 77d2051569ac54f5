"""What is late (việc quá hạn): by unit and step reached; one click leads to reminding."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .lateness import page_of_unit, sections
from .seats import person_of, require_watching


@require_safe
@login_required
@never_cache
def late(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), now()
    require_watching(person, at)
    return render(request, "chasing/late.html", {"sections": sections(person, at), "now": at})


@require_safe
@login_required
@never_cache
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """What one unit is late with, as far as this person may see it."""
    person, at = person_of(request), now()
    require_watching(person, at)
    on = civil_date(at)
    try:
        found = directory().unit(directory().unit_id(code, on), on)
    except Refused as no:
        raise Http404 from no
    rows, older = page_of_unit(person, found.id, at, request.GET.get("sau", ""))
    context = {
        "unit": found,
        "rows": rows,
        "older": f"{request.path}?sau={older}" if older else "",
        "address": request.get_full_path(),
        "now": at,
    }
    return render(request, "chasing/unit.html", context)
