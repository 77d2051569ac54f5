"""Reopen (mở lại): a new life with a new deadline. The old answer stays counted in its period.

An answered case goes back in hand to the unit that answered it (or to the one that took its work
over); a refused or redirected one starts again at the centre; a merged one stands where it stood.
"""

from __future__ import annotations

from dataclasses import replace

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import ANSWER, BY_HAND, CALL_BACK, ROUTE, hand_to, moved, require_future, start, stop
from .lifecycle import BEFORE, MOVES, State
from .line import Line
from .snapshot import Rules, Snapshot


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
