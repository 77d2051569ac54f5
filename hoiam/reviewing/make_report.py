"""Making the report's documents (lập văn bản báo cáo): one button for the centre, one for the Office.

Here and not in reporting, because what was followed up is said in them.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused
from hoiam.letters.models import Document
from hoiam.reporting.models import Report
from hoiam.reporting.official import centre_report, issued_of_centre, office_report
from hoiam.reporting.views import person_and_sight, report_seen
from hoiam.reporting.writers import Level, may_write

from .followed import base_of, followed_up

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@require_POST
@login_required
def make_document(request: HttpRequest, pk: int, level: str) -> HttpResponse:
    person, sight = person_and_sight(request)
    if level not in Level.values:
        raise Http404
    at, wanted = now(), Level(level)
    if not may_write(person, wanted, at):
        raise PermissionDenied
    report = report_seen(pk, sight)
    try:
        document = write_report(report, wanted, by=person, at=at)
    except Refused as no:
        messages.error(request, no.sentence)
        return redirect("reporting:report", pk)
    return redirect("letters:document", document.pk)


def write_report(
    report: Report, level: Level, *, by: Person, at: datetime, signer: Person | None = None
) -> Document:
    followed = followed_up(report, at)
    if level is Level.CENTRE:
        base = base_of(at)
        return centre_report(report, by=by, at=at, signer=signer, base=base, followed=followed)
    centre = issued_of_centre(report)
    if centre is None:
        raise Refused("Tổng đài chưa phát hành báo cáo của kỳ này nên Văn phòng chưa có căn cứ.")
    return office_report(report, centre, by=by, at=at, signer=signer, followed=followed)
