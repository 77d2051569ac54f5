"""Supply (bổ sung thông tin): the petitioner adds what was asked for, or the waiting has run out.

A paused clock runs again, later by the pause.
"""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved, resume
from .lifecycle import State
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.texts.get("text") and not line.by.is_system:
        raise Refused("Chưa có nội dung bổ sung.")
    if case.state == State.WAITING:
        change.state = case.waiting_from or State.IN_HAND
        change.set(waiting_from=None, waiting_until=None)
        resume(change, case, line, rules)
    return change
