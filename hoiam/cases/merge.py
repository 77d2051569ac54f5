"""Merge (gộp): several people reported one matter; this case is handled with the main one.

Its petitioner is still told the result. `reopen` unmerges.
"""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import finish, moved
from .lifecycle import State
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.facts.get("into"):
        raise Refused("Gộp phải nêu mã phản ánh chính.")
    finish(change, case, line, State.MERGED)
    change.set(ended_from=case.state, merged_into=line.into[0] if line.into else None)
    return change
