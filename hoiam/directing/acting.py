"""Acting (màn hình thao tác): make a directive, pass it on, reply, remind, make a link, type in what came.

Each asks its verb; a no is shown in place with everything that was written.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.letters.models import Document
from hoiam.letters.models.document import IN_FORCE
from hoiam.letters.policy import may_take_in
from hoiam.letters.signers import signers_of
from hoiam.letters.visible import documents_visible_to
from hoiam.reporting.models import Report
from hoiam.reporting.official import issued_of_centre, issued_of_office
from hoiam.units.directory import directory

from .cascade import Choice, Passed, cascade, plan_cascade
from .compose import Planned, Wanted, compose_directive, plan
from .drafted import draft_of
from .enclosed import Place, by_place, enclosed
from .forms import (
    CascadeForm,
    ComposeForm,
    ItemForm,
    TakenLinesForm,
    TakenPointForm,
    WordsForm,
    all_said,
    are_valid,
    item_forms,
    typed_points,
)
from .models import Directive, Line, Point, Reply, ReplyFile
from .remind import remind
from .reply import answering, lines_to_answer, reply
from .reply_by_link import make_link, said_through
from .roll_up import rolled_up
from .sending import key_of, reply_once
from .take_in import take_in
from .views import directive_seen, reader

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

POINTS_TYPED = 6


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


# -- compose ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@login_required
def compose_page(request: HttpRequest, report: int) -> HttpResponse:
    """From a report to a draft letter: a day, perhaps words about the situation; the rest is there."""
    person, at, sight = reader(request)
    found = get_object_or_404(Report.objects.select_related("definition"), pk=report)
    issuer = directory().root(civil_date(at)) if found.unit_id is None else found.unit_id
    if issuer not in sight.speaks:
        raise PermissionDenied("Trang này dành cho Văn phòng của cơ quan ban hành.")
    posted = request.method == "POST"
    form = ComposeForm(
        request.POST if posted else None,
        initial={"office_report": issued_of_office(found), "centre_report": issued_of_centre(found)},
        reports=_reports_to_cite(person, at),
        signers=_signers(issuer, at),
    )
    refused, wanted = None, _wanted(form) if posted and form.is_valid() else Wanted()
    if posted and form.is_valid():
        try:
            made = compose_directive(found, issuer, by=person, at=at, wanted=wanted)
        except Refused as no:
            refused = no
        else:
            messages.success(request, "Đã soạn dự thảo văn bản chỉ đạo.")
            return redirect("letters:document", made.document_id)
    context = {
        "report": found,
        "form": form,
        "refused": refused,
        "planned": _preview(found, issuer, person, at),
    }
    return render(request, "directing/compose.html", context, status=_status(request))


def _wanted(form: ComposeForm) -> Wanted:
    given = form.cleaned_data
    reports = given["centre_report"], given["office_report"]
    return Wanted(given["reply_before"], given["context"], *reports, given.get("signer"))


def _preview(report: Report, issuer: int, person: Person, at: datetime) -> Planned:
    """As the letter would be with a day far ahead: what matters here are the lines and who is named."""
    far = date(civil_date(at).year + 1, 1, 1)
    return plan(report, issuer, by=person, at=at, wanted=Wanted(far))


def _reports_to_cite(person: Person, at: datetime) -> Any:
    seen = documents_visible_to(person, at).filter(kind="report", state__in=IN_FORCE)
    return seen.exclude(number_symbol="").order_by("-issued_at")


def _signers(issuer: int, at: datetime) -> list[int]:
    rows = signers_of(issuer, civil_date(at)).values_list("person", flat=True)
    return list(dict.fromkeys(rows))


# -- cascade ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@login_required
def cascade_page(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """The first click shows what would be written; the second writes the draft."""
    person, at, sight = reader(request)
    parent = directive_seen(pk, person, at)
    if unit not in sight.speaks:
        raise Http404
    posted = request.method == "POST"
    form = CascadeForm(request.POST if posted else None, signers=_signers(unit, at))
    choice = _choice(form) if posted and form.is_valid() else Choice()
    refused, passed = None, None
    try:
        if posted and form.is_valid():
            child = cascade(parent, unit, by=person, at=at, choice=choice)
            messages.success(request, "Đã soạn dự thảo văn bản triển khai.")
            return redirect("letters:document", child.document_id)
        passed = plan_cascade(parent, unit, by=person, at=at)
    except Refused as no:
        refused = no
    if passed is not None and not posted:
        form = CascadeForm(initial={"reply_before": passed.reply_before}, signers=_signers(unit, at))
    context = {
        "directive": parent,
        "form": form,
        "refused": refused,
        "passed": passed,
        "paragraphs": [paragraph.text for paragraph in passed.content.body] if passed else [],
        "lines": _lines_passed(passed, at) if passed else [],
    }
    return render(request, "directing/cascade.html", context, status=_status(request))


def _choice(form: CascadeForm) -> Choice:
    return Choice(form.cleaned_data["reply_before"], form.cleaned_data.get("signer"))


def _lines_passed(passed: Passed, at: datetime) -> list[tuple[Line, str]]:
    on = civil_date(at)
    return [(line, directory().label(passed.executors[line.pk], on)) for line in passed.lines]


# -- reply --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@login_required
def reply_page(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Line by line, with what cases and the level below already say filled in."""
    person, at, sight = reader(request)
    directive = directive_seen(pk, person, at)
    if unit not in sight.speaks:
        raise Http404
    said_by = answering(unit, person, at)
    lines = lines_to_answer(directive, unit, said_by, at)
    data = request.POST if request.method == "POST" else None
    items, words = reply_forms(directive, unit, said_by, lines, request, at), WordsForm(data)
    refused = None
    if data is not None and are_valid([words, *items.values()]):
        as_document = data.get("step") == "document"

        def work() -> Reply:
            said, told = all_said(items, person), words.words()
            return reply(directive, unit, said, by=person, at=at, words=told, as_document=as_document)

        try:
            kept = reply_once(request, f"{directive.pk}:{unit}:{person.pk}", work)
        except Refused as no:
            refused = no
        else:
            return _after_reply(request, directive, kept.document_id)
    draft = draft_of(directive, unit)
    context = {
        "directive": directive,
        "unit_name": directory().label(unit, civil_date(at)),
        "rows": rows_of(directive, unit, items, lines),
        "words": words,
        "refused": refused,
        "key": key_of(request, refused),
        "draft": draft,
        "draft_files": ReplyFile.objects.filter(item__reply=draft).select_related("file") if draft else (),
    }
    return render(request, "directing/reply.html", context, status=_status(request))


