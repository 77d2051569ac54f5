"""Unpublish (gỡ công khai): take the published words down, with the reason kept."""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not case.is_published:
        raise Refused("Phản ánh này chưa được công khai.")
    if not line.reason:
        raise Refused("Gỡ công khai phải nêu lý do.")
    change.end("publication")
    change.set(is_published=False)
    return change
