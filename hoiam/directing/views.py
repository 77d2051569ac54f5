"""The screens of directives (màn hình chỉ đạo): the lists, the board of one, the upper letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hoiam.calendars.lookup import calendar
from hoiam.deadlines import left_words, share_used
from hoiam.files.responses import file_response
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.letters.content import Kind
from hoiam.letters.models import Document, FileRole, Origin, Relation
from hoiam.letters.opening import opened
from hoiam.letters.policy import may_take_in
from hoiam.letters.visible import documents_visible_to

from .acts import acts_of
from .board import Board, LineState, UnitState, board_of, branches_of
from .dates import before_words, is_late, last_moment, late_from, rest_day_words
from .duties import expected
from .enclosed import by_place, enclosed, files_seen
from .missing import Owed, missing
from .models import Directive
from .rows import (
    UnitRow,
    few,
    left_first,
    line_groups,
    line_rows,
    period_rows,
    point_rows,
    unit_rows,
)
from .visible import DirectiveSight, directives_visible_to, sight_of

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

PAGE: Final = 50
LISTED: Final = 100
SHORT: Final = 10
# What of the lines is shown: its words, and whether a line belongs.
SHOWN: Final[dict[str, tuple[str, Callable[[LineState], bool]]]] = {
    "": ("Tất cả", lambda line: True),
    "chua-xong": ("Chưa dứt điểm", lambda line: not line.is_settled),
    "chua-bao-cao": ("Chưa báo cáo", lambda line: line.said is None),
    "khac": ("Báo cáo khác thực tế", lambda line: bool(line.differs)),
}


def reader(request: HttpRequest) -> tuple[Person, datetime, DirectiveSight]:
    person, at = cast("Person", request.user), now()
    return person, at, sight_of(person, at)


def directive_seen(pk: int, person: Person, at: datetime) -> Directive:
    """The directive if this person may see it; 404 just as for a number nobody has."""
    rows = directives_visible_to(person, at).select_related(
        "document", "report", "parent__document", "issuer"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


class Listed(NamedTuple):
    directive: Directive
    lines: int
    owed: list[Owed]
    before: str
    is_late: bool


@require_safe
@login_required
def directives(request: HttpRequest) -> HttpResponse:
    """What must be replied to, what is followed, what is being written."""
    person, at, sight = reader(request)
    rows = directives_visible_to(person, at).select_related("document", "issuer")
    found = list(rows.annotate(line_count=Count("lines"))[:LISTED])
    out = [one for one in found if one.document.is_in_force]
    owed = missing(at, out)
    listed = [_listed(one, owed, sight, at) for one in out]
    context = {
        "to_reply": [one for one in listed if one.owed and not sight.sees_whole(one.directive)],
        "followed": [one for one in listed if sight.sees_whole(one.directive)],
        "received": [one for one in listed if not one.owed and not sight.sees_whole(one.directive)],
        "drafts": [one for one in found if not one.document.is_out and one.document.state != "discarded"],
        "to_type": _to_type(person, sight, at),
    }
    return render(request, "directing/directives.html", context)


def _to_type(person: Person, sight: DirectiveSight, at: datetime) -> list[Document]:
    """Letters taken in by a house this reader takes in for, whose points nobody has typed yet."""
    houses = [unit for unit in sight.inside if may_take_in(person, unit, at)]
    found = documents_visible_to(person, at).filter(
        origin=Origin.TAKEN_IN, kind=Kind.LETTER, drafting_unit__in=houses, directive=None
    )
    return list(found.order_by("-issued_at")[:SHORT])


def _listed(one: Directive, owed: list[Owed], sight: DirectiveSight, at: datetime) -> Listed:
    whole = sight.sees_whole(one)
    mine = [it for it in owed if it.directive.pk == one.pk and (whole or it.unit in sight.mine)]
    before = min((it.point.reply_before for it in mine if it.point.reply_before), default=None)
    words = before_words(before, calendar()) if before else ""
    return Listed(one, getattr(one, "line_count", 0), mine, words, before is not None and is_late(at, before))


@require_safe
@login_required
def board(request: HttpRequest, pk: int) -> HttpResponse:
    person, at, sight = reader(request)
    directive = directive_seen(pk, person, at)
    opened(directive.document, by=person, at=at)
    found = board_of(directive, sight, at)
    unit = _chosen(found, request.GET.get("don-vi", ""))
    shown = request.GET.get("muc", "")
    shown = shown if shown in SHOWN else ""
    lines = left_first(line for line in (unit.lines if unit else found.lines) if SHOWN[shown][1](line))
    on_page, older = _page(request, lines)
    files = by_place(enclosed(directive, [line.pk for line in on_page]))
    rows, said = line_rows(on_page, files, person, at), point_rows(found, files)
    reports = period_rows(found, expected(at, [directive] if directive.document.is_in_force else []))
    context = {
        "directive": directive,
        "document": directive.document,
        "board": found,
        "time": time_of(found),
        "unit": unit,
        "unit_rows": unit_rows(found),
        "sums": [sum(line.annex == number for line in found.lines) for number in (1, 2)],
        "differing_words": f"{len(found.differing)} báo cáo khác thực tế",
        "others": _summed(found),
        "line_groups": line_groups(rows, lines),
        "line_count": len(lines),
        "shown": shown,
        "choices": [(key, words) for key, (words, _) in SHOWN.items()],
        "older": older,
        "newer": _address(request, "") if request.GET.get("sau") else "",
        "branches": branches_of(directive, civil_date(at)) if found.is_whole else (),
        "acts": acts_of(directive, found, sight, at),
        "letter": _letter(directive, person, at),
        "replaces": _replaces(directive.document),
        "points": [
            (point, _executors(found, point.pk), reports.get(point.pk, ()), said.get(point.pk, ()))
            for point in found.points
        ],
    }
    return render(request, "directing/board.html", context)


def _chosen(found: Board, text: str) -> UnitState | None:
    return found.unit(int(text)) if text.isdecimal() and len(text) < 19 else None


def time_of(found: Board) -> dict[str, Any]:
    """The bar of time: until the last working moment, then until midnight, then late."""
    task, document = found.task, found.directive.document
    if task is None or task.reply_before is None or document.issued_at is None:
        return {}
    kept, before = calendar(), task.reply_before
    last = last_moment(before, kept)
    due = last if found.at <= last else late_from(before)
    return {
        "start": document.issued_at,
        "due": due,
        "now": found.at,
        "words": left_words(found.at, due, kept),
        "used": share_used(document.issued_at, due, found.at, kept) if due == last else 1.0,
        "head": f"Báo cáo {before_words(before, kept)}",
        "note": rest_day_words(before, kept),
    }


def _page(request: HttpRequest, lines: list[LineState]) -> tuple[list[LineState], str]:
    """Fifty lines behind the one the address names, and the address of those after them."""
    after = request.GET.get("sau", "")
    if after.isdecimal() and len(after) < 19:
        numbers = [line.pk for line in lines]
        lines = lines[numbers.index(int(after)) + 1 :] if int(after) in numbers else lines
    shown = lines[:PAGE]
    return shown, _address(request, str(shown[-1].pk)) if len(lines) > PAGE else ""


def _address(request: HttpRequest, after: str) -> str:
    query = request.GET.copy()
    query.pop("sau", None)
    if after:
        query["sau"] = after
    return f"?{query.urlencode()}#noi-dung-giao"


def _summed(found: Board) -> list[tuple[str, int, int, list[UnitRow]]]:
    """Other addressees under the line they are printed in: (line, how many, how many have read, rows)."""
    lines: dict[str, list[UnitRow]] = {}
    for row in unit_rows(found, found.others):
        lines.setdefault(row.unit.line or "Đơn vị được giao", []).append(row)
    read = Counter({line: sum(row.unit.read_at is not None for row in rows) for line, rows in lines.items()})
    return [(line, len(rows), read[line], rows) for line, rows in lines.items()]


def _executors(found: Board, point: int) -> str:
    names = [unit.name for unit in (*found.units, *found.others) if unit.unit in found.executors[point]]
    return few(names, "; ")


def _replaces(document: Document) -> str:
    """Which letter stood before, whose points, lines and replies go on with this one."""
    made = document.links.filter(relation=Relation.REPLACES).select_related("to").first()
    if made is None:
        return ""
    return f"Văn bản này thay thế {made.to.name}; báo cáo đã gửi theo văn bản trước vẫn được tính."


def _letter(directive: Directive, person: Person, at: datetime) -> dict[str, Any]:
    """The letter itself beside the board, for those who may open it."""
    document = directive.document
    may_open = documents_visible_to(person, at).filter(pk=document.pk).exists()
    return {"may_open": may_open, "is_drawn": may_open and document.content is not None}


@require_safe
@login_required
def upper_letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The main document of the upper letter, enclosed in one that this reader got; never its annexes."""
    person, at, _ = reader(request)
    directive = directive_seen(pk, person, at)
    if directive.parent is None:
        raise Http404
    files = directive.parent.document.files.select_related("file")
    paper = files.filter(role__in=(FileRole.ISSUED, FileRole.TAKEN_IN)).first()
    if paper is None:
        raise Http404
    return file_response(paper.file, request=request)


@require_safe
@login_required
def enclosed_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """What a unit enclosed with its word, for whoever sees that word; every other number is nothing."""
    person, at, sight = reader(request)
    seen = files_seen(directive_seen(pk, person, at), sight)
    found = get_object_or_404(seen.select_related("file"), pk=number)
    return file_response(found.file, download="tai" in request.GET, request=request)
