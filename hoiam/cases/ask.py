"""Ask (đề nghị bổ sung): the petitioner is asked for what is missing.

The clock stops only when the term allows it, early in the term, at most twice and for at most N
days; otherwise the question is asked and the clock runs on. Asking never closes a case.
"""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved, pause
from .lifecycle import State
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.texts.get("text"):
        raise Refused("Đề nghị bổ sung phải nêu rõ cần biết thêm điều gì.")
    if line.until is not None and line.until <= line.at:
        raise Refused("Ngày chờ bổ sung phải sau thời điểm đề nghị.")
    if case.state != State.WAITING:
        change.set(waiting_from=case.state)
    change.set(asks=case.asks + 1, waiting_until=line.until)
    if case.paused_at is None and rules.may_pause(case, line.at):
        pause(change, case, line)
    return change
