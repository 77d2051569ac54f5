"""The document's page (trang văn bản): what it says, where it is on its way, who got it, what may be done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoiam.files.responses import file_response
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.ui.shapes import StoryItem
from hoiam.units.directory import directory

from .actions import actions
from .annex_files import unsigned_annexes
from .check import check
from .form import draw_docx, draw_pdf
from .got import lines_of
from .models import Document, DocumentFile, DocumentLink, FileRole, State
from .opening import opened
from .papers import ANNEXES, content_of
from .pictures import page_count, picture
from .verdicts import PDF, kept_with
from .visible import documents_visible_to, files_visible_to, is_inside

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

STEPS = {
    "draft": "Soạn dự thảo",
    "revise": "Sửa dự thảo",
    "submit": "Trình ký",
    "return": "Trả lại",
    "sign": "Ký",
    "number": "Lấy số",
    "issue": "Phát hành",
    "sign_annexes": "Nhận phụ lục đã ký của cơ quan",
    "replaced": "Được thay thế bằng",
    "corrected": "Được đính chính bằng",
    "discard": "Bỏ dự thảo",
    "link": "Liên kết văn bản",
    "unlink": "Gỡ liên kết",
    "take_in": "Tiếp nhận từ ngoài",
}
BACK = ("return", "discard", "replaced")
_BESIDE = (*ANNEXES, FileRole.ENCLOSED)
# What is shown beside the words: the furthest step there is a file of.
_FURTHEST = (FileRole.ISSUED, FileRole.TAKEN_IN, FileRole.NUMBERED, FileRole.SIGNED, FileRole.PREPARED)


@require_safe
@login_required
@never_cache
def document(request: HttpRequest, pk: int) -> HttpResponse:
    person, at = cast("Person", request.user), now()
    found = seen(person, at, pk)
    opened(found, by=person, at=at)
    inside = is_inside(person, found, at)
    files = list(files_visible_to(person, found, at).select_related("file").order_by("pk"))
    shown = shown_file(files)
    papers = [file for file in files if file == shown or file.role == FileRole.DOCX]
    context: dict[str, Any] = {
        "document": found,
        "inside": inside,
        "actions": actions(found, person, at),
        "findings": check(found, at) if inside and not found.is_out and not found.is_taken_in else [],
        "papers": papers,
        "signatures": kept_with(shown),
        "enclosed": [(file, kept_with(file)) for file in files if file.role == FileRole.ENCLOSED],
        "earlier": [file for file in files if file.role not in _BESIDE and file not in papers],
        "annexes": _whose([one for one in files if one.role == FileRole.ANNEX], found, at),
        "unsigned": _whose(unsigned_annexes(found), found, at) if inside else [],
        "work": getattr(found, "annex_work", None) if inside else None,
        **(_who_got_it(found) if inside and found.is_out else {}),
        "lines": _lines(found) if found.content else [],
        "links": _links(found, person, at),
        "story": _story(found) if inside else [],
        "pages": range(1, _pages(shown, found, inside) + 1),
        "shown": shown,
    }
    return render(request, "letters/document.html", context)


def seen(person: Person, at: datetime, pk: int) -> Document:
    """One rule for page and files; whoever may not see it is told that there is none."""
    return get_object_or_404(documents_visible_to(person, at), pk=pk)


def shown_file(files: list[DocumentFile]) -> DocumentFile | None:
    for role in _FURTHEST:
        for file in reversed(files):
            if file.role == role and file.file.media_type == PDF:
                return file
    return None


def _pages(shown: DocumentFile | None, found: Document, inside: bool) -> int:
    if shown is not None:
        return page_count(content_of(shown.file))
    return page_count(_draft(found)) if inside and found.content else 0


def _draft(found: Document) -> bytes:
    return draw_pdf(found.letter, number=None, on=None)


def _whose(annexes: list[DocumentFile], found: Document, at: datetime) -> list[tuple[DocumentFile, str]]:
    """Each file with whose part it is."""
    units, on = directory(), found.issued_on or civil_date(at)
    return [(file, units.unit(file.unit_id, on).name if file.unit_id else "Toàn bộ") for file in annexes]


def _who_got_it(found: Document) -> dict[str, Any]:
    lines = lines_of(found)
    return {
        "recipients": lines,
        "opened": sum(line.opened for line in lines),
        "sent_to": sum(len(line.got) for line in lines),
    }


def _lines(found: Document) -> list[tuple[str, list[str]]]:
    """Kính gửi and Nơi nhận as printed."""
    letter = found.letter
    return [
        ("Kính gửi", [line.text for line in letter.addressees]),
        ("Nơi nhận", [line.text for line in letter.copies]),
    ]


def _links(found: Document, person: Person, at: datetime) -> list[tuple[str, Document]]:
    """Both ways along the chain, as far as this person sees it."""
    visible = documents_visible_to(person, at)
    later = DocumentLink.objects.filter(document=found, to__in=visible).select_related("to")
    earlier = DocumentLink.objects.filter(to=found, document__in=visible).select_related("document")
    earlier = earlier.exclude(document__state=State.DISCARDED)
    return [(link.get_relation_display(), link.to) for link in later.order_by("pk")] + [
        (f"{link.get_relation_display()} văn bản này", link.document) for link in earlier.order_by("pk")
    ]


def _story(found: Document) -> list[StoryItem]:
    steps = found.steps.select_related("by")
    return [
        StoryItem(
            text=f"{STEPS.get(step.verb, step.verb)}: {step.by or 'Hệ thống'}",
            at=step.at,
            kind="back" if step.verb in BACK else "done",
            quote=step.note,
        )
        for step in steps
    ]


@require_safe
@login_required
def file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    person, at = cast("Person", request.user), now()
    found = seen(person, at, pk)
    kept = get_object_or_404(files_visible_to(person, found, at).select_related("file"), pk=number)
    opened(found, by=person, at=at)
    return file_response(kept.file, download="tai" in request.GET, request=request)


@require_safe
@login_required
@never_cache
def page_picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    person, at = cast("Person", request.user), now()
    found = seen(person, at, pk)
    shown = shown_file(list(files_visible_to(person, found, at).select_related("file").order_by("pk")))
    if shown is None and not (found.content and is_inside(person, found, at)):
        raise Http404
    drawn = picture(content_of(shown.file) if shown else _draft(found), number)
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/png")


@require_safe
@login_required
def draft_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The draft as it stands, for those who work on it."""
    person, at = cast("Person", request.user), now()
    found = seen(person, at, pk)
    if not (found.content and is_inside(person, found, at)):
        raise Http404
    if form == "docx":
        answer = HttpResponse(draw_docx(found.letter, number=None, on=None), content_type=_WORD)
    else:
        answer = HttpResponse(_draft(found), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="du-thao-{found.pk}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
