"""The year (màn hình năm): close it, and take its files."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from hoiam.accounts.models import Person
from hoiam.files.responses import file_response
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.letters.form import draw_pdf
from hoiam.units.directory import directory

from .close_year import close_year, to_xlsx, year_content
from .evidence_pages import refuse_unseen
from .models import YearFile
from .sheet import SheetLine, sheet
from .sights import sight_of

TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@require_safe
@login_required
def download(request: HttpRequest, unit: int, year: int, format: str) -> HttpResponseBase:
    """The closed year as it was kept; before that, the sheet as this person sees it now."""
    person, at = cast(Person, request.user), now()
    sight = sight_of(person, at)
    refuse_unseen(sight, unit, year)
    if format not in TYPES:
        raise Http404
    closed = YearFile.objects.filter(unit=unit, year=year).select_related("xlsx", "pdf").first()
    if closed is not None:
        return file_response(closed.xlsx if format == "xlsx" else closed.pdf, download=True, request=request)
    lines = sheet(unit, year, sight)
    name = directory().label(unit, min(date(year, 12, 31), civil_date(at)))
    try:
        content = to_xlsx(lines, name, year, at) if format == "xlsx" else _paper(unit, name, year, lines, at)
    except Refused as no:  # nobody may handle this unit yet, so nobody's head stands on the paper
        messages.error(request, str(no))
        return redirect("evaluating:unit", unit, year)
    answer = FileResponse(BytesIO(content), content_type=TYPES[format], as_attachment=True)
    answer["Content-Disposition"] = f'attachment; filename="phieu-theo-doi-{year}-{unit}.{format}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _paper(unit: int, name: str, year: int, lines: list[SheetLine], at: datetime) -> bytes:
    return draw_pdf(year_content(unit, name, year, lines, "chưa khóa năm", at), number=None, on=None)


@require_POST
@login_required
def close(request: HttpRequest, unit: int, year: int) -> HttpResponse:
    person, at = cast(Person, request.user), now()
    sight = sight_of(person, at)
    refuse_unseen(sight, unit, year)
    if not sight.sees_all_of(unit):
        raise Http404
    try:
        close_year(unit, year, by=person, at=at)
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, "Đã khóa năm; văn bản kèm phiếu chờ ký ở mục Văn bản.")
    return redirect("evaluating:unit", unit, year)
