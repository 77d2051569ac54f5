"""Add a contact (ghi thêm lần liên hệ): the petitioner comes again about an open case.

A repeat contact joins its case; it never makes a second one.
"""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.channel:
        raise Refused("Lần liên hệ phải nêu kênh.")
    change.set(contacts=case.contacts + 1)
    change.add("repeat", channel=line.channel)
    return change
