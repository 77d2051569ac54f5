"""The draft's panel (ô soạn trả lời): write, submit, approve or give back, in one place on the case page."""

from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hoiam.accounts.models import Person
from hoiam.cases.answer import NOT_COMPETENT
from hoiam.cases.inputs import ReasonField, WordsField, reason_choices
from hoiam.cases.lifecycle import Verb
from hoiam.cases.panel import changed
from hoiam.cases.policy import may
from hoiam.cases.queries import case_by_code
from hoiam.files.inputs import FilesField
from hoiam.files.keep import keep
from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused

from .drafting import DECIDING, DRAFTING, approve, draft, return_draft, submit
from .models import Draft
from .queries import draft_of, step_words, templates_for

if TYPE_CHECKING:
    from hoiam.cases.models import Case

SAVE, SUBMIT, SEND, RETURN = "save", "submit", "send", "return"
SAID: Final = {
    SAVE: "Đã giữ dự thảo.",
    SUBMIT: "Đã trình duyệt.",
    SEND: "Đã gửi trả lời.",
    RETURN: "Đã trả lại dự thảo.",
}


class DraftForm(forms.Form):
    text = WordsField(label="Trả lời người gửi", rows=8)
    outcome = ReasonField("outcome", label="Kết quả")
    conclusion = ReasonField("conclusion", label="Kết luận về công vụ", required=False)
    proof = FilesField(label="Bằng chứng kết quả", required=False)
    comment = WordsField(label="Ý kiến khi trả lại dự thảo", rows=2, required=False)

    def __init__(self, *args: Any, case: "Case", kept: Draft | None, decides: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes: Any = self.fields["outcome"]
        outcomes.choices = [pair for pair in reason_choices("outcome")() if pair[0] not in NOT_COMPETENT]
        if case.conduct_unit_id is None:
            del self.fields["conclusion"]
        if not (decides and kept and kept.state == Draft.State.SUBMITTED):
            del self.fields["comment"]


@require_http_methods(["GET", "POST"])
@login_required
def draft_panel(request: HttpRequest, code: str) -> HttpResponse:
    person, at = cast(Person, request.user), now()
    case = case_by_code(code, person, at)
    if case is None:
        raise Http404
    drafts, decides = (may(person, Verb.ANSWER, case, at, rules=rules) for rules in (DRAFTING, DECIDING))
    if not (drafts or decides):
        raise Http404
    kept = draft_of(case)
    form = _form(request, case, kept, decides)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            return changed(_do(request, case, person, form))
        except Refused as no:
            refused = no
    context = {
        "case": case,
        "kept": kept,
        "form": form,
        "refused": refused,
        "verb": Verb.ANSWER,
        "title": step_words(kept, decides=decides),
        "action": request.path,
        "keep": request.path,
        "back": reverse("desk:case", args=[case.shown_code]),
        "drafts": drafts,
        "decides": decides,
        "templates": templates_for(case),
    }
    return render(request, "answering/draft.html", context, status=422 if request.method == "POST" else 200)


def _form(request: HttpRequest, case: "Case", kept: Draft | None, decides: bool) -> DraftForm:
    first = {"text": kept.text, "outcome": kept.outcome, "conclusion": kept.conclusion} if kept else {}
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return DraftForm(data, files, case=case, kept=kept, decides=decides, initial=first)


@transaction.atomic
def _do(request: HttpRequest, case: "Case", person: Person, form: DraftForm) -> str:
    """What is on the screen is kept first, then goes its way: nobody sends words they have not seen."""
    step, words = request.POST.get("step", SAVE), dict(form.cleaned_data)
    seen = request.POST.get("version", "")
    comment = words.pop("comment", "")
    if step == RETURN:
        return_draft(case, by=person, comment=comment)
        return SAID[RETURN]
    proof = [keep(upload, by=person) for upload in words.pop("proof")]
    version = int(seen) if seen.isdecimal() else None
    if step == SAVE or proof or form.has_changed():
        version = draft(case, by=person, proof=proof, seen=version, **words).version
    if step == SUBMIT:
        submit(case, by=person)
    elif step == SEND:
        approve(case, by=person, seen=version)
    return SAID.get(step, SAID[SAVE])
