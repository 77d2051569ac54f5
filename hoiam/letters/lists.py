"""The lists' screen (màn hình danh sách văn bản): tabs along the way of a document, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory

from .models import Signer
from .policy import may_keep_signers, may_take_in
from .queries import COUNTED, PAGE, TABS, Look, Tab, counts, documents_in, tab_named, troubles_of

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


def look_of(request: HttpRequest) -> Look:
    """Whoever has no seat in any unit has no documents."""
    look = Look(cast("Person", request.user), now())
    if not look.seat.seats:
        raise PermissionDenied("Trang này dành cho cán bộ của các đơn vị.")
    return look


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The first list in which something waits, else what came in."""
    found = counts(look_of(request))
    first = next((tab.code for tab in TABS if found.get(tab.code)), "den")
    return redirect("letters:list", first)


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest, tab: str) -> HttpResponse:
    look, shown = look_of(request), tab_named(tab)
    if shown is None:
        raise Http404
    before = request.GET.get("sau", "")
    rows = documents_in(shown, look, before=int(before) if before.isdecimal() and len(before) < 19 else 0)
    context = {
        "tab": shown,
        "tabs": _tabs(look),
        "documents": rows[:PAGE],
        "marks_unread": shown.code == "den",
        "older": f"?sau={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "newer": request.path if before else "",
        "may_take_in": any(may_take_in(look.person, unit, look.at) for unit in look.seat.units),
        "keeps_signers": may_keep_signers(look.person, look.at),
        "bodies": _bodies(look),
        "troubles": troubles_of(look).count(),
    }
    return render(request, "letters/list.html", context)


def _bodies(look: Look) -> list[tuple[int, str]]:
    """Bodies this person may write a letter for: those with a signer today, and a seat in their house."""
    on = civil_date(look.at)
    rows = Signer.objects.filter(unit__in=look.inside, during__contains=on).values_list("unit", flat=True)
    return [(unit, directory().unit(unit, on).name) for unit in sorted(set(rows))]


def _tabs(look: Look) -> list[tuple[Tab, str]]:
    found = counts(look)
    return [(tab, _count_words(found.get(tab.code, 0))) for tab in TABS]


def _count_words(count: int) -> str:
    return "" if not count else "99+" if count >= COUNTED else str(count)
