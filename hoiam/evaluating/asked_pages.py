"""What is asked of others (giải trình, xác minh): a page for the accused unit and one for the verifier.

These pages are made from the request and the assignment alone: no case, no petitioner, no other step.
"""

from __future__ import annotations

from functools import partial
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.accounts.models import Person
from hoiam.files.responses import file_response
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.posting import bound, done
from hoiam.units.directory import directory

from .explain import ExplainForm, explain
from .lifecycle import State
from .models import Explanation, Verification
from .verify import VerifyForm, verify
from .walls import explanations_seen, verifications_seen

PAGE = 50


@require_safe
@login_required
def explanations(request: HttpRequest) -> HttpResponse:
    """Requests to units this person may answer for, the newest first."""
    person, at = cast(Person, request.user), now()
    rows = list(explanations_seen(person, at).select_related("answered_by")[:PAGE])
    book, on = directory(), civil_date(at)
    context = {
        "rows": [
            (row, book.label(row.accused_id, on), row.answered_at is None and row.due_at < at) for row in rows
        ],
    }
    return render(request, "evaluating/explanations.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def explanation(request: HttpRequest, key: UUID) -> HttpResponse:
    person, at = cast(Person, request.user), now()
    found = get_object_or_404(explanations_seen(person, at).select_related("answered_by", "matter"), key=key)
    form = bound(ExplainForm, request)
    is_done, refused = done(form, partial(explain, found, by=person))
    if is_done:
        messages.success(request, "Đã gửi giải trình.")
        return redirect("evaluating:explanation", key)
    context = {
        "explanation": found,
        "unit": directory().label(found.accused_id, civil_date(at)),
        "form": form,
        "refused": refused,
        "is_open": _waits(found),
        "now": at,
    }
    return render(
        request, "evaluating/explanation.html", context, status=422 if request.method == "POST" else 200
    )


def _waits(found: Explanation) -> bool:
    """Until home affairs has gone on without it."""
    return found.answered_at is None and found.matter.state == State.EXPLAINING


@require_safe
@login_required
def explanation_file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The unit's own paper."""
    person = cast(Person, request.user)
    found = get_object_or_404(explanations_seen(person, now()).exclude(file=None), key=key)
    assert found.file is not None
    return file_response(found.file, request=request)


@require_safe
@login_required
def verifications(request: HttpRequest) -> HttpResponse:
    person, at = cast(Person, request.user), now()
    rows = verifications_seen(person, at).select_related("matter")[:PAGE]
    book, on = directory(), civil_date(at)
    context = {
        "rows": [
            (row, book.label(row.matter.accused_id, on), row.done_at is None and row.due_at < at)
            for row in rows
        ]
    }
    return render(request, "evaluating/verifications.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def verification(request: HttpRequest, key: UUID) -> HttpResponse:
    person, at = cast(Person, request.user), now()
    rows = verifications_seen(person, at).select_related("matter", "matter__accused_person")
    found = get_object_or_404(rows, key=key)
    form = bound(VerifyForm, request)
    is_done, refused = done(form, partial(verify, found, by=person))
    if is_done:
        messages.success(request, "Đã gửi báo cáo xác minh.")
        return redirect("evaluating:verification", key)
    context = {
        "verification": found,
        "matter": found.matter,
        "accused": directory().label(found.matter.accused_id, civil_date(at)),
        "explanations": found.matter.explanations.exclude(answered_at=None),
        "form": form,
        "refused": refused,
        "is_open": _is_at_work(found),
    }
    return render(
        request, "evaluating/verification.html", context, status=422 if request.method == "POST" else 200
    )


def _is_at_work(found: Verification) -> bool:
    return found.done_at is None and found.matter.state == State.VERIFYING


@require_safe
@login_required
def verification_file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    person = cast(Person, request.user)
    found = get_object_or_404(verifications_seen(person, now()).exclude(file=None), key=key)
    assert found.file is not None
    return file_response(found.file, request=request)
