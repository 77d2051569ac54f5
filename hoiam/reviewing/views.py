"""The review screens (màn hình rà soát): sessions, the line in hand, tasks, the conclusion."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.ids import read_code, show_code
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from . import screen
from .add_item import add_item
from .choose import choose
from .conclude import conclude
from .end_task import end_task
from .forms import AddForm, ConcludeForm, TaskForm
from .give_task import give_task
from .models import Item, Session
from .open_session import open_session
from .seats import authorities_of
from .sight import items_seen, sessions_seen, tasks_seen
from .words import Ground


def _who(request: HttpRequest) -> tuple[Person, datetime]:
    person, at = cast(Person, request.user), now()
    if not authorities_of(person, at):
        raise PermissionDenied("Trang này dành cho Văn phòng và Tổng đài, nơi cùng rà soát.")
    return person, at


def _session(pk: int, person: Person, at: datetime) -> Session:
    return get_object_or_404(sessions_seen(person, at).select_related("document"), pk=pk)


def _line(session: Session, code: str, person: Person, at: datetime) -> Item:
    try:
        found = screen.seen_line(session, read_code(code), person, at)
    except Refused:
        found = None
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    person, at = _who(request)
    found = list(sessions_seen(person, at)[:50])
    open_ones = {session.authority_id for session in found if session.concluded_at is None}
    book, on = directory(), civil_date(at)
    authorities = [book.unit(unit, on) for unit in sorted(authorities_of(person, at))]
    context = {
        "sessions": [(session, book.unit(session.authority_id, on).short_name) for session in found],
        "to_open": [unit for unit in authorities if unit.id not in open_ones],
    }
    return render(request, "reviewing/sessions.html", context)


@require_POST
@login_required
def start(request: HttpRequest, authority: int) -> HttpResponse:
    person, at = _who(request)
    try:
        session = open_session(authority, by=person, at=at)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("reviewing:sessions")
    return redirect("reviewing:session", session.pk)


@require_safe
@login_required
def session(request: HttpRequest, pk: int) -> HttpResponse:
    person, at = _who(request)
    found = _session(pk, person, at)
    return render(request, "reviewing/session.html", _context(request, found, person, at))


def _context(
    request: HttpRequest, found: Session, person: Person, at: datetime, refused: str = ""
) -> dict[str, Any]:
    ground = request.GET.get("ly-do", "")
    seen = items_seen(found, person, at)
    chosen = seen.filter(screen.ground_filter(ground))
    after = request.GET.get("sau", "")
    rows, more = screen.page_of(chosen, int(after) if after.isdecimal() and len(after) < 10 else None)
    here = _here(request, found, chosen, person, at)
    lines = screen.shown([*rows, *([here] if here and here not in rows else [])], person, at)
    current = next((line for line in lines if here and line.item.pk == here.pk), None)
    counts = screen.counts_of(seen)
    return {
        "session": found,
        "authority": directory().unit(found.authority_id, civil_date(at)).short_name,
        "is_open": found.concluded_at is None,
        "counts": counts,
        "left": counts["all"] - counts["decided"],
        "grounds": [(g.value, g.label, counts[g.value]) for g in Ground if counts[g.value]],
        "ground": ground,
        "current": current,
        "buttons": screen.buttons_of(current) if current and found.concluded_at is None else [],
        "doing": screen.panel_of(current, person, at) if current else None,
        "lines": [line for line in lines if line.item in rows],
        "more": more,
        "tasks": screen.given(tasks_seen(found.authority_id, person, at), at),
        "add": AddForm(),
        "refused": refused,
        "document_url": reverse("letters:document", args=[found.document_id]) if found.document_id else "",
    }


def _here(request: HttpRequest, found: Session, chosen: Any, person: Person, at: datetime) -> Item | None:
    """The line asked for, else the first without a decision."""
    asked = request.GET.get("dong", "")
    if asked:
        return _line(found, asked, person, at)
    return None if found.concluded_at else screen.undecided(chosen).order_by("no").first()


def _back(request: HttpRequest, pk: int, **query: str) -> HttpResponse:
    """To the session, under the same ground, on to the next line unless one is named."""
    kept = {"ly-do": request.POST.get("ly-do", ""), **query}
    asked = urlencode({name: value for name, value in kept.items() if value})
    return redirect(reverse("reviewing:session", args=[pk]) + (f"?{asked}" if asked else ""))


@require_POST
@login_required
def decide(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    person, at = _who(request)
    item = _line(_session(pk, person, at), code, person, at)
    try:
        choose(item, request.POST.get("choice", ""), by=person, at=at, words=request.POST.get("words", ""))
    except Refused as no:
        messages.error(request, str(no))
        return _back(request, pk, dong=code)
    return _back(request, pk)


@require_POST
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    person, at = _who(request)
    found = _session(pk, person, at)
    try:
        item = add_item(found, request.POST.get("code", ""), by=person, at=at)
    except Refused as no:
        messages.error(request, str(no))
        return _back(request, pk)
    return _back(request, pk, dong=show_code(item.case.code))


@require_http_methods(["GET", "POST"])
@login_required
def task(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    person, at = _who(request)
    found = _session(pk, person, at)
    item = _line(found, code, person, at) if code else None
    form = TaskForm(request.POST or None, initial={"unit": item.case.holder_id} if item else None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            give_task(
                found, what=data["what"], unit=data["unit"], due_on=data["due_on"], person=form.person,
                item=item, by=person, at=at,
            )  # fmt: skip
        except Refused as no:
            refused = str(no)
        else:
            return _back(request, pk, dong=code)
    context = {
        "form": form,
        "refused": refused,
        "session": found,
        "title": "Giao việc",
        "submit": "Giao việc",
    }
    return render(request, "reviewing/form.html", {**context, "code": code}, status=422 if refused else 200)


@require_POST
@login_required
def task_done(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    person, at = _who(request)
    found = _session(pk, person, at)
    given = get_object_or_404(tasks_seen(found.authority_id, person, at), pk=task)
    try:
        end_task(given, by=person, at=at)
    except Refused as no:
        messages.error(request, str(no))
    return _back(request, pk)


@require_http_methods(["GET", "POST"])
@login_required
def conclusion(request: HttpRequest, pk: int) -> HttpResponse:
    person, at = _who(request)
    found = _session(pk, person, at)
    form = ConcludeForm(request.POST or None, authority=found.authority_id, on=civil_date(at))
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            conclude(found, attendees=form.names, signer=form.chosen, by=person, at=at)
        except Refused as no:
            refused = str(no)
        else:
            return redirect("reviewing:session", pk)
    context = {"form": form, "refused": refused, "session": found, "title": "Kết luận phiên rà soát"}
    return render(
        request,
        "reviewing/form.html",
        {**context, "submit": "Lập thông báo kết luận"},
        status=422 if refused else 200,
    )
