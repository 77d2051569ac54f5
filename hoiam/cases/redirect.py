"""Redirect (chuyển, hướng dẫn nơi khác): the matter belongs to a body outside this system."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django import forms
from django.db import transaction

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import finish, moved
from .inputs import ReasonField
from .lifecycle import State, Verb
from .line import Line
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import tell_petitioners
from .write import hold

# What the law says of these two is told in words of their own.
TEMPLATES: Final = {"complaint": "redirected_complaint", "denunciation": "redirected_denunciation"}


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.reason:
        raise Refused("Chuyển, hướng dẫn nơi khác phải nêu lý do.")
    if not line.texts.get("outside"):
        raise Refused("Chuyển, hướng dẫn nơi khác phải nêu tên cơ quan.")
    finish(change, case, line, State.REDIRECTED)
    change.set(ended_from=case.state)
    return change


@transaction.atomic
def redirect(
    case: Case,
    *,
    by: By,
    reason: str,
    outside: str,
    passed_on: bool = False,
    at: datetime | None = None,
    note: str = "",
) -> Case:
    """End the case here and name the body `outside` whose matter it is; `passed_on`: we sent it there."""
    held = hold(case, at)
    actor = allow(by, Verb.REDIRECT, held.case, held.at)
    line = held.line(
        Verb.REDIRECT, by=actor, reason=reason, outside=outside, passed_on=passed_on or None, note=note
    )
    held.write(line, decide(held.snapshot, line, held.rules))
    template = TEMPLATES.get(reason, "redirected")
    told = {"body": outside, "reception": outside, "passed_on": passed_on}
    tell_petitioners(held.case, template, at=held.at, **told)
    return held.case


class RedirectForm(VerbForm):
    reason = ReasonField("redirect", label="Lý do")
    outside = forms.CharField(label="Cơ quan có thẩm quyền, nơi tiếp nhận", max_length=300)
    passed_on = forms.BooleanField(label="Đã chuyển giúp người gửi đến cơ quan ấy", required=False)


redirect_panel = panel(Verb.REDIRECT, redirect, RedirectForm)
