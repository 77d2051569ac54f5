"""Note (ghi chú nội bộ): words between colleagues; the petitioner never sees them."""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not (line.texts.get("text") or line.texts.get("note")):
        raise Refused("Ghi chú chưa có nội dung.")
    return change
