"""What others have asked (việc người khác đã hỏi): the published list, its search, and one published case."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from hoiam.cases.published import PAGE, Mark, Published, published, published_by_code
from hoiam.kit.ids import show_code
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused

from .pages import page, shared
from .words import day_words

MOST_TYPED = 100


@shared
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:MOST_TYPED].strip()
    found = published(words, _mark(request.GET.get("sau", "")), PAGE + 1)
    shown = found[:PAGE]
    context = {
        "q": words,
        "tales": [tale(case) for case in shown],
        "older": _older(words, shown[-1].mark) if len(found) > PAGE else "",
        "newer": _address(q=words) if request.GET.get("sau") else "",
    }
    return page(request, "asked", context, here="asked")


@shared
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    case = published_by_code(code)
    if case is None:
        raise Http404
    return page(request, "asked_one", {"case": tale(case)}, here="asked")


def tale(case: Published) -> dict[str, Any]:
    """A published case as its card and its page show it."""
    ended_at = case.answered_at or case.received_at
    return {
        "code": show_code(case.code),
        "url": reverse("portal:asked_one", args=[show_code(case.code)]),
        "title": case.title,
        "text": case.text,
        "state": case.state,
        "label": "Kết thúc" if case.state == "closed" else "Đã trả lời" if case.answered_at else "Đang xử lý",
        "unit": case.unit,
        "field": case.field,
        "outcome": case.outcome,
        "in_time": case.in_time,
        "received_at": case.received_at,
        "answered_at": case.answered_at,
        "when": day_words(ended_at),
        "received": day_words(case.received_at),
        "at": ended_at,
    }


def _mark(text: str) -> Mark | None:
    """Where the page begins, as our own link said it; anything else begins at the beginning."""
    moment, _, number = text.partition("_")
    if not number.isdecimal() or len(number) > 18:
        return None
    try:
        return Mark(parse_moment(moment), int(number))
    except Refused:
        return None


def _older(words: str, mark: Mark) -> str:
    # Published at the same second, two cases are told apart by their numbers; so whole seconds will not do.
    return _address(q=words, sau=f"{mark.since.isoformat()}_{mark.id}")


def _address(**asked: str) -> str:
    given = {name: value for name, value in asked.items() if value}
    return reverse("portal:asked") + (f"?{urlencode(given)}" if given else "")
