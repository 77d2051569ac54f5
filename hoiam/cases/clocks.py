"""Clocks (đồng hồ thời hạn): the answer deadline of a life and the clocks of the steps inside it.

One answer deadline a case, from `received_at`; forwarding never restarts it. Route, accept,
arbitrate, decide_extension and call_back run beside it. Every deadline in force is a row with its
cause, so that what was late stays late whatever is given afterwards.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from hoiam.kit.refusal import Refused

from .change import Change
from .lifecycle import BACK, BEFORE, SAME, State, Verb, after
from .line import Line
from .snapshot import Rules, Snapshot

ANSWER: Final = "answer"
ROUTE: Final = "route"
ACCEPT: Final = "accept"
ARBITRATE: Final = "arbitrate"
DECIDE_EXTENSION: Final = "decide_extension"
CALL_BACK: Final = "call_back"
CLOCKS: Final = (ANSWER, ROUTE, ACCEPT, ARBITRATE, DECIDE_EXTENSION, CALL_BACK)
BY_HAND: Final = "đặt tay"


def moved(case: Snapshot, line: Line) -> Change:
    """The start of every decision: the move is allowed, time goes forward, what is late is noted."""
    if line.at < case.last_at:
        raise Refused("Thời điểm của dòng lịch sử sớm hơn dòng trước đó.")
    lands = after(case.state, line.verb)
    change = Change(case.state if lands in (SAME, BACK, BEFORE) else lands)
    if case.missed_at is None and case.is_open and case.due_at is not None and case.due_at < line.at:
        change.set(missed_at=case.due_at, missed_unit=case.holder)
    return change


def start(change: Change, case: Snapshot, step: str, line: Line, rules: Rules, *, unit: int) -> None:
    """Start a step's clock, charged to `unit`; no term row for the step means no clock."""
    stop(change, case, step)
    timed = rules.step_due(step, case, line.at)
    if timed is not None:
        _begin(change, case, step, timed.at, cause=line.verb, rule=timed.rule, unit=unit)


def stop(change: Change, case: Snapshot, *steps: str) -> None:
    for step in steps:
        if step in case.clocks:
            change.end("due", {"clock": step})


def set_answer_due(
    change: Change, case: Snapshot, due_at: datetime, *, cause: str, rule: str, by_hand: bool = False
) -> None:
    """Put another answer deadline in force from this line on; the old row keeps what it was."""
    if case.due_at == due_at and not by_hand and case.paused_at is None:
        return
    change.end("due", {"clock": ANSWER})
    change.set(due_at=due_at, due_by_hand=by_hand)
    _begin(change, case, ANSWER, due_at, cause=cause, rule=rule, unit=None)


def given_due(change: Change, case: Snapshot, line: Line) -> None:
    """A deadline written by hand in the line itself, on forward and reopen."""
    if line.due_at is None:
        return
    require_future(line.due_at, line)
    set_answer_due(change, case, line.due_at, cause=line.verb, rule=BY_HAND, by_hand=True)


def require_future(due_at: datetime, line: Line) -> None:
    if due_at <= line.at:
        raise Refused("Hạn trả lời phải sau thời điểm thao tác.")


def pause(change: Change, case: Snapshot, line: Line) -> None:
    """Stop the answer clock: no deadline is in force until `resume`."""
    change.set(paused_at=line.at, paused_due=case.due_at, due_at=None)
    change.end("due", {"clock": ANSWER})
    _begin(change, case, ANSWER, None, cause="pause", rule="", unit=None)
    change.end("segment")
    change.begin("segment", life=case.life, is_running=False)


def resume(change: Change, case: Snapshot, line: Line, rules: Rules) -> None:
    """Let the answer clock run again, later by the pause (at most as long as the term allows)."""
    if case.paused_at is None:
        return
    gap = (case.paused_at, rules.pause_end(case, case.paused_at, line.at))
    timed = rules.resumed_due(case, gap)
    change.pause = gap
    change.end("due", {"clock": ANSWER})
    change.set(paused_at=None, paused_due=None, due_at=timed.at)
    _begin(change, case, ANSWER, timed.at, cause=line.verb, rule=timed.rule, unit=None)
    change.end("segment")
    change.begin("segment", life=case.life, is_running=True)


def _begin(
    change: Change,
    case: Snapshot,
    clock: str,
    due_at: datetime | None,
    *,
    cause: str,
    rule: str,
    unit: int | None,
) -> None:
    life = change.case.get("life", case.life)
    change.begin("due", clock=clock, life=life, due_at=due_at, cause=cause, rule=rule, unit_id=unit)


def finish(change: Change, case: Snapshot, line: Line, how: str) -> None:
    """End the present life: nobody holds the case any more and no clock of it runs."""
    change.end("assignment", ended_by=line.verb)
    change.end("request", is_granted=False)
    change.end("span", how=how)
    change.end("due", {"clock": ANSWER})
    change.end("segment")
    stop(change, case, *[c for c in case.clocks if c != CALL_BACK])
    for unit in sorted(case.joined):
        change.end("joining", {"unit_id": unit})
    change.set(waiting_from=None, waiting_until=None, paused_at=None, paused_due=None)


def hand_to(
    change: Change, line: Line, unit: int, *, sender: int | None, accepted_at: datetime | None = None
) -> None:
    """Close the present stay and open one with `unit`; exactly one stays open while a case is open. A
    request for more time ends with the stay of the unit that made it, unless the work only changes hands."""
    change.end("assignment", ended_by=line.verb)
    if line.verb != Verb.TRANSFER:
        change.end("request", is_granted=False)
    change.begin("assignment", unit_id=unit, sender_id=sender, accepted_at=accepted_at, via=line.verb)
    change.set(holder=unit, assignee=None)


def back_to_sender(change: Change, case: Snapshot, line: Line, rules: Rules, *, always_centre: bool) -> None:
    """B: a coordinator's forward goes back to the centre, a leader's to his own unit."""
    sender = case.hop.sender if case.hop else None
    accused = case.conduct_unit
    if sender is not None and accused is not None and rules.walls(accused, sender, line.at):
        sender = None  # a report about its own people never returns to it
    stop(change, case, DECIDE_EXTENSION)
    if sender is None or always_centre:
        centre = rules.centre(line.at)
        change.state = State.RECEIVED
        hand_to(change, line, centre, sender=None)
        stop(change, case, ACCEPT)
        step = ARBITRATE if always_centre else ROUTE
        start(change, case, step, line, rules, unit=centre)
    else:
        change.state = State.IN_HAND
        hand_to(change, line, sender, sender=case.senders.get(sender), accepted_at=line.at)
        stop(change, case, ACCEPT)
