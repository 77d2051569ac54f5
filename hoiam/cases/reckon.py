"""Reckon (tính lại thời hạn): a calendar or term decided late changes the deadline of an open case."""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved, set_answer_due
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if line.due_at is None or not line.rule:
        raise Refused("Tính lại thời hạn phải nêu hạn mới và căn cứ.")
    if case.paused_at is not None:
        raise Refused("Thời hạn đang tạm dừng; sẽ tính lại khi tiếp tục.")
    set_answer_due(change, case, line.due_at, cause=line.verb, rule=line.rule, by_hand=case.due_by_hand)
    return change
