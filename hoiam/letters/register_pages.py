"""The register's screen (màn hình sổ văn bản): every number in order, with the document that has it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory

from .lists import look_of
from .models import Register, RegisterEntry, RegisterYear
from .queries import PAGE
from .visible import documents_visible_to


@require_safe
@login_required
@never_cache
def registers(request: HttpRequest) -> HttpResponse:
    """Registers of the bodies this person works for, year by year."""
    look, units = look_of(request), directory()
    on = civil_date(look.at)
    years = RegisterYear.objects.filter(register__body__in=look.inside).select_related("register")
    rows = [
        (year, units.unit(year.register.body_id, on).name)
        for year in years.order_by("register__body", "register", "-year")
    ]
    return render(request, "letters/registers.html", {"rows": rows})


@require_safe
@login_required
@never_cache
def register(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    look = look_of(request)
    found = get_object_or_404(Register.objects.filter(body__in=look.inside), pk=pk)
    entries = RegisterEntry.objects.filter(register=found, year=year).select_related("document")
    before = request.GET.get("sau", "")
    if before.isdecimal() and len(before) < 10:
        entries = entries.filter(number__lt=int(before))
    rows = list(entries.defer("document__content").order_by("-number")[: PAGE + 1])
    numbers = [row.document_id for row in rows]
    visible = documents_visible_to(look.person, look.at).filter(pk__in=numbers)
    context = {
        "register": found,
        "year": year,
        "body": directory().unit(found.body_id, civil_date(look.at)).name,
        "entries": rows[:PAGE],
        "visible": set(visible.values_list("pk", flat=True)),
        "older": f"?sau={rows[PAGE - 1].number}" if len(rows) > PAGE else "",
        "newer": request.path if before else "",
    }
    return render(request, "letters/register.html", context)
