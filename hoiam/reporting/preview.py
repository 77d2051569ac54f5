"""Preview (xem trước số liệu): before the cut-off a unit sees its lines and may object; the Office decides.

Nothing here is stored but objections: the lines are computed as if the period were cut off now.
"""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.accounts.models import Person
from hoiam.cases.figures import Window, period_cases
from hoiam.files.responses import file_response
from hoiam.kit.clock import now
from hoiam.kit.ids import show_code
from hoiam.kit.refusal import Refused

from .annexes import Entry, entries
from .definitions import definition
from .forms import DecisionForm, ObjectionForm
from .lines import lines_of
from .models import Objection, Period, ReportLine
from .names import Names
from .objections import decide, decided_in, kept_report, may_decide, object_to, speaks_for
from .sight import Sight
from .views import case_links, person_and_sight


def window_now(period: Period) -> Window:
    """The period as if it were cut off now; once it is over, at its own end."""
    cut = min(period.end, now())
    return Window(period.start, cut, cut)


def preview_lines(period: Period, sight: Sight) -> list[ReportLine]:
    """The annex lines this person would find in the report, were it made now."""
    window = window_now(period)
    if window.end <= window.start:
        return []
    lines = lines_of(
        period_cases(window), window, definition(), units=sight.reach, decided=decided_in(window)
    )
    return [line for line in lines if line.annex and _is_seen(line, sight)]


def _is_seen(line: ReportLine, sight: Sight) -> bool:
    if sight.hides(line.conduct_unit_id):
        return False
    return (
        sight.reach is None or line.annex_unit_id in sight.reach or line.conduct_unit_id in sight.conduct_of
    )


@require_safe
@login_required
def period(request: HttpRequest, pk: int) -> HttpResponse:
    person, sight = person_and_sight(request)
    found = get_object_or_404(Period, pk=pk)
    kept = kept_report(found)
    lines = [] if kept else preview_lines(found, sight)
    shown = entries(lines, Names(window_now(found).as_of))
    links = case_links(person, [entry.line.code for entry in shown])
    mine = speaks_for(person, now())
    objections = _objections(found, person, sight)
    said = {(row.case_id, row.unit_id): row for row, *_ in objections}
    context = {
        "period": found,
        "kept": kept,
        "as_of": window_now(found).as_of,
        "annexes": [
            (number, [_shown(entry, links, mine, said) for entry in shown if entry.line.annex == number])
            for number in (1, 2)
        ],
        "objections": objections,
        "may_decide": may_decide(person, now()) and kept is None,
        "form": DecisionForm(auto_id="quyet-dinh-%s"),
    }
    return render(request, "reporting/period.html", context)


def _shown(
    entry: Entry, links: dict[str, str], mine: frozenset[int], said: dict[tuple[int, int], Objection]
) -> tuple[Entry, str, bool, Objection | None]:
    unit = entry.line.annex_unit_id or 0
    objection = said.get((entry.line.case_id, unit))
    return entry, links.get(entry.line.code, ""), unit in mine and objection is None, objection


def _objections(period: Period, person: Person, sight: Sight) -> list[tuple[Objection, str, str, str]]:
    """Objections to cases this person sees: (row, code, address, unit)."""
    rows = Objection.objects.filter(period=period).select_related("case", "made_by", "decided_by", "file")
    if sight.reach is not None:
        rows = rows.filter(unit__in=sight.reach)
    found = [row for row in rows if not sight.hides(row.case.conduct_unit_id)]
    links, names = case_links(person, [row.case.code for row in found]), Names(now())
    return [
        (row, show_code(row.case.code), links.get(row.case.code, ""), names.unit(row.unit_id))
        for row in found
    ]


@require_http_methods(["GET", "POST"])
@login_required
def objection(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A unit objects to one of its lines, with its evidence."""
    person, sight = person_and_sight(request)
    found = get_object_or_404(Period, pk=pk)
    wanted = code.replace("-", "")
    line = next((row for row in preview_lines(found, sight) if row.code == wanted), None)
    if line is None:
        raise Http404
    posted = request.method == "POST"
    form = ObjectionForm(request.POST if posted else None, request.FILES if posted else None)
    refused = None
    if posted and form.is_valid():
        try:
            object_to(found, line, by=person, **form.cleaned_data)
        except Refused as no:
            refused = no
        else:
            messages.success(request, "Đã gửi ý kiến đến Văn phòng.")
            return redirect("reporting:period", found.pk)
    entry = entries([line], Names(window_now(found).as_of))[0]
    context = {"period": found, "entry": entry, "form": form, "refused": refused}
    return render(request, "reporting/objection.html", context, status=422 if posted else 200)


@require_POST
@login_required
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The Office decides one objection, once."""
    person = cast(Person, request.user)
    found = get_object_or_404(Objection.objects.select_related("period", "case"), pk=pk)
    _, sight = person_and_sight(request)
    if not may_decide(person, now()) or sight.hides(found.case.conduct_unit_id):
        raise PermissionDenied
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Hãy chọn chấp nhận hoặc không chấp nhận.")
        return redirect("reporting:period", found.period_id)
    try:
        decide(found, by=person, **form.cleaned_data)
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, "Đã quyết định ý kiến của đơn vị.")
    return redirect("reporting:period", found.period_id)


@require_safe
@login_required
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file that came with an objection, for those who see the objection."""
    person, sight = person_and_sight(request)
    found = get_object_or_404(Objection.objects.exclude(file=None), pk=pk)
    if not any(row.pk == found.pk for row, *_ in _objections(found.period, person, sight)):
        raise Http404
    assert found.file is not None
    return file_response(found.file, request=request)
