"""The screen of reorganisations (màn hình sắp xếp đơn vị): preview, apply once, place by hand, undo that day.

Nothing is kept between a preview and applying it but the file itself, which travels along: whoever goes
away has changed nothing. Long work is done by the worker; the page shows how far it is.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, short_date, short_moment
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.models import ReorganisationRun
from hoiam.units.plan import Plan, PlanRefused, reread
from hoiam.units.reorganisation import apply, preview, read, rehearsal, runs_in_force, shipped
from hoiam.units.roles import Role
from hoiam.units.standing import Standing, standing

from .giving_back import count_moved, refuse_undo, undo_asked
from .inputs import UnitField
from .lifecycle import Verb
from .models import Case, Moving
from .moving import count_moves, left_behind, place_by_hand, ways_in_words, why_left
from .panel import VerbForm, changed, seen
from .policy import PLACING, may
from .tasks import give_back, hand_over

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

LONGEST_FILE: Final = 2_000_000
MOST_SHOWN: Final = 100
ERRORS_SHOWN: Final = 20


def may_reorganise(seat: Standing) -> bool:
    """Whoever keeps the system, and who coordinates for the province: those who answer for its directory."""
    return seat.is_system_admin or (
        (seat.is_office or seat.is_centre)
        and seat.has(Role.COORDINATOR, Role.OFFICE_HEAD, Role.CENTRE_MANAGER)
    )


def _asked_by(request: HttpRequest) -> tuple[Person, Standing, datetime]:
    person, at = cast("Person", request.user), now()
    seat = standing(person, at)
    if not may_reorganise(seat):
        raise PermissionDenied
    return person, seat, at


@cache
def _title(path: Path) -> str:
    """What the plan calls itself; files that came with the software do not change."""
    return read(path).name


class PlanForm(forms.Form):
    """A file of one's own, or one of those that came with the software."""

    shipped = forms.ChoiceField(label="Phương án có sẵn", required=False)
    file = forms.FileField(label="Hoặc tệp phương án (JSON)", required=False)
    told = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.ChoiceField, self.fields["shipped"])
        choice.choices = [("", "Chọn một"), *((path.name, _title(path)) for path in shipped())]

    def plan(self) -> Plan:
        """`PlanRefused` says everything that is wrong with it."""
        cleaned = self.cleaned_data
        if cleaned.get("told"):
            return read(cleaned["told"].encode())
        if upload := cleaned.get("file"):
            if upload.size > LONGEST_FILE:
                raise PlanRefused(["Tệp phương án quá lớn."])
            return read(upload.read())
        for path in shipped():
            if path.name == cleaned.get("shipped"):
                return read(path)
        raise PlanRefused(["Hãy chọn một phương án hoặc gửi tệp."])


@require_safe
@login_required
def page(request: HttpRequest) -> HttpResponse:
    return _page(request, PlanForm())


def _page(request: HttpRequest, form: PlanForm, errors: tuple[str, ...] = ()) -> HttpResponse:
    person, seat, at = _asked_by(request)
    waiting = left_behind(at).visible_to(person, at).select_related("category").order_by("received_at", "pk")
    runs = runs_in_force()
    plan = next((reread(run.plan) for run in runs if run.plan), None)
    context = {
        "form": form,
        "errors": errors[:ERRORS_SHOWN],
        "more_errors": max(0, len(errors) - ERRORS_SHOWN),
        "runs": [_run(run, seat, at) for run in runs],
        "waiting": [_waiting(case, plan, at) for case in waiting[:MOST_SHOWN]],
        "waiting_count": waiting.count(),
    }
    return render(request, "cases/reorganise.html", context, status=422 if errors else 200)


def _run(run: ReorganisationRun, seat: Standing, at: datetime) -> dict[str, Any]:
    moving = Moving.objects.filter(run=run).first()
    return {
        "run": run,
        "by": run.applied_by.full_name if run.applied_by else "máy chủ",
        "moving": moving,
        "looked_at": moving.done + moving.for_a_person if moving else 0,
        "is_being_undone": bool(moving and moving.undo_asked_at and not run.undone_at),
        "is_running": run.plan and run.effective_on <= civil_date(at) and not (moving and moving.finished_at),
        "begins_on": short_date(run.effective_on) if run.effective_on > civil_date(at) else "",
        "may_undo": civil_date(run.applied_at) == civil_date(at),
    }


