"""The pages of evidence (màn hình căn cứ theo dõi): what waits for one, units, a unit's year, one's own."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hoiam.accounts.models import Person
from hoiam.calendars.parameters import parameter
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.numbers import percent
from hoiam.kit.refusal import Refused
from hoiam.kit.ui.shapes import Bar, Part
from hoiam.letters.visible import documents_visible_to
from hoiam.reporting.page import Drawn, DrawnTable
from hoiam.reporting.table import Table
from hoiam.units.directory import directory
from hoiam.units.standing import standing

from .ask_exclusion import opinions_waiting
from .close_year import year_file, year_words
from .freeze_month import freeze_month, months_to_freeze
from .matter_pages import works_with_matters
from .models import Month, YearFile
from .overview import OverviewLine, overview
from .persons import own_lines
from .set_term import may_set
from .sheet import FOOTER, SheetLine, sheet
from .sheet_table import more_table, sheet_table
from .sights import Sight, is_home_affairs_of_all, sight_of
from .walls import explanations_seen, verifications_seen


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Theo dõi, đánh giá: what is asked of this person, and the units whose evidence they may read."""
    person, at = cast(Person, request.user), now()
    if not standing(person, at).seats:
        raise PermissionDenied("Trang này dành cho người có vị trí trong một đơn vị.")
    sight = sight_of(person, at)
    months = list(Month.objects.order_by("-start", "-version").distinct("start")[:24])
    month = _chosen(months, request.GET.get("thang", ""))
    rows = overview(month, sight, at) if month and sight.units else []
    context = {
        "tasks": _tasks(person, sight, at),
        "months": [(one, f"?thang={one.start:%Y-%m}", one == month) for one in months],
        "month": month,
        "rows": [_with_url(row) for row in rows],
        "sees_units": bool(sight.units),
        "is_whole": bool(sight.whole),
        "freezing": _freezing(person, month, at),
        "footer": FOOTER,
        "min_volume": parameter("min_volume", at),
    }
    return render(request, "evaluating/home.html", context)


def _freezing(person: Person, month: Month | None, at: datetime) -> list[tuple[str, str]]:
    """(words, first day) of the months this person may freeze, or count again."""
    if not is_home_affairs_of_all(person, at):
        return []
    found = [
        (f"Chốt số liệu tháng {start.month}/{start.year}", start.isoformat())
        for start in months_to_freeze(at)[:1]  # one after the other, so that no month is left out
    ]
    if month is not None:
        found.append((f"Tính lại tháng {month.start.month}/{month.start.year}", month.start.isoformat()))
    return found


@require_POST
@login_required
def freeze(request: HttpRequest) -> HttpResponse:
    """Chốt số liệu tháng, or count it again: the next version is kept only when something differs."""
    person, at = cast(Person, request.user), now()
    if not is_home_affairs_of_all(person, at):
        raise Http404
    try:
        start = date.fromisoformat(request.POST.get("thang", ""))
    except ValueError:
        raise Http404 from None
    before = Month.objects.filter(start=start).first()
    try:
        made = freeze_month(start, by=person, at=at, recount=True)
    except Refused as no:
        messages.error(request, str(no))
    else:
        is_same = before is not None and before.version == made.version
        said = "Số liệu không khác bản đã lưu." if is_same else f"Đã lưu bản số {made.version}."
        messages.success(request, said)
    return redirect(f"{reverse('evaluating:home')}?thang={start:%Y-%m}")


def _chosen(months: list[Month], asked: str) -> Month | None:
    return next((one for one in months if f"{one.start:%Y-%m}" == asked), months[0] if months else None)


def _tasks(person: Person, sight: Sight, at: datetime) -> list[tuple[str, str, int | None]]:
    """(label, address, how many) of the lists this person has here."""
    found: list[tuple[str, str, int | None]] = []
    if works_with_matters(person, at):
        found.append(("Vụ việc", reverse("evaluating:matters"), None))
    asked = explanations_seen(person, at)
    if asked.exists():
        found.append(
            ("Giải trình", reverse("evaluating:explanations"), asked.filter(answered_at=None).count())
        )
    mine = verifications_seen(person, at)
    if mine.exists():
        found.append(
            ("Xác minh được giao", reverse("evaluating:verifications"), mine.filter(done_at=None).count())
        )
    if sight.deciding:
        waiting = opinions_waiting(sight).count()
        found.append(("Ý kiến của đơn vị về số liệu", reverse("evaluating:opinions"), waiting))
    if may_set(person, at):
        found.append(("Thời hạn các bước của vụ việc", reverse("evaluating:terms"), None))
    found.append(("Số liệu của tôi", reverse("evaluating:mine"), None))
    return found