def reply_forms(
    directive: Directive,
    unit: int,
    said_by: int,
    lines: dict[str, Line],
    request: HttpRequest,
    at: datetime,
) -> dict[str, ItemForm]:
    """One form a line, and one a point: its standing duties, and a task in which it has no line."""
    filled = {one.code: one for one in rolled_up(directive, said_by, at) if one.code in lines}
    points = directive.points.filter(executors__unit=unit)
    if lines:
        points = points.filter(kind=Point.Kind.STANDING)
    return item_forms(filled, request, list(points.values_list("number", flat=True)))


def rows_of(
    directive: Directive, unit: int, items: dict[str, ItemForm], lines: dict[str, Line]
) -> list[tuple[Line | None, str, ItemForm, list[ReplyFile]]]:
    """(line, words of the point when there is no line, form, what was enclosed before) as the annexes go."""
    points = {f"d{point.number}": point for point in directive.points.all()}
    words = {name: f"{point.number}. {point.words}" for name, point in points.items()}
    places: dict[str, Place] = {name: (point.pk, unit) for name, point in points.items()}
    places |= {code: line.pk for code, line in lines.items()}
    files = by_place(enclosed(directive, [line.pk for line in lines.values()]))
    return [
        (lines.get(name), words.get(name, ""), form, files.get(places[name], []))
        for name, form in items.items()
    ]


def _after_reply(request: HttpRequest, directive: Directive, document: int | None) -> HttpResponse:
    if document is not None:
        messages.success(request, "Đã soạn báo cáo; trình ký và phát hành để gửi.")
        return redirect("letters:document", document)
    messages.success(request, "Đã gửi báo cáo.")
    return redirect("directing:board", directive.pk)


# -- remind, link -------------------------------------------------------------------------------------


@require_POST
@login_required
def remind_all(request: HttpRequest, pk: int) -> HttpResponse:
    person, at, _ = reader(request)
    directive = directive_seen(pk, person, at)
    try:
        told = remind(directive, by=person, at=at)
    except Refused as no:
        messages.error(request, str(no))
    else:
        words = f"Đã nhắc {told} đơn vị." if told else "Hôm nay đã nhắc các đơn vị này rồi."
        messages.success(request, words)
    return redirect("directing:board", pk)


@require_POST
@login_required
def link_page(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """The secret address is shown this once, to be sent to the company."""
    person, at, _ = reader(request)
    directive = directive_seen(pk, person, at)
    try:
        link, token = make_link(directive, unit, by=person, at=at)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("directing:board", pk)
    url = request.build_absolute_uri(reverse("directing_link:reply", args=[token]))
    context = {
        "directive": directive,
        "link": link,
        "address": url,
        "unit_name": directory().label(said_through(link, at), civil_date(at)),
    }
    answer = render(request, "directing/link.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


# -- take in ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@login_required
def take_in_page(request: HttpRequest, document: int) -> HttpResponse:
    """The points of a letter that letters has taken in."""
    person, at, _ = reader(request)
    found = get_object_or_404(documents_visible_to(person, at), pk=document)
    if not found.is_taken_in or not may_take_in(person, found.drafting_unit_id, at):
        raise Http404
    data = request.POST if request.method == "POST" else None
    points = [TakenPointForm(data, prefix=f"p{number}") for number in range(1, POINTS_TYPED + 1)]
    lines, refused = TakenLinesForm(data), None
    if data is not None and lines.is_valid() and all([form.is_valid() for form in points]):
        try:
            made = take_in(
                found, typed_points(points), lines.lines(), unit=_house(found, at), by=person, at=at
            )
        except Refused as no:
            refused = no
        else:
            messages.success(request, "Đã ghi các điểm của văn bản.")
            return redirect("directing:board", made.pk)
    context = {"document": found, "points": points, "lines": lines, "refused": refused}
    return render(request, "directing/take_in.html", context, status=_status(request))


def _house(document: Document, at: datetime) -> int:
    """The body it was sent to: what an Office takes in is its committee's."""
    served = directory().serves(document.drafting_unit_id, "office", civil_date(at))
    return min(served, default=document.drafting_unit_id)
