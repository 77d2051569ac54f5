"""The report screens (màn hình báo cáo): the list, one report, the lines behind a number, files to take."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.accounts.models import Person
from hoiam.cases.figures import Window
from hoiam.cases.queries import visible_cases
from hoiam.kit.clock import now
from hoiam.kit.ids import show_code
from hoiam.kit.refusal import Refused

from . import page
from .definitions import definition
from .drill import PAGE
from .formats import FORMATS, file_name, write_as
from .forms import PeriodForm, ReportForm
from .make import Asked, monthly_report
from .models import Period, Report, ReportLine
from .names import Names
from .objections import kept_report, may_open, open_period
from .sheet import Sheet
from .sight import Sight, of_home_affairs, sight_of
from .writers import documents_of


def person_and_sight(request: HttpRequest) -> tuple[Person, Sight]:
    person = cast(Person, request.user)
    sight = sight_of(person, now())
    if sight is None:
        raise PermissionDenied
    return person, sight


def report_seen(pk: int, sight: Sight) -> Report:
    """A whole report is for everybody, as far as each sees it; one about a unit for those it is about."""
    report = get_object_or_404(Report.objects.select_related("definition"), pk=pk)
    if sight.reach is not None and report.unit_id is not None and report.unit_id not in sight.reach:
        raise Http404
    return report


@require_safe
@login_required
def reports(request: HttpRequest) -> HttpResponse:
    person, sight = person_and_sight(request)
    found = Report.objects.select_related("definition")
    if sight.reach is not None:
        found = found.filter(Q(unit=None) | Q(unit__in=sight.reach))
    context = {
        "reports": [(report, _about(report)) for report in found[:PAGE]],
        "periods": [(period, kept_report(period)) for period in Period.objects.all()[:6]],
        "may_open": may_open(person, now()),
    }
    return render(request, "reporting/reports.html", context)


def _about(report: Report) -> str:
    return Names(report.as_of).unit(report.unit_id) if report.unit_id else "Tất cả đơn vị"


@require_safe
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    person, sight = person_and_sight(request)
    found = report_seen(pk, sight)
    sheet = Sheet(found, sight)
    asked = Asked(Window(found.start, found.end, found.as_of), found.definition, found.unit_id)
    context = {
        "report": found,
        "about": _about(found),
        "is_whole": sight.reach is None,
        "stats": page.stats(sheet),
        "late_units": page.late_units(sheet),
        "late_steps": page.late_steps(sheet),
        "weeks": page.weeks(sheet),
        "tables": page.drawn(sheet),
        "versions": list(asked.kept()),
        "differences": differences_seen(found, sight),
        "formats": list(FORMATS),
        "has_apart": found.unit_id is None and of_home_affairs(person, now()) is not None,
        **documents_of(found, person, now()),
    }
    return render(request, "reporting/report.html", context)


def differences_seen(report: Report, sight: Sight) -> list[dict[str, Any]]:
    """In what this version differs from the one before, for readers of the whole report."""
    if sight.reach is not None or not report.differs_from:
        return []
    window = Asked(Window(report.start, report.end, report.as_of), report.definition, report.unit_id)
    hidden = ReportLine.objects.filter(report__in=window.kept(), conduct_unit__in=sight.walls)
    codes = {show_code(code) for code in hidden.values_list("code", flat=True)}
    return [one for one in report.differs_from if one["code"] not in codes]


def case_links(person: Person, codes: list[str]) -> dict[str, str]:
    """Addresses of those cases this person may open; the others stay plain numbers."""
    seen = visible_cases(person).filter(code__in=codes).values_list("code", flat=True)
    try:
        return {code: reverse("desk:case", args=[code]) for code in seen}
    except NoReverseMatch:
        return {}


@require_safe
@login_required
def download(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    _, sight = person_and_sight(request)
    if format not in FORMATS:
        raise Http404
    found = report_seen(pk, sight)
    answer = HttpResponse(write_as(format, found, sight), content_type=FORMATS[format].media_type)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(format, found)}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
@login_required
def make(request: HttpRequest) -> HttpResponse:
    """Lập báo cáo: the first run is kept; asking again leads to what was kept."""
    person, _ = person_and_sight(request)
    if not may_open(person, now()):
        raise PermissionDenied
    form = ReportForm(request.POST if request.method == "POST" else None)
    refused = None
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        window = Window(found["start"], found["end"], found["as_of"])
        try:
            made = monthly_report(
                Asked(window, definition(found["definition"])), recount=found["recount"], by=person
            )
        except Refused as no:
            refused = no
        else:
            return redirect("reporting:report", made.pk)
    return _form(request, form, refused)


@require_http_methods(["GET", "POST"])
@login_required
def new_period(request: HttpRequest) -> HttpResponse:
    """Mở kỳ báo cáo: units are given the address of their preview."""
    person, _ = person_and_sight(request)
    if not may_open(person, now()):
        raise PermissionDenied
    form = PeriodForm(request.POST if request.method == "POST" else None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            period = open_period(form.cleaned_data["start"], form.cleaned_data["end"], by=person)
        except Refused as no:
            refused = no
        else:
            messages.success(request, "Đã mở kỳ báo cáo; các đơn vị xem được số liệu của mình.")
            return redirect("reporting:period", period.pk)
    return _form(request, form, refused)


def _form(request: HttpRequest, form: Any, refused: Refused | None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/form.html", {"form": form, "refused": refused}, status=status)
