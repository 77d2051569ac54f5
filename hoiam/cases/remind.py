"""Remind (nhắc): a person urges the unit: whom, how, what was answered, what was promised."""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if line.to is None or not line.means:
        raise Refused("Nhắc phải nêu đơn vị được nhắc và cách nhắc.")
    change.set(reminders=case.reminders + 1)
    change.add("reminder", unit_id=line.to, means=line.means, promised_at=line.promised_at)
    return change
