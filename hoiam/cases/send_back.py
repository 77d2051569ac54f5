"""Send back (trả lại): the unit says the case is not its own, and whose it is.

Sending back never stops the citizen's clock. After N returns the case always goes to the centre,
where the dispute is decided against a clock of its own.
"""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import back_to_sender, moved
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.reason:
        raise Refused("Trả lại phải nêu lý do.")
    if line.proposed is None:
        raise Refused("Trả lại phải đề nghị đơn vị đúng.")
    if line.proposed == case.holder:
        raise Refused("Đơn vị đề nghị không thể là chính đơn vị đang giữ.")
    returns = case.returns + 1
    change.set(returns=returns)
    disputed = returns >= rules.parameter("max_returns", line.at)
    back_to_sender(change, case, line, rules, always_centre=disputed)
    return change
