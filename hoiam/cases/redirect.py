"""Redirect (chuyển, hướng dẫn nơi khác): the matter belongs to a body outside this system."""

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
        raise Refused("Chuyển, hướng dẫn nơi khác phải nêu lý do.")
    if not line.texts.get("outside"):
        raise Refused("Chuyển, hướng dẫn nơi khác phải nêu tên cơ quan.")
    finish(change, case, line, State.REDIRECTED)
    change.set(ended_from=case.state)
    return change
