"""The page of steps (các bước đôn đốc): who is told when, on what basis, and forms to change it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.accounts.models import Person
from hoiam.calendars.policy import may_decide
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.refusal import Refused

from .models import ChaseStep, Clock
from .seats import person_of, require_watching
from .set_step import Setting, drop_step, set_step

TO_BE_SET: Final = "mặc định của phần mềm, chờ tỉnh quy định"


class StepForm(forms.Form):
    """One row of the table; `drops` ends it without another."""

    order = forms.IntegerField(label="Bước", min_value=1, max_value=99)
    side = forms.ChoiceField(label="Khi nào", choices=ChaseStep.Side.choices)
    amount = forms.IntegerField(
        label="Cách hạn", min_value=0, max_value=240,
        help_text="0 trước hạn: sáng ngày đến hạn; 0 sau hạn: vừa quá hạn.",
    )  # fmt: skip
    unit = forms.ChoiceField(label="Tính theo", choices=ChaseStep.Length.choices)
    to = forms.MultipleChoiceField(
        label="Nhắc ai", choices=ChaseStep.To.choices, widget=forms.CheckboxSelectMultiple
    )
    is_push = forms.BooleanField(label="Báo ngay, không đợi bản tin sáng", required=False)
    since = forms.DateField(
        label="Áp dụng từ ngày", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    drops = forms.BooleanField(label="Bỏ bước này từ ngày ấy", required=False)
    source = forms.CharField(
        label="Văn bản", max_length=240, required=False,
        help_text="Chưa có văn bản thì để trống: bước sẽ ghi là chờ tỉnh quy định.",
    )  # fmt: skip
    decided_on = forms.DateField(
        label="Ngày ban hành", required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def do(self, clock: str, by: Person) -> str:
        given = self.cleaned_data
        if given["drops"]:
            drop_step(clock, given["order"], since=given["since"], by=by)
            return "Đã bỏ bước đôn đốc."
        setting = Setting(**{name: given[name] for name in ("side", "amount", "unit", "to", "is_push")})
        document = {name: given[name] for name in ("since", "source", "decided_on")}
        set_step(clock, given["order"], setting, by=by, **document)
        return "Đã đặt bước đôn đốc."


@require_safe
@login_required
def steps(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), now()
    may_change = may_decide(person, at)
    if not may_change:
        require_watching(person, at)
    context = {"clocks": _clocks(civil_date(at)), "may_change": may_change, "now": at}
    return render(request, "chasing/steps.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def step(request: HttpRequest, clock: str, order: int | None = None) -> HttpResponse:
    """The form of one row: as it stands today, or empty for a new one."""
    person, at = person_of(request), now()
    if not may_decide(person, at):
        raise PermissionDenied
    if clock not in Clock.values:
        raise Http404
    initial = _initial(clock, order, civil_date(at))
    form = StepForm(request.POST if request.method == "POST" else None, initial=initial)
    if order is not None:  # another number would be another step
        form.fields["order"].widget = forms.HiddenInput()
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, form.do(clock, person))
            return _done(request)
        except Refused as no:
            refused = no
    context = {
        "form": form,
        "refused": refused,
        "verb": {"label": f"{Clock(clock).label}: {f'đổi bước {order}' if order else 'thêm bước'}"},
        "submit": "Ghi",
        "back": reverse("chasing:steps"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "kit/ui/panel/template.html", context, status=status)


def _done(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("chasing:steps")})
    return redirect("chasing:steps")


def _initial(clock: str, order: int | None, on: date) -> dict[str, Any]:
    rows = ChaseStep.objects.filter(clock=clock, during__contains=on)
    if order is None:
        last = rows.order_by("-order").values_list("order", flat=True).first()
        return {"order": (last or 0) + 1, "side": "after", "since": on}
    row = rows.filter(order=order).first()
    if row is None:
        raise Http404
    names = ("order", "side", "amount", "unit", "to", "is_push", "source", "decided_on")
    return {**{name: getattr(row, name) for name in names}, "since": on}


def _clocks(on: date) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """(clock, label, rows in force or to come) of every clock, in the order of the life of a case."""
    rows = [row for row in ChaseStep.objects.order_by("order", "during") if not _is_over(row, on)]
    return [
        (clock.value, clock.label, [_row(row, on) for row in rows if row.clock == clock]) for clock in Clock
    ]


def _is_over(row: ChaseStep, on: date) -> bool:
    return row.during.upper is not None and row.during.upper <= on


def _row(row: ChaseStep, on: date) -> dict[str, Any]:
    labels = dict(ChaseStep.To.choices)
    return {
        "order": row.order,
        "when": when_words(row),
        "to": ", ".join(labels[to] for to in row.to),
        "is_push": row.is_push,
        "basis": f"theo {row.source}" if row.source else TO_BE_SET,
        "is_set": bool(row.source),
        "days": _days(row, on),
        "is_now": on in row.during if row.during.lower else True,
    }


def when_words(row: ChaseStep) -> str:
    if row.amount:
        return f"{row.amount} {row.get_unit_display()} {row.get_side_display()}"
    return "vừa quá hạn" if row.side == ChaseStep.Side.AFTER else "sáng ngày đến hạn"


def _days(row: ChaseStep, on: date) -> str:
    begins = f"từ {short_date(row.during.lower)}" if row.during.lower and row.during.lower > on else ""
    ends = f"đến trước {short_date(row.during.upper)}" if row.during.upper else ""
    return " ".join(part for part in (begins, ends) if part)
