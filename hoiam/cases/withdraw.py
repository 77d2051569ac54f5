"""Withdraw (rút phản ánh): the petitioner, and nobody else, takes the report back."""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import finish, moved
from .lifecycle import State
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.by.is_petitioner:
        raise Refused("Chỉ người gửi được rút phản ánh.")
    finish(change, case, line, State.WITHDRAWN)
    change.set(ended_from=case.state)
    return change
