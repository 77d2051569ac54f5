"""Unpublish (gỡ công khai): take the published words down, with the reason kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .inputs import ReasonField
from .lifecycle import Verb
from .line import Line
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not case.is_published:
        raise Refused("Phản ánh này chưa được công khai.")
    if not line.reason:
        raise Refused("Gỡ công khai phải nêu lý do.")
    change.end("publication")
    change.set(is_published=False)
    return change


@transaction.atomic
def unpublish(case: Case, *, by: By, reason: str, at: datetime | None = None, note: str = "") -> Case:
    """Take the published words down at once; the history keeps why."""
    held = hold(case, at)
    actor = allow(by, Verb.UNPUBLISH, held.case, held.at)
    line = held.line(Verb.UNPUBLISH, by=actor, reason=reason, note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    return held.case


class UnpublishForm(VerbForm):
    reason = ReasonField("unpublish", label="Lý do")


unpublish_panel = panel(Verb.UNPUBLISH, unpublish, UnpublishForm)
