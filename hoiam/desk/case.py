"""The page of a case (trang phản ánh): one column; it composes the panels by URL and imports none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.answering.apologise import may_apologise
from hoiam.answering.drafting import DRAFTING
from hoiam.answering.queries import APPROVE, draft_of, step_words
from hoiam.calendars.lookup import calendar
from hoiam.cases.lifecycle import Verb
from hoiam.cases.people import HIDDEN, look_at_identity
from hoiam.cases.policy import may
from hoiam.cases.queries import (
    answers_of,
    attachment,
    attachments_of,
    case_by_code,
    dues_of,
    history_of,
    hops_of,
    may_see_identity,
    may_tell_by_call,
    pending_extension,
    permitted,
)
from hoiam.cases.watch import WATCHED_BY, unwatch, watch, watch_of
from hoiam.files.responses import file_response
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, short_moment
from hoiam.kit.refusal import Refused
from hoiam.kit.ui.shapes import StoryItem
from hoiam.units.directory import directory
from hoiam.units.standing import standing

from .rows import due_of, time_words, title_of, used_of
from .seats import person_of
from .segments import segments_of
from .words import outcome_label, state_of

if TYPE_CHECKING:
    from datetime import datetime

    from hoiam.accounts.models import Person
    from hoiam.answering.models import Draft
    from hoiam.cases.models import Case

# The order in which people reach for them; the others follow in the order of the life.
FIRST: Final = (
    Verb.ACCEPT, Verb.FORWARD, Verb.CLASSIFY, Verb.CLOSE, Verb.ASK, Verb.SEND_BACK, Verb.ASSIGN, Verb.EXTEND,
)  # fmt: skip
KEYS: Final = {
    Verb.ACCEPT: "x", Verb.FORWARD: "c", Verb.CLASSIFY: "p", Verb.CLOSE: "t", Verb.ASK: "b", Verb.NOTE: "n",
    Verb.SEND_BACK: "l",
}  # fmt: skip
SHOWN: Final = 6  # buttons in sight; the others stand under "Khác"
SIGNS: Final = {
    Verb.RECEIVE: "phone", Verb.FORWARD: "send", Verb.ASK: "help", Verb.ANSWER: "check", Verb.NOTE: "lock",
    Verb.REMIND: "bell", Verb.ADD_CONTACT: "people", Verb.MERGE: "merge",
}  # fmt: skip
TURNS: Final = (Verb.SEND_BACK, Verb.RECALL, Verb.REOPEN, Verb.REFUSE, Verb.REDIRECT, Verb.WITHDRAW)
WHY: Final = (
    "Liên hệ để xác minh",
    "Báo kết quả cho người gửi",
    "Kiểm tra trùng lặp",
    "Theo yêu cầu của lãnh đạo",
)


@require_safe
@login_required
@never_cache
def page(request: HttpRequest, code: str) -> HttpResponse:
    person, at = person_of(request), now()
    case = _seen(code, person, at)
    draft = draft_of(case) if case.is_open else None
    context = {
        "case": case,
        "now": at,
        "title": title_of(case.summary, case.text.content),
        "state": state_of(case, draft),
        "watch": watch_of(case, person),
        "may_watch": standing(person, at).has(WATCHED_BY),
        "draft": draft,
        "verbs": _verbs(case, person, at, draft),
        "story": [_item(line) for line in history_of(case)],
        "answers": [_answer(view) for view in answers_of(case)],
        "extension": pending_extension(case),
        "address": request.path,
        **_time(case, at),
        **_place(case, at),
        **_files(case),
        **_sender(case, person, at),
    }
    return render(request, "desk/case.html", context)


def _seen(code: str, person: Person, at: datetime) -> Case:
    """Whoever may not see it is told what is told of a code nobody has."""
    case = case_by_code(code, person, at)
    if case is None:
        raise Http404
    return case


def _verbs(case: Case, person: Person, at: datetime, draft: Draft | None) -> dict[str, Any]:
    """Buttons (label, address of the panel, key) of everything this person may do now."""
    verbs = sorted(
        permitted(person, case, at), key=lambda verb: FIRST.index(verb) if verb in FIRST else len(FIRST)
    )
    # An answer goes through its draft, which may ask for approval.
    drafts = case.is_open and may(person, Verb.ANSWER, case, at, rules=DRAFTING)
    answers = case.is_open and may(person, Verb.ANSWER, case, at)
    buttons = [
        (verb.label, reverse(f"cases:{verb}", args=[case.code]), KEYS.get(verb, ""))
        for verb in verbs
        if verb != Verb.ANSWER
    ]
    if drafts or answers:
        words = step_words(draft, decides=answers)
        before = case.state != "in_hand" and words != APPROVE
        place = sum(verb in verbs for verb in (Verb.ACCEPT, Verb.FORWARD)) if before else 0
        buttons.insert(place, (words, reverse("answering:draft", args=[case.code]), "r"))
    if may_apologise(case, person, at):
        buttons.append(("Soạn thư xin lỗi", reverse("answering:apology", args=[case.code]), ""))
    if may_tell_by_call(person, case, at):
        buttons.insert(0, ("Báo kết quả cho người gửi", reverse("cases:call_back", args=[case.code]), "g"))
    return {"shown": buttons[:SHOWN], "more": buttons[SHOWN:]}


def _item(line: Any) -> StoryItem:
    words = "Lời này đã được xóa theo quyết định." if line.is_erased else line.words
    kind: Literal["back", "done"] = "back" if line.verb in TURNS else "done"
    return StoryItem(text=line.sentence, at=line.at, kind=kind, icon=SIGNS.get(line.verb, ""), quote=words)


def _answer(view: Any) -> dict[str, Any]:
    unit = directory().unit(view.unit, civil_date(view.at)).name
    return {"unit": unit, "outcome": outcome_label(view.outcome), "view": view}


def _time(case: Case, at: datetime) -> dict[str, Any]:
    kept, due = calendar(), due_of(case)
    dues = dues_of(case)
    rule = next((row.rule for row in reversed(dues) if row.rule), "")
    return {
        "due": due if case.is_open else None,
        "time_words": time_words(case, at, kept) if case.is_open else "",
        "used": used_of(case, at, kept) if case.is_open else None,
        "time_head": _due_words(due, rule),
        "marks": _marks(case),
        "dues": dues,
        "segments": segments_of(case, hops_of(case), at, kept) if case.is_open else (),
    }


def _marks(case: Case) -> list[str]:
    """What has happened to it that its state does not say."""
    marks = (
        (case.life > 1, f"Mở lại lần {case.life - 1}"),
        (case.is_open and case.paused_at, f"Tạm dừng từ {short_moment(case.paused_at or case.entered_at)}"),
        (case.extensions > 0, f"Đã gia hạn lần {case.extensions}"),
        (case.contacts > 0, f"Gọi lại lần {case.contacts}"),
    )
    return [words for is_so, words in marks if is_so]


def _due_words(due: datetime | None, rule: str) -> str:
    return " · ".join([*([f"Hạn trả lời {short_moment(due)}"] if due else []), *([rule] if rule else [])])


def _place(case: Case, at: datetime) -> dict[str, Any]:
    book, on, then = directory(), civil_date(at), civil_date(case.received_at)
    return {
        "holder": book.unit(case.holder_id, on).name,
        "area": book.area_words(case.area_id, then) if case.area_id else "",
        "accused": book.unit(case.conduct_unit_id, on).name if case.conduct_unit_id else "",
    }


def _files(case: Case) -> dict[str, Any]:
    files = attachments_of(case)
    return {
        "photos": [kept for kept in files if kept.file.is_photo],
        "papers": [kept for kept in files if not kept.file.is_photo],
    }


def _sender(case: Case, person: Person, at: datetime) -> dict[str, Any]:
    return {"may_see": may_see_identity(case, person, at), "hidden": HIDDEN, "reasons": WHY}


@require_POST
@login_required
def watching(request: HttpRequest, code: str) -> HttpResponse:
    """Keep an eye on it, or no longer; whoever was named has looked."""
    person, at = person_of(request), now()
    case = _seen(code, person, at)
    if request.POST.get("on") == "1":
        watch(case, person, at)
    else:
        unwatch(case, person)
    return redirect("desk:case", case.shown_code)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def identity(request: HttpRequest, code: str) -> HttpResponse:
    """Who brought it, for one who may know; the look is written down with its reason before it is shown."""
    person, at = person_of(request), now()
    case = _seen(code, person, at)
    found, refused = None, None
    if request.method == "POST":
        try:
            found = look_at_identity(case, person, why=_why(request), at=at)
        except Refused as no:
            refused = no
    context = {
        "case": case,
        "identity": found,
        "refused": refused,
        "base": "desk/part.html" if getattr(request, "htmx", False) else "desk_base.html",
        **_sender(case, person, at),
    }
    return render(request, "desk/identity.html", context, status=422 if refused else 200)


def _why(request: HttpRequest) -> str:
    why = " ".join(request.POST.get("why", "").split())[:200]
    if not why:
        raise Refused("Xem danh tính phải nêu lý do; lý do được ghi vào nhật ký xem.")
    return why


@require_safe
@login_required
def file(request: HttpRequest, number: int) -> HttpResponseBase:
    """A file of a case the person may see; every other number is a page that is not there."""
    kept = attachment(number, person_of(request), now())
    if kept is None:
        raise Http404
    size: Literal["small", "full"] = "small" if request.GET.get("co") == "nho" else "full"
    return file_response(kept.file, size=size, download="tai" in request.GET, request=request)
