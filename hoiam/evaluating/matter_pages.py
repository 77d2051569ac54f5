"""The pages of matters (màn hình vụ việc): home affairs' own list, and one matter with its steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.accounts.models import Person
from hoiam.cases.inputs import UnitField, WordsField
from hoiam.cases.queries import case_by_code
from hoiam.files.responses import file_response
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, short_date, short_moment
from hoiam.kit.refusal import Refused
from hoiam.kit.ui.shapes import StoryItem
from hoiam.units.directory import directory
from hoiam.units.models import Membership
from hoiam.units.standing import standing

from .clocks import running
from .lifecycle import ENDED, Finding, Ground, Measure, State, Step
from .models import Matter, MatterLine
from .open_matter import open_matter
from .panel import steps_possible
from .proposal_document import FORMATS, draft_proposal, proposal_content
from .walls import deciding_units, matters_seen, working_units

PAGE: Final = 50
CONDUCT, DELAY = (Matter.About.CONDUCT,), (Matter.About.DELAY,)
EITHER = (*CONDUCT, *DELAY)
# What each list holds: its words, the states, and what the matter is about.
LISTS: Final[dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "cho-xem-xet": ("Phản ánh về công vụ: chờ xem xét", (State.OPENED,), CONDUCT),
    "cham-keo-dai": ("Việc chậm kéo dài", (State.OPENED,), DELAY),
    "dang-xac-minh": (
        "Đang giải trình, xác minh",
        (State.EXPLAINING, State.EXPLAINED, State.VERIFYING),
        EITHER,
    ),
    "cho-ket-luan": ("Chờ kết luận", (State.VERIFIED, State.CONCLUDED), EITHER),
    "cho-quyet-dinh": ("Đề xuất chờ quyết định", (State.PROPOSED,), EITHER),
    "cho-thuc-hien": ("Chờ thực hiện, báo người gửi", (State.DECIDED, State.EXECUTED), EITHER),
    "da-xong": ("Đã kết thúc", tuple(ENDED), EITHER),
}


class Row(NamedTuple):
    matter: Matter
    accused: str
    due_at: datetime | None
    is_late: bool


def works_with_matters(person: Person, at: datetime) -> bool:
    seat = standing(person, at)
    return bool(working_units(seat, at) or deciding_units(seat, at))


@require_safe
@login_required
def matters(request: HttpRequest) -> HttpResponse:
    person, at = cast(Person, request.user), now()
    if not works_with_matters(person, at):
        raise Http404
    name = request.GET.get("ds", "")
    seen = matters_seen(person, at)
    chosen = _chosen(name)
    rows = seen.filter(state__in=LISTS[chosen][1], about__in=LISTS[chosen][2])
    before = request.GET.get("truoc", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("case").prefetch_related("clocks").order_by("-pk")[: PAGE + 1])
    kinds = list(seen.values_list("state", "about").annotate(Count("pk")))
    context = {
        "lists": [
            (label, f"?ds={key}", _count(key, kinds), key == chosen) for key, (label, *_) in LISTS.items()
        ],
        "title": LISTS[chosen][0],
        "rows": [_row(matter, at) for matter in found[:PAGE]],
        "older": f"?ds={chosen}&truoc={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "newer": f"?ds={chosen}" if before else "",
        "may_open": bool(working_units(standing(person, at), at)),
        "now": at,
    }
    return render(request, "evaluating/matters.html", context)


def _chosen(name: str) -> str:
    return name if name in LISTS else next(iter(LISTS))


def _count(name: str, kinds: list[tuple[str, str, int]]) -> int:
    _, states, abouts = LISTS[name]
    return sum(many for state, about, many in kinds if state in states and about in abouts)


def _row(matter: Matter, at: datetime) -> Row:
    clock = next((clock for clock in matter.clocks.all() if clock.until is None), None)
    accused = directory().label(matter.accused_id, civil_date(matter.opened_at))
    return Row(matter, accused, clock.due_at if clock else None, clock.is_late(at) if clock else False)


@require_safe
@login_required
def matter(request: HttpRequest, key: UUID) -> HttpResponse:
    person, at = cast(Person, request.user), now()
    found = get_object_or_404(matters_seen(person, at).select_related("case", "accused_person"), key=key)
    book, on = directory(), civil_date(found.opened_at)
    clock = running(found)
    case = case_by_code(found.case.code, person, at) if found.case else None
    working = found.handler_id in working_units(standing(person, at), at)
    context = {
        "matter": found,
        "case": case,
        "accused": book.label(found.accused_id, on),
        "handler": book.label(found.handler_id, on),
        "authority": book.label(found.authority_id, on) if found.authority_id else "",
        "clock": clock,
        "clock_words": f"{clock.get_clock_display()}: hạn {short_moment(clock.due_at)}" if clock else "",
        "steps": [
            (s.label, reverse(f"evaluating:{s}", args=[key])) for s in steps_possible(person, found, at)
        ],
        "story": [_told(line, found) for line in found.lines.select_related("person", "file")],
        "papers": [line for line in found.lines.select_related("file") if line.file_id],
        "explanations": found.explanations.select_related("answered_by") if working else (),
        "verifications": found.verifications.select_related("verifier") if working else (),
        "grounds": [_ground(row.ground, row.facts) for row in found.grounds.order_by("pk")],
        "measures": [Measure(measure).label for measure in found.measures],
        "formats": list(FORMATS) if found.measures else (),
        "may_draft": working and found.state == State.PROPOSED,
        "now": at,
    }
    return render(request, "evaluating/matter.html", context)


def _ground(ground: str, facts: dict[str, Any]) -> str:
    words = str(Ground(ground).label)
    if "days" in facts:
        words += f": chậm {facts['days']} ngày làm việc (quá {facts['most']})"
    if "times" in facts:
        words += f": {facts['times']} lần"
    return words


def _told(line: MatterLine, matter: Matter) -> StoryItem:
    who = line.person.full_name if line.person else "Hệ thống"
    return StoryItem(
        f"{who}: {Step(line.step).label}{_facts(line)}",
        at=line.at,
        when=short_moment(line.at),
        quote=line.words,
        kind="back" if line.facts.get("agreed") is False else "done",
    )


def _facts(line: MatterLine) -> str:
    """What the line says beside its words."""
    facts = line.facts
    if line.step in (Step.OPEN, Step.ADD_GROUND) and facts.get("ground"):
        return f" ({_ground(facts['ground'], facts).lower()})"
    if facts.get("finding"):
        return f": {Finding(facts['finding']).label.lower()}"
    if facts.get("measures"):
        return ": " + "; ".join(Measure(measure).label.lower() for measure in facts["measures"])
    if "agreed" in facts:
        return ": đồng ý" if facts["agreed"] else ": không đồng ý"
    if facts.get("verifier"):
        return f" cho {facts['verifier']}"
    return " (sau hạn)" if facts.get("late") else ""


@require_safe
@login_required
def file(request: HttpRequest, key: UUID, seq: int) -> HttpResponseBase:
    """A paper of one line, for whoever sees the matter."""
    person, at = cast(Person, request.user), now()
    found = get_object_or_404(matters_seen(person, at), key=key)
    line = get_object_or_404(found.lines.exclude(file=None).select_related("file"), seq=seq)
    assert line.file is not None
    return file_response(line.file, request=request)


@require_safe
@login_required
def document(request: HttpRequest, key: UUID, format: str) -> HttpResponse:
    """The proposal drawn as it stands, as a draft without number."""
    person, at = cast(Person, request.user), now()
    found = get_object_or_404(matters_seen(person, at).select_related("case"), key=key)
    if format not in FORMATS:
        raise Http404
    try:
        content = proposal_content(found, at)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("evaluating:matter", key)
    media_type, draw = FORMATS[format]
    answer = HttpResponse(draw(content, number=None, on=None), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="de-xuat-{found.short}.{format}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@login_required
def draft_document(request: HttpRequest, key: UUID) -> HttpResponse:
    """The proposal goes into the flow of documents, to be signed and issued there."""
    person, at = cast(Person, request.user), now()
    found = get_object_or_404(matters_seen(person, at).select_related("case"), key=key)
    try:
        draft_proposal(found, by=person, at=at)
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, "Đã soạn văn bản đề xuất; trình ký ở mục Văn bản.")
    return redirect("evaluating:matter", key)


class OpenForm(forms.Form):
    title = "Lập vụ việc"
    submit = "Lập vụ việc"
    accused = UnitField(label="Đơn vị")
    person = forms.CharField(
        label="Tên đăng nhập của người bị phản ánh", required=False, help_text="Để trống: về đơn vị."
    )
    about = forms.ChoiceField(label="Về việc", choices=Matter.About.choices, widget=forms.RadioSelect)
    code = forms.CharField(label="Mã phản ánh làm căn cứ", required=False)
    summary = WordsField(label="Tóm tắt, không nêu người phản ánh", rows=4)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    person, at = cast(Person, request.user), now()
    if not works_with_matters(person, at):
        raise Http404
    if not working_units(standing(person, at), at):
        raise PermissionDenied("Trang này dành cho Nội vụ, Thanh tra.")
    form, refused = OpenForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = _open(person, form.cleaned_data, at)
        except Refused as no:
            refused = no
        else:
            messages.success(request, f"Đã lập vụ việc {made.short}.")
            return redirect("evaluating:matter", made.key)
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "refused": refused,
        "back": reverse("evaluating:matters"),
        "back_words": "Vụ việc",
    }
    return render(request, "evaluating/form.html", context, status=status)


def _open(by: Person, said: dict[str, Any], at: datetime) -> Matter:
    case = None
    if said["code"]:
        case = case_by_code(said["code"], by, at)
        if case is None:
            raise Refused("Không tìm thấy phản ánh mã này.")
    return open_matter(
        accused=said["accused"],
        about=said["about"],
        by=by,
        at=at,
        case=case,
        person=_member(said["person"], said["accused"], at),
        summary=said["summary"],
        life=case.life if case else 1,
    )


def _member(username: str, unit: int, at: datetime) -> Person | None:
    if not username.strip():
        return None
    seats = Membership.objects.filter(unit_id=unit, during__contains=civil_date(at))
    found = Person.objects.filter(username=username, pk__in=seats.values("person_id")).first()
    if found is None:
        raise Refused(f"Đơn vị không có người dùng “{username}” ngày {short_date(at)}.")
    return found
