"""Following a case (theo dõi): its story for the one who sent it, by link or after looking up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from hoiam.cases.mine import answering_case, may_be_looked_up, no_of, own_case, own_file, own_words
from hoiam.cases.queries import answers_of, attachments_of, case_of_secret, superior_of
from hoiam.files.responses import file_response
from hoiam.intake.secret import is_secret, new_key
from hoiam.kit.clock import now
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory

from .acts import DONE, forms_of
from .lookup import code_of_pass
from .pages import page, private
from .story import outcome_words, story_of
from .words import day_words, deadline_of, holder_name, is_late, state_of

if TYPE_CHECKING:
    from hoiam.cases.models import Attachment, Case


@private
@require_safe
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    case = case_or_404(secret)
    done = DONE.get(request.GET.get("xong", ""), "")
    return show(request, case, secret, {"done": done})


@private
@require_safe
def sent(request: HttpRequest, secret: str) -> HttpResponse:
    """What comes of sending: the code and the link. Opened again it says the same.

    What joined an open case has no link of its own, only a pass such as looking up gives.
    """
    case = case_or_404(secret)
    path = reverse("portal:follow", args=[secret])
    context = {
        "code": show_code(case.code),
        "url": path,
        "link": request.build_absolute_uri(path),
        "deadline": deadline_of(case),
        "may_be_looked_up": may_be_looked_up(case),
        "is_again": not is_secret(secret),
    }
    return page(request, "sent", context, here="send")


@private
@require_safe
def file(request: HttpRequest, secret: str, file: UUID) -> HttpResponseBase:
    attachment = own_file(case_or_404(secret), file)
    if attachment is None:
        raise Http404
    small = "small" if request.GET.get("co") == "nho" else "full"
    response = file_response(attachment.file, "small" if small == "small" else "full")
    response["Cache-Control"] = "private, no-store"
    return response


def case_or_404(secret: str) -> Case:
    """One answer for every address that opens nothing."""
    if is_secret(secret):
        case = case_of_secret(secret)
    else:
        code = code_of_pass(secret)
        case = own_case(code) if code else None
    if case is None:
        raise Http404
    return case


def show(
    request: HttpRequest, case: Case, secret: str, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    content, address = own_words(case)
    context = {
        "secret": secret,
        "key": new_key(),
        "code": show_code(case.code),
        "content": content,
        "place": _place(case, address),
        "state": state_of(case),
        "deadline": deadline_of(case),
        "is_late": is_late(case),
        "no": no_of(case),
        "holder": holder_name(case),
        "received": day_words(case.received_at),
        "case": case,
        "answers": _answers(case),
        "story": story_of(case, content),
        "sent_files": _files(secret, attachments_of(case, "petition")),
        "proof": _files(secret, attachments_of(case, "proof")),
        "superior": _superior(case),
        "forms": forms_of(case),
    }
    return page(request, "follow", {**context, **more}, here="lookup", status=status)


def _answers(case: Case) -> list[dict[str, Any]]:
    book = directory()
    return [
        {
            "at": answer.at,
            "when": day_words(answer.at),
            "unit": book.unit(answer.unit, civil_date(answer.at)).name,
            "outcome": outcome_words(answer.outcome),
            "text": answer.text,
            "in_time": answer.in_time,
        }
        for answer in answers_of(answering_case(case))
    ]


def _files(secret: str, found: list[Attachment]) -> list[dict[str, Any]]:
    shown = []
    for attachment in found:
        url = reverse("portal:file", args=[secret, attachment.file_id])
        kept = attachment.file
        shown.append({"url": url, "small": f"{url}?co=nho", "name": kept.name, "is_photo": kept.is_photo})
    return shown


def _place(case: Case, address: str) -> str:
    area = case.area_id
    where = directory().area_words(area, civil_date(case.received_at)) if area is not None else ""
    return ", ".join(part for part in (address, where) if part)


def _superior(case: Case) -> str:
    at = now()
    superior = superior_of(case, at)
    return directory().unit(superior, civil_date(at)).name if superior is not None else ""
