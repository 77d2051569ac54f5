"""The page of terms (thời hạn các bước của vụ việc): how long each step has, on what basis, and its form."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.accounts.models import Person
from hoiam.calendars.forms import DateField
from hoiam.deadlines import Term
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.posting import bound, done

from .clocks import OPERATING, basis_of
from .lifecycle import Clock
from .models import StepTerm
from .set_term import UNITS, may_set, set_term


class TermForm(forms.Form):
    submit = "Ghi"
    amount = forms.IntegerField(label="Thời hạn", min_value=1, max_value=999)
    unit = forms.ChoiceField(label="Tính theo", choices=list(UNITS.items()))
    since = DateField(label="Áp dụng cho bước bắt đầu từ ngày")
    source = forms.CharField(
        label="Văn bản", max_length=240, required=False,
        help_text="Chưa có văn bản thì để trống: thời hạn sẽ ghi là chờ tỉnh quy định.",
    )  # fmt: skip
    decided_on = DateField(label="Ngày ban hành", required=False)

    def __init__(self, *args: Any, clock: Clock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = f"Thời hạn của bước {clock.label}"


def _who(request: HttpRequest) -> Person:
    """The page is there for those who may set terms."""
    person = cast(Person, request.user)
    if not may_set(person, now()):
        raise Http404
    return person


@require_safe
@login_required
def terms(request: HttpRequest) -> HttpResponse:
    _who(request)
    on = civil_date(now())
    rows = [row for row in StepTerm.objects.all() if row.during.upper is None or row.during.upper > on]
    context = {
        "clocks": [(clock, [_row(row, on) for row in rows if row.clock == clock]) for clock in Clock],
        "default": basis_of(None),
    }
    return render(request, "evaluating/terms.html", context)


def _row(row: StepTerm, on: date) -> tuple[str, str, str]:
    """(term, basis, days) of a row in force or to come."""
    begins = row.during.lower
    words = [f"từ {short_date(begins)}"] if begins and begins > on else []
    words += [f"đến trước {short_date(row.during.upper)}"] if row.during.upper else []
    return Term.parse(row.text).words, basis_of(row), " ".join(words)


@require_http_methods(["GET", "POST"])
@login_required
def term(request: HttpRequest, clock: str) -> HttpResponse:
    """The form of one step: as it stands today."""
    person = _who(request)
    if clock not in Clock.values:
        raise Http404
    form = bound(TermForm, request, initial=_initial(clock), clock=Clock(clock))
    is_done, refused = done(form, partial(set_term, clock, by=person))
    if is_done:
        messages.success(request, "Đã đặt thời hạn của bước.")
        return redirect("evaluating:terms")
    context = {
        "form": form,
        "refused": refused,
        "back": reverse("evaluating:terms"),
        "back_words": "Thời hạn các bước của vụ việc",
    }
    return render(request, "evaluating/form.html", context, status=422 if form.is_bound else 200)


def _initial(clock: str) -> dict[str, Any]:
    on = civil_date(now())
    row = StepTerm.objects.filter(clock=clock, during__contains=on).first()
    amount, unit = (row.text if row else OPERATING[Clock(clock)]).split()
    source = {"source": row.source, "decided_on": row.decided_on} if row else {}
    return {"amount": amount, "unit": unit, "since": on, **source}
