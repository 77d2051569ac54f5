"""Refuse (từ chối xử lý): the centre says, with a reason, that this cannot be dealt with."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import finish, moved
from .inputs import ReasonField, WordsField
from .lifecycle import State, Verb
from .line import Actor, Line
from .models import Case, Event
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import public_reason, tell_petitioners
from .windows import reopen_until
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.reason:
        raise Refused("Từ chối phải nêu lý do.")
    finish(change, case, line, State.REFUSED)
    change.set(ended_from=case.state)
    return change


@transaction.atomic
def refuse(
    case: Case, *, by: By, reason: str, text: str = "", at: datetime | None = None, note: str = ""
) -> Case:
    """End the case with a reason the petitioner is told, and until when he may ask for another look."""
    held = hold(case, at)
    actor = allow(by, Verb.REFUSE, held.case, held.at)
    another_looks_again(held.case, actor)
    line = held.line(Verb.REFUSE, by=actor, reason=reason, text=text, note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    told = {**public_reason("refuse", reason), "appeal_until": reopen_until(held.at)}
    tell_petitioners(held.case, "refused", at=held.at, **told)
    return held.case


def another_looks_again(case: Case, actor: Actor) -> None:
    """The petitioner was promised it: whoever looks again at a refusal is not who refused."""
    if actor.person is None or actor.is_petitioner:
        return
    if Event.objects.filter(case=case, verb=Verb.REFUSE, person=actor.person).exists():
        raise Refused("Người xem lại không phải là người đã từ chối; hãy để điều phối viên khác xem lại.")


class RefuseForm(VerbForm):
    reason = ReasonField("refuse", label="Lý do")
    text = WordsField(label="Nói rõ với người gửi", required=False)


refuse_panel = panel(Verb.REFUSE, refuse, RefuseForm)
