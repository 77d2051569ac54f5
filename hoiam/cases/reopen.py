"""Reopen (mở lại): a new life with a new deadline. The old answer stays counted in its period.

An answered case goes back in hand to the unit that answered it (or to the one that took its work
over); a refused or redirected one starts again at the centre; a merged one stands where it stood.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from hoiam.kit.moments import iso, short_date
from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import ANSWER, BY_HAND, CALL_BACK, ROUTE, hand_to, moved, require_future, start, stop
from .inputs import DueField, ReasonField, WordsField
from .lifecycle import BEFORE, MOVES, State, Verb
from .line import Line
from .lists import label
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .refuse import another_looks_again
from .snapshot import Rules, Snapshot
from .told import tell_holder, tell_petitioner
from .windows import ended_at, reopen_until
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.reason:
        raise Refused("Mở lại phải nêu lý do.")
    if MOVES[line.verb][State(case.state)] == BEFORE:
        change.state = case.ended_from or State.RECEIVED
    stop(change, case, CALL_BACK)
    _new_life(change, case, line)
    _new_holder(change, case, line, rules)
    _new_deadline(change, case, line, rules)
    return change


def _new_life(change: Change, case: Snapshot, line: Line) -> None:
    change.set(life=case.life + 1, entered_at=line.at, missed_at=None, missed_unit=None)
    change.set(returns=0, asks=0, extensions=0, ended_from=None, merged_into=None)
    change.set(answered_at=None, closed_at=None)
    if change.state == State.WAITING:
        change.state = State.IN_HAND
    change.begin("span", life=case.life + 1, entered_by=line.verb)
    change.begin("segment", life=case.life + 1, is_running=True)


def _new_holder(change: Change, case: Snapshot, line: Line, rules: Rules) -> None:
    if change.state == State.RECEIVED:
        centre = rules.centre(line.at)
        hand_to(change, line, centre, sender=None)
        start(change, case, ROUTE, line, rules, unit=centre)
        return
    keeper = rules.keeper(case.holder, line.at)
    accepted_at = line.at if change.state == State.IN_HAND else None
    sender = case.senders.get(case.holder) if keeper == case.holder else None
    hand_to(change, line, keeper, sender=sender, accepted_at=accepted_at)


def _new_deadline(change: Change, case: Snapshot, line: Line, rules: Rules) -> None:
    if line.due_at is not None:
        require_future(line.due_at, line)
        due_at, rule = line.due_at, BY_HAND
    else:
        timed = rules.answer_due(replace(case, life=case.life + 1, entered_at=line.at, pauses=()))
        due_at, rule = timed.at, timed.rule
    change.set(due_at=due_at, due_by_hand=line.due_at is not None)
    change.begin(
        "due", clock=ANSWER, life=case.life + 1, due_at=due_at, cause=line.verb, rule=rule, unit_id=None
    )


@transaction.atomic
def reopen(
    case: Case,
    *,
    by: By,
    reason: str,
    text: str = "",
    due_at: datetime | None = None,
    at: datetime | None = None,
    note: str = "",
) -> Case:
    """Begin another life: the petitioner within his days, a coordinator whenever it is found wrong."""
    held = hold(case, at)
    actor = allow(by, Verb.REOPEN, held.case, held.at)
    if held.snapshot.state == State.REFUSED:
        another_looks_again(held.case, actor)
    line = held.line(
        Verb.REOPEN, by=actor, reason=reason, text=text, due_at=due_at and iso(due_at), note=note
    )
    change = decide(held.snapshot, line, held.rules)
    if actor.is_petitioner or actor.is_system:
        _refuse_too_late(held.case, held.at)
    held.write(line, change)
    told = {"n": held.case.life - 1, "reason": label("reopen", reason) or None}
    tell_holder(held.case, "reopened", at=held.at, **told)
    tell_petitioner(held.case, "reopened", at=held.at)
    return held.case


def _refuse_too_late(case: Case, at: datetime) -> None:
    ended = ended_at(case)
    until = reopen_until(ended) if ended else None
    if until is None or at > until:
        last = f" (đến hết ngày {short_date(until)})" if until else ""
        raise Refused(f"Đã quá thời hạn mở lại{last}; xin gửi phản ánh mới.")


class ReopenForm(VerbForm):
    reason = ReasonField("reopen", label="Lý do")
    text = WordsField(label="Người gửi nói gì", required=False)
    due_at = DueField(label="Hạn trả lời", required=False, help_text="Để trống: tính từ lúc mở lại.")


reopen_panel = panel(Verb.REOPEN, reopen, ReopenForm)
