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
from .told import public_reason, tell_petitioners
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
    contact: str = "",
    passed_on: bool = False,
    at: datetime | None = None,
    note: str = "",
) -> Case:
    """End the case here and name the body `outside` whose matter it is, and how it is reached;
    `passed_on`: we sent it there."""
    held = hold(case, at)
    actor = allow(by, Verb.REDIRECT, held.case, held.at)
    fields = {"reason": reason, "outside": outside, "contact": contact, "passed_on": passed_on or None}
    line = held.line(Verb.REDIRECT, by=actor, note=note, **fields)
    held.write(line, decide(held.snapshot, line, held.rules))
    told = {
        "body": outside,
        "contact": contact or None,
        "reception": ", ".join(filter(None, (outside, contact))),
        "passed_on": passed_on,
        "legal_aid": public_reason("redirect", reason)["what_next"],
    }
    tell_petitioners(held.case, TEMPLATES.get(reason, "redirected"), at=held.at, **told)
    return held.case


class RedirectForm(VerbForm):
    reason = ReasonField("redirect", label="Lý do")
    outside = forms.CharField(label="Cơ quan có thẩm quyền, nơi tiếp nhận", max_length=300)
    contact = forms.CharField(label="Địa chỉ, giờ tiếp, điện thoại", max_length=300, required=False)
    passed_on = forms.BooleanField(label="Đã chuyển giúp người gửi đến cơ quan ấy", required=False)

    def clean_contact(self) -> str:
        """Whoever must go there in person is told where and when."""
        contact = str(self.cleaned_data["contact"])
        if self.cleaned_data.get("reason") in TEMPLATES and not contact:
            raise forms.ValidationError("Khiếu nại, tố cáo phải nộp tại nơi nhận; hãy ghi địa chỉ, giờ tiếp.")
        return contact


redirect_panel = panel(Verb.REDIRECT, redirect, RedirectForm)
