"""Assign (phân công): name the colleague who works on the case inside the unit."""

from __future__ import annotations

from .change import Change
from .clocks import moved
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    change.set(assignee=line.person)
    return change
