"""Rate (đánh giá): the petitioner's word on the answer, from 1 to 5, and whether it is really done."""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import CALL_BACK, moved, stop
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if line.score is None or not 1 <= line.score <= 5:
        raise Refused("Mức hài lòng là một số từ 1 đến 5.")
    change.add("rating", life=case.life, score=line.score, fixed=line.fixed or "")
    stop(change, case, CALL_BACK)
    return change
