"""panel(): the web face of any verb. GET shows its form, POST does it.

The whole HTTP dance for every verb lives here: find the case among those the person may see,
validate, call the verb, show a refusal beside the form with what was typed still in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused

from .lifecycle import Verb
from .models import Case

View = Callable[..., HttpResponse]


class VerbForm(forms.Form):
    """A form that knows the case it is about: for choices that depend on it."""

    def __init__(self, *args: Any, case: Case | None = None, person: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.person = case, person


def panel(verb: Verb, do: Callable[..., Case], form_class: type[forms.Form]) -> View:
    @require_http_methods(["GET", "POST"])
    @login_required
    def view(request: HttpRequest, code: str) -> HttpResponse:
        case = get_object_or_404(Case.objects.visible_to(request.user), code=code.replace("-", ""))
        form = _form(form_class, request, case)
        refused = None
        if request.method == "POST" and form.is_valid():
            try:
                do(case, by=request.user, **form.cleaned_data)
            except Refused as no:
                refused = no
            else:
                return HttpResponse(status=204, headers={"HX-Trigger": "case-changed"})
        status = 422 if request.method == "POST" else 200
        context = {"case": case, "form": form, "refused": refused, "verb": verb, "at": now()}
        return render(request, f"cases/{verb}.html", context, status=status)

    view.__name__ = f"{verb}_panel"
    return view


def _form(form_class: type[forms.Form], request: HttpRequest, case: Case) -> forms.Form:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if issubclass(form_class, VerbForm):
        return form_class(data, files, case=case, person=request.user)
    return form_class(data, files)
