"""Panel (bảng thao tác): the web face of any step of a matter. GET shows its form, POST does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.posting import bound, done

from .lifecycle import MOVES, Step
from .models import Matter
from .policy import RULES, may
from .walls import matters_seen

View = Callable[..., HttpResponse]
CHANGED = "matter-changed"


class StepForm(forms.Form):
    """A form about one matter, opened by one person at one moment."""

    def __init__(self, *args: Any, matter: Matter, by: Person, at: datetime, **kwargs: Any) -> None:
        self.matter, self.by, self.at = matter, by, at
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the matter."""


def step_panel(step: Step, do: Callable[..., Matter], form_class: type[StepForm]) -> View:
    @require_http_methods(["GET", "POST"])
    @login_required
    def view(request: HttpRequest, key: UUID) -> HttpResponse:
        person, at = cast(Person, request.user), now()
        matter = get_object_or_404(matters_seen(person, at), key=key)
        if not may(person, step, matter, at):
            raise Http404
        form = bound(form_class, request, matter=matter, by=person, at=at)
        is_done, refused = done(form, partial(do, matter, by=person))
        if is_done:
            return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({CHANGED: True})})
        context = {"form": form, "refused": refused, "verb": step, "action": request.path}
        status = 422 if request.method == "POST" else 200
        return render(request, "kit/ui/panel/template.html", context, status=status)

    view.__name__ = f"{step}_panel"
    return view


def steps_possible(person: Person, matter: Matter, at: datetime) -> list[Step]:
    """What this person may do to the matter as it stands, in the order of its life."""
    return [
        step
        for step in Step
        if matter.state in MOVES[step]
        and step in RULES
        and step not in (Step.EXPLAIN, Step.VERIFY)  # on pages of their own
        and may(person, step, matter, at)
    ]
