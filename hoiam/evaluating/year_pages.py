"""The year (màn hình năm): close it, and take its files, once closed with both signatures."""

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
from hoiam.files.models import File
from hoiam.files.responses import file_response
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.letters.content import Content
from hoiam.letters.form import draw_pdf
from hoiam.letters.models import FileRole
from hoiam.letters.papers import latest
from hoiam.units.directory import directory

from .close_year import close_year, to_xlsx, year_content, year_file
from .evidence_pages import refuse_unseen
from .models import YearFile
from .sheet import sheet
from .sights import Sight, sight_of

TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@require_safe
@login_required
def download(request: HttpRequest, unit: int, year: int, format: str) -> HttpResponseBase:
    """The year as it was signed and issued; while it is closing, as it will be; before that, the sheet as
    this person sees it now."""
    person, at = cast(Person, request.user), now()
    sight = sight_of(person, at)
    refuse_unseen(sight, unit, year)
    if format not in TYPES:
        raise Http404
    made = year_file(unit, year)
    kept = _kept(made, format) if made is not None else None
    if kept is not None:
        return file_response(kept, download=True, request=request)
    try:
        content = _drawn(made.document.letter) if made is not None else _now(unit, year, sight, format, at)
    except Refused as no:  # nobody may handle this unit yet, so nobody's head stands on the paper
        messages.error(request, str(no))
        return redirect("evaluating:unit", unit, year)
    answer = FileResponse(BytesIO(content), content_type=TYPES[format], as_attachment=True)
    answer["Content-Disposition"] = f'attachment; filename="phieu-theo-doi-{year}-{unit}.{format}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _kept(made: YearFile, format: str) -> File | None:
    """The spreadsheet from the start; the document once it bears both signatures."""
    if format == "xlsx":
        return made.xlsx
    issued = latest(made.document, FileRole.ISSUED)
    return issued.file if issued is not None else None


def _now(unit: int, year: int, sight: Sight, format: str, at: datetime) -> bytes:
    lines = sheet(unit, year, sight)
    name = directory().label(unit, min(date(year, 12, 31), civil_date(at)))
    if format == "xlsx":
        return to_xlsx(lines, name, year, at)
    return _drawn(year_content(unit, name, year, lines, "chưa khóa năm", at))


def _drawn(content: Content) -> bytes:
    return draw_pdf(content, number=None, on=None)


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
        messages.success(
            request, "Đang khóa năm: trình ký văn bản ở mục Văn bản; phát hành rồi thì năm mới khóa."
        )
    return redirect("evaluating:unit", unit, year)
