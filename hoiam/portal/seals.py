"""Seals (niêm phong lịch sử): the roots everybody may keep, as a page and as JSON."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from hoiam.cases.seals.published import PAGE, all_published, latest_seals

from .pages import page, shared

_LONGEST: Final = 9  # digits of a number


@shared
@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("truoc", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST
    found = latest_seals(int(asked) if is_number else None)
    older = found[-1].number if len(found) == PAGE and found[-1].number > 1 else None
    context: dict[str, Any] = {"seals": found, "older": older}
    return page(request, "seals", context, here="figures")


@shared
@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(all_published(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'inline; filename="goc-niem-phong.json"'
    return response
