"""Panel (bảng thao tác): the web face of any verb. GET shows its form, POST does it.

The whole HTTP dance for every verb lives here: find the case among those the person may see,
validate, call the verb, show a refusal beside the form with what was typed still in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused

from .lifecycle import Verb, after
from .models import Case

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

View = Callable[..., HttpResponse]
CHANGED = "case-changed"


class VerbForm(forms.Form):
    """A form about one case, opened by one person at one moment."""

    def __init__(self, *args: Any, case: Case, by: Person, at: datetime, **kwargs: Any) -> None:
        self.case, self.by, self.at = case, by, at
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the case."""

    def information(self) -> str:
        """One sentence to know before doing it, above the fields."""
        return ""

    def answers(self) -> dict[str, Any]:
        """What the verb is given."""
        return dict(self.cleaned_data)

    def said(self, case: Case) -> str:
        """One sentence about what came of it, shown once it is done."""
        return ""


def panel(
    verb: Verb, do: Callable[..., Case], form_class: type[VerbForm], *, name: str = "", title: str = ""
) -> View:
    """`name` and `title` are of a step that is no verb of its own; they stand in for the verb's."""

    @require_http_methods(["GET", "POST"])
    @login_required
    def view(request: HttpRequest, code: str) -> HttpResponse:
        person, at = cast("Person", request.user), now()
        case = get_object_or_404(Case.objects.visible_to(person, at), code=code.replace("-", ""))
        data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = form_class(data, files, case=case, by=person, at=at)
        refused = _impossible(case, verb)
        if request.method == "POST" and form.is_valid():
            try:
                done = do(seen(case, request), by=person, **form.answers())
            except Refused as no:
                refused = no
            else:
                return changed(form.said(done))
        context = {
            "case": case,
            "form": form,
            "refused": refused,
            "verb": verb,
            "title": title or verb.label,
            "at": at,
            "information": form.information(),
            "action": f"{request.path}?seq={Case.objects.only('seq').get(pk=case.pk).seq}",
            "keep": request.path,
        }
        status = 422 if request.method == "POST" else 200
        return render(request, f"cases/{name or verb}.html", context, status=status)

    view.__name__ = f"{name or verb}_panel"
    return view


def seen(case: Case, request: HttpRequest) -> Case:
    """The case as this person saw it when the panel was opened."""
    seq = request.GET.get("seq", "")
    case.seen_seq = int(seq) if seq.isdecimal() else None
    return case


def changed(sentence: str = "") -> HttpResponse:
    """Nothing to show here; the page reloads what shows the case, and says the sentence if there is one."""
    trigger = json.dumps({CHANGED: None, "toast": {"text": sentence}}) if sentence else CHANGED
    return HttpResponse(status=204, headers={"HX-Trigger": trigger})


def _impossible(case: Case, verb: Verb) -> Refused | None:
    """Told at once when the panel is opened, not after the form has been filled in."""
    try:
        after(case.state, verb)
    except Refused as no:
        return no
    return None