def _waiting(case: Case, plan: Plan | None, at: datetime) -> dict[str, Any]:
    book, on = directory(), civil_date(at)
    return {
        "case": case,
        "matter": case.summary or (case.category.name if case.category else ""),
        "holder": book.unit(case.holder_id, on).name,
        "area": book.area(case.area_id, on).full_name if case.area_id else "",
        "reason": why_left(plan, case).reason if plan else "",
    }


@require_POST
@login_required
def preview_plan(request: HttpRequest) -> HttpResponse:
    """What would happen, counted on the directory as it would be; nothing has happened."""
    _, seat, at = _asked_by(request)
    form = PlanForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise PlanRefused(["Hãy chọn một phương án hoặc gửi tệp."])
        plan = form.plan()
        found = preview(plan)
        if found.errors:
            raise PlanRefused(list(found.errors))
    except PlanRefused as no:
        return _page(request, form, no.errors)
    with rehearsal(plan):
        moves = count_moves(plan, seat.walls)
    context = {
        "plan": plan,
        "found": found,
        "moves": moves,
        "ways": ways_in_words(moves),
        "reasons": moves.reasons.most_common(),
        "without": [_last_name(plan, code) for code in found.without_successor],
        "applied": found.applied and short_moment(found.applied.applied_at),
        "is_early": plan.effective_on > civil_date(at),
        "told": json.dumps(plan.told, ensure_ascii=False),
    }
    return render(request, "cases/reorganise_preview.html", context)


def _last_name(plan: Plan, code: str) -> str:
    book = directory()
    return book.unit(book.unit_id(code, plan.day_before), plan.day_before).name


@require_POST
@login_required
def apply_plan(request: HttpRequest) -> HttpResponse:
    person, _, at = _asked_by(request)
    form = PlanForm(request.POST)
    try:
        form.is_valid()
        plan = form.plan()
        before = preview(plan).applied
        run = apply(plan, by=person, at=at)
    except PlanRefused as no:
        return _page(request, form, no.errors)
    if before:
        applied = short_moment(before.applied_at)
        messages.info(request, f"Đợt sắp xếp này đã áp dụng lúc {applied}; không có gì thay đổi.")
    else:
        hand_over.defer(run=run.pk)
        messages.success(request, "Đã áp dụng. Phản ánh đang mở được bàn giao ở bên dưới.")
    return redirect("reorganising:page")


@require_safe
@login_required
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that says how far the handing over is; it asks again while it runs."""
    _, seat, at = _asked_by(request)
    run = get_object_or_404(ReorganisationRun, pk=pk)
    return render(request, "cases/reorganise_progress.html", {"item": _run(run, seat, at)})


@require_http_methods(["GET", "POST"])
@login_required
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once more with what would happen; then done by the worker."""
    person, seat, at = _asked_by(request)
    run = get_object_or_404(ReorganisationRun, pk=pk)
    refused = None
    try:
        refuse_undo(run, at)
    except Refused as no:
        refused = no
    if request.method == "POST" and not refused:
        undo_asked(run, at)
        give_back.defer(run=run.pk, by=person.pk)
        messages.success(request, "Đang hoàn tác. Phản ánh lần lượt về lại đơn vị cũ.")
        return redirect("reorganising:page")
    context = {"run": run, "refused": refused, "count": count_moved(run, seat.walls)}
    return render(
        request, "cases/reorganise_undo.html", context, status=422 if request.method == "POST" else 200
    )


class PlaceForm(VerbForm):
    to = UnitField(label="Đơn vị nhận")
    act = forms.CharField(label="Theo văn bản", max_length=300)

    def prepare(self) -> None:
        runs = runs_in_force()
        self.initial = {"act": runs[0].base_document if runs else "", **self.initial}


@require_http_methods(["GET", "POST"])
@login_required
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One case of the list goes where a person says."""
    person, at = cast("Person", request.user), now()
    case = get_object_or_404(Case.objects.visible_to(person, at), code=code.replace("-", ""))
    if not may(person, Verb.TRANSFER, case, at, rules=PLACING):
        raise PermissionDenied
    form = PlaceForm(request.POST if request.method == "POST" else None, case=case, by=person, at=at)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            place_by_hand(seen(case, request), by=person, **form.answers())
        except Refused as no:
            refused = no
        else:
            return changed("Đã bàn giao.")
    context = {
        "case": case,
        "form": form,
        "refused": refused,
        "verb": Verb.TRANSFER,
        "title": f"Bàn giao {case.shown_code}",
        "submit": "Bàn giao",
        "action": f"{request.path}?seq={case.seq}",
        "keep": request.path,
    }
    return render(request, "cases/place.html", context, status=422 if request.method == "POST" else 200)
