"""Close (kết thúc): an answered case is put away; it may be opened again within the window."""

from __future__ import annotations

from .change import Change
from .clocks import CALL_BACK, moved, stop
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    stop(change, case, CALL_BACK)
    change.set(closed_at=line.at)
    return change
