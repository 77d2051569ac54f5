"""Taking (tiếp nhận): a call becomes a case, joins one that is open, or is answered on the spot."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.cases.again import has_open_case
from hoiam.cases.line import Actor
from hoiam.cases.queries import cases_of_caller
from hoiam.cases.receive import receive
from hoiam.contacts.log import log_contact
from hoiam.files.keep import keep
from hoiam.intake.sending import digest, once_patiently
from hoiam.kit.clock import now
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.standing import standing

from .rows import rows_of
from .seats import TAKING, person_of, require_taking
from .take_form import AtOnceForm, StillOpen, TakeForm, petition_from

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def take(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    require_taking(person, now())
    first = {"key": uuid.uuid4().hex, "channel": "phone", "phone": request.GET.get("phone", "")}
    posted = request.method == "POST"
    form = TakeForm(request.POST, request.FILES) if posted else TakeForm(initial=first)
    refused = None
    if posted and form.is_valid():
        try:
            return redirect("desk:case", show_code(_receive_once(form.cleaned_data, person)))
        except StillOpen as no:
            form.ask_again(str(no))
        except Refused as no:
            refused = no
    return _page(request, form, AtOnceForm(initial={"phone": first["phone"]}), refused)


@require_http_methods(["POST"])
@login_required
@never_cache
def answered_at_once(request: HttpRequest) -> HttpResponse:
    """Counted by channel and kind; nothing more is kept of it."""
    person = person_of(request)
    require_taking(person, now())
    form = AtOnceForm(request.POST)
    if not form.is_valid():
        return _page(request, TakeForm(initial={"key": uuid.uuid4().hex}), form, None)
    log_contact(by=person, **form.cleaned_data)
    return redirect(f"{reverse('desk:take')}?da-ghi=1")


@require_safe
@login_required
@never_cache
def caller(request: HttpRequest) -> HttpResponse:
    """What this telephone still waits for: a repeat contact joins its case."""
    person = person_of(request)
    require_taking(person, now())
    context = _caller(request.GET.get("phone", ""), person, request.GET.get("channel", "phone"))
    return render(request, "desk/caller.html", context)


def _page(request: HttpRequest, form: TakeForm, at_once: AtOnceForm, refused: Refused | None) -> HttpResponse:
    phone = str(form["phone"].value() or "")
    context = {
        "form": form,
        "at_once": at_once,
        "refused": refused,
        "is_logged": "da-ghi" in request.GET,
        **_caller(phone, person_of(request), str(form["channel"].value() or "phone")),
    }
    return render(request, "desk/take.html", context, status=422 if form.errors or at_once.errors else 200)


def _caller(phone: str, person: Person, channel: str) -> dict[str, Any]:
    at = now()
    cases = cases_of_caller(phone, person, at) if phone.strip() else []
    rows = rows_of(cases, at)
    return {
        "phone": phone,
        "channel": channel,
        "now": at,
        "open_cases": [row for row, case in zip(rows, cases, strict=True) if case.is_open],
        "past_cases": [row for row, case in zip(rows, cases, strict=True) if not case.is_open],
    }


def _receive_once(given: dict[str, Any], person: Person) -> str:
    """The same form sent twice makes one case; a second click waits for the first one's answer.

    Of a telephone with an open case it makes another only when told that this is another matter.
    """
    said = {name: value for name, value in given.items() if name not in ("key", "attached")}
    body = {**said, "files": [digest(upload) for upload in given["attached"]]}

    def do() -> tuple[int, dict[str, str]]:
        at = now().replace(microsecond=0)
        files = [keep(upload, by=person) for upload in given["attached"]]
        if given["phone"] and has_open_case(given["phone"], person, at) and not given["other"]:
            raise StillOpen
        return 201, {"code": receive(petition_from(given, at), by=_actor(person), files=files).code}

    return str(once_patiently(f"desk:{person.pk}", str(given["key"]), body, do).answer["code"])


def _actor(person: Person) -> Actor:
    """Named by a seat that takes calls."""
    at = now()
    seats = standing(person, at).seats
    unit = min(unit for role, unit in seats if role in TAKING)
    return Actor(f"{person.username}@{directory().unit(unit, civil_date(at)).code}", person.pk, unit)
