"""Join (mời phối hợp): a second unit works with the holder; it is never charged with lateness."""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .forward import refuse_the_accused
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if line.to is None:
        raise Refused("Mời phối hợp phải nêu đơn vị.")
    if line.to == case.holder:
        raise Refused(f"{rules.unit_name(line.to, line.at)} đang giữ phản ánh này.")
    if line.to in case.joined:
        raise Refused(f"{rules.unit_name(line.to, line.at)} đã tham gia phối hợp.")
    refuse_the_accused(case, line.to, line, rules)
    change.begin("joining", unit_id=line.to)
    return change
