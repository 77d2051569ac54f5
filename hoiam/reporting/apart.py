"""Kept apart (danh sách riêng cho Nội vụ): what no annex that is sent may hold, for home affairs alone.

Lines of both annexes that are about conduct or whose sender is hidden; why each is here stands beside it.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoiam.kit.clock import now

from .annex_tables import TITLES, cells, columns
from .annexes import LATE, UNHANDLED, Entry, annex, by_unit
from .documents.xlsx import tables_to_xlsx
from .formats import FORMATS, file_name, period_words
from .page import draw
from .sheet import Sheet
from .sight import of_home_affairs
from .table import Column, Table
from .views import person_and_sight, report_seen

TITLE = "Danh sách riêng cho Nội vụ"


@require_safe
@login_required
@never_cache
def apart(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = _sheet_or_no(request, pk)
    drawn = [draw(sheet.report, name, table) for name, table in _tables(sheet)]
    return render(request, "reporting/apart.html", {"report": sheet.report, "title": TITLE, "tables": drawn})


@require_safe
@login_required
@never_cache
def download(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = _sheet_or_no(request, pk)
    report = sheet.report
    book = tables_to_xlsx(
        _tables(sheet), period_words(report), title=TITLE, author=sheet.office.name, at=report.made_at
    )
    answer = HttpResponse(book, content_type=FORMATS["xlsx"].media_type)
    answer["Content-Disposition"] = f'attachment; filename="danh-sach-rieng-{file_name("xlsx", report)}"'
    return answer


def _sheet_or_no(request: HttpRequest, pk: int) -> Sheet:
    """Of a whole report; a report about one unit keeps nothing apart but from that unit."""
    person, sight = person_and_sight(request)
    theirs = of_home_affairs(person, now())
    if theirs is None:
        raise PermissionDenied
    report = report_seen(pk, sight)
    if report.unit_id is not None:
        raise Http404
    return Sheet(report, theirs)


def _tables(sheet: Sheet) -> list[tuple[str, Table]]:
    tables = [_table(sheet, number) for number in (UNHANDLED, LATE)]
    return [(f"Phụ lục {table.code}", table) for table in tables]


def _table(sheet: Sheet, number: int) -> Table:
    """As the annex is printed, with one column more."""
    table = Table(
        sheet.annex_code(number), TITLES[number], (*columns(number), Column("Vì sao ghi riêng", "text", 1.9))
    )
    found = annex(sheet.report, number, sheet.sight)
    for unit, entries in by_unit(found).items():
        table.head(f"{unit}: {len(entries)} nội dung")
        for entry in entries:
            table.add([*cells(entry, number), _why(entry, sheet)])
    table.head(f"Cộng: {len(found)} nội dung")
    table.notes.append(sheet.note())
    return table


def _why(entry: Entry, sheet: Sheet) -> str:
    accused, hidden = entry.line.conduct_unit_id, entry.line.is_confidential
    about = f"về công vụ của {sheet.names.unit(accused)}" if accused is not None else ""
    said = "; ".join(part for part in (about, "giữ kín danh tính" if hidden else "") if part)
    return said[:1].upper() + said[1:]
