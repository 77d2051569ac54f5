"""The overview (tổng quan): red things first, by unit; every figure opens its list."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoiam.cases.queues import Look, Queue, overdue, overdue_by_unit
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.kit.ui.shapes import Bar, Part
from hoiam.units.directory import directory

from .inbox import listing
from .lists import counted
from .seats import person_of, require_watching

DRAWN = 20


@require_safe
@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    look = Look(person_of(request), now())
    require_watching(look.person, look.at)
    book, on = directory(), civil_date(look.at)
    late = [(book.unit(unit, on), count) for unit, count in overdue_by_unit(look)]
    rows = [(unit.name, count, reverse("desk:late", args=[unit.code])) for unit, count in late]
    context = {
        "late": sum(count for _, count, _ in rows),
        "units": len(rows),
        "bars": [Bar(name, [Part(count, "b", url)], url=url) for name, count, url in rows[:DRAWN]],
        "rest": rows[DRAWN:],
        "lists": _lists(look),
        "now": look.at,
    }
    return render(request, "desk/overview.html", context)


def _lists(look: Look) -> list[tuple[str, str, str, bool]]:
    """(label, count, address, red) of this person's lists that are not empty; red ones first."""
    rows = [entry for entry in counted(look) if entry.count]
    return [
        (row.label, str(row.count), row.url, row.is_red) for row in sorted(rows, key=lambda r: not r.is_red)
    ]


@require_safe
@login_required
@never_cache
def late(request: HttpRequest, unit: str) -> HttpResponse:
    """What one unit is late with, as far as this person may see it."""
    look = Look(person_of(request), now())
    require_watching(look.person, look.at)
    on = civil_date(look.at)
    try:
        found = directory().unit(directory().unit_id(unit, on), on)
    except Refused as no:
        raise Http404 from no
    queue = Queue("late", f"Quá hạn: {found.name}", "Tổng quan", lambda _: Q(holder=found.id) & overdue(look))
    return listing(request, queue, look)
