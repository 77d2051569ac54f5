"""Recall (thu hồi): whoever forwarded the case takes it back."""

from __future__ import annotations

from .change import Change
from .clocks import back_to_sender, moved
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    back_to_sender(change, case, line, rules, always_centre=False)
    return change
