"""Refuse (từ chối xử lý): the centre says, with a reason, that this cannot be dealt with."""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import finish, moved
from .lifecycle import State
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.reason:
        raise Refused("Từ chối phải nêu lý do.")
    finish(change, case, line, State.REFUSED)
    change.set(ended_from=case.state)
    return change
