"""Split (tách): one message names several matters; each becomes a case with an answer of its own.

The children start `received` at the moment of the split and keep the parent's answer deadline.
"""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.facts.get("into"):
        raise Refused("Tách phải nêu các phản ánh mới.")
    return change
