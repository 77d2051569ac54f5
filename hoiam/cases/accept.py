"""Accept (nhận xử lý): the unit says the case is its own to answer."""

from __future__ import annotations

from .change import Change
from .clocks import ACCEPT, moved, stop
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    change.amend("assignment", accepted_at=line.at)
    stop(change, case, ACCEPT)
    return change
