"""The calendar screen (lịch, thời hạn): a year, its decisions and terms, and forms to decide more."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused

from .forms import DayForm, DecisionForm, ParameterForm, SituationForm, TermForm, YearForm
from .policy import may_decide
from .year_page import year_page

YEARS = range(2000, 2101)


@require_safe
@login_required
def year(request: HttpRequest, year: int | None = None) -> HttpResponse:
    at = now()
    shown = year or civil_date(at).year
    if shown not in YEARS:
        raise Http404
    person = cast(Person, request.user)
    context = {"page": year_page(shown, at), "at": at, "may_decide": may_decide(person, at)}
    return render(request, "calendars/year.html", context)


def decision(form_class: type[DecisionForm]) -> Callable[..., HttpResponse]:
    """The web face of a decision: GET shows its form, POST does it, a refusal keeps what was typed."""

    @require_http_methods(["GET", "POST"])
    @login_required
    def view(request: HttpRequest) -> HttpResponse:
        person = cast(Person, request.user)
        if not may_decide(person, now()):
            raise PermissionDenied
        form = form_class(request.POST if request.method == "POST" else None)
        refused = None
        if request.method == "POST" and form.is_valid():
            try:
                return _done(request, form, form.decide(person))
            except Refused as no:
                refused = no
        context = {
            "form": form,
            "refused": refused,
            "verb": {"label": form.title},
            "submit": "Ghi quyết định",
        }
        status = 422 if request.method == "POST" else 200
        return render(request, "kit/ui/panel/template.html", context, status=status)

    return view


def _done(request: HttpRequest, form: DecisionForm, year: int) -> HttpResponse:
    messages.success(request, form.done)
    shown = reverse("calendars:year", args=[year])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": shown})
    return redirect(shown)


decide_day = decision(DayForm)
declare_year = decision(YearForm)
set_term = decision(TermForm)
declare_situation = decision(SituationForm)
set_parameter = decision(ParameterForm)
