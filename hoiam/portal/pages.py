"""Pages (trang): what every public page is drawn with, and how long it may be kept by whom."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

View = Callable[..., HttpResponse]
FRESH: Final = 60  # seconds a public page may be shown again without asking

private: Final = never_cache  # of one petitioner: kept nowhere, not even by his own browser


def shared(view: View) -> View:
    """The same bytes for everybody: kept a minute by whoever likes, then asked about by its ETag."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=FRESH)
        return response

    return conditional_page(kept)


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    frame = {"here": here, "province_name": province_name()}
    return render(request, f"portal/{template}.html", {**frame, **context}, status=status)


def province_name() -> str:
    """“Đồng Nai”: short, as people say it; nothing where no centre has been set up yet."""
    book, on = directory(), civil_date(now())
    try:
        area = book.unit(book.root(on), on).area
    except Refused:
        return ""
    return book.area(area, on).name if area is not None else ""