def _with_url(row: OverviewLine) -> tuple[OverviewLine, str, str]:
    url = reverse("evaluating:unit", args=[row.unit, row.start.year])
    return row, url, percent(row.on_time_share)


@require_safe
@login_required
def unit(request: HttpRequest, unit: int, year: int) -> HttpResponse:
    """Phiếu theo dõi đơn vị: the sheet of one year."""
    person, at = cast(Person, request.user), now()
    sight = sight_of(person, at)
    refuse_unseen(sight, unit, year)
    lines = sheet(unit, year, sight)
    name = directory().label(unit, min(date(year, 12, 31), civil_date(at)))
    made = year_file(unit, year)
    context = {
        "unit": unit,
        "year": year,
        "name": name,
        "tables": [
            drawn(sheet_table(lines, name, year), "Phiếu theo dõi", unit, year, lines),
            drawn(more_table(lines, name, year), "Căn cứ chi tiết", unit, year, lines),
        ],
        "lines": lines,
        "bars": bars(lines),
        "made": made,
        "year_words": year_words(made) if made else "",
        "document_url": _document_url(made, person, at),
        "may_close": sight.sees_all_of(unit) and made is None and civil_date(at).year > year,
        "is_whole": sight.sees_all_of(unit),
        "years": _years(unit, year),
        "formats": ("xlsx", "pdf"),
    }
    return render(request, "evaluating/unit.html", context)


def _document_url(made: YearFile | None, person: Person, at: datetime) -> str:
    """For those who follow the document on its way, and whoever it was sent to."""
    if made is None or not documents_visible_to(person, at).filter(pk=made.document_id).exists():
        return ""
    return reverse("letters:document", args=[made.document_id])


def drawn(table: Table, name: str, unit: int, year: int, lines: list[SheetLine]) -> DrawnTable:
    """A table as the screen draws it; the name of a month opens its page."""
    rows = []
    for number, row in enumerate(table.rows):
        cells = [Drawn(table.text(row, at), "", table.columns[at].is_text) for at in range(len(row.cells))]
        if row.kind == "row":
            url = reverse("evaluating:month", args=[unit, year, lines[number].month.month])
            cells[0] = cells[0]._replace(url=url)
        rows.append((str(row.kind), cells))
    return DrawnTable(table, name, rows)


def bars(lines: list[SheetLine]) -> list[Bar]:
    """In time, late and excluded, month by month."""
    return [
        Bar(
            f"{line.month.month}/{line.month.year}",
            [Part(line.in_time, "a"), Part(line.late, "b"), Part(line.overdue, "mute")],
            more=(str(line.late_days),),
        )
        for line in lines
    ]


def refuse_unseen(sight: Sight, unit: int, year: int) -> None:
    """A unit that is not this person's to read is not there."""
    if unit not in sight.units or not 2000 < year < 2200:
        raise Http404


def _years(unit: int, year: int) -> list[tuple[int, str, bool]]:
    starts = Month.objects.order_by().values_list("start__year", flat=True).distinct()
    known = sorted({*starts, year})
    return [(one, reverse("evaluating:unit", args=[unit, one]), one == year) for one in known]


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """One's own figures: nobody else's, and not of the person whom somebody complained about."""
    person, at = cast(Person, request.user), now()
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else civil_date(at).year
    book = directory()
    lines = own_lines(person, year, standing(person, at).walls)
    context = {
        "year": year,
        "earlier": f"?nam={year - 1}",
        "rows": [(line, book.label(line.unit, line.start)) for line in lines],
        "footer": FOOTER,
    }
    return render(request, "evaluating/mine.html", context)
