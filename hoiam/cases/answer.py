"""Answer (trả lời): an approved answer leaves for the petitioner. Its moment stops the clock.

The kind of outcome is compulsory, so that "explained only" is counted, and "not our competence"
can never end a case.
"""

from __future__ import annotations

from typing import Final

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import CALL_BACK, finish, moved, start
from .lifecycle import State
from .line import Line
from .snapshot import Rules, Snapshot

NOT_COMPETENT: Final = frozenset({"not_competent", "Không thuộc thẩm quyền"})


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.outcome:
        raise Refused("Trả lời phải chọn kết quả.")
    if line.outcome in NOT_COMPETENT:
        raise Refused(
            "Không được chọn 'Không thuộc thẩm quyền' để kết thúc; hãy Trả lại và đề nghị đơn vị đúng."
        )
    if not line.texts.get("text"):
        raise Refused("Chưa có nội dung trả lời.")
    if case.state == State.FORWARDED:
        change.amend("assignment", accepted_at=line.at)
    missed = change.case.get("missed_at", case.missed_at)
    change.add(
        "answer",
        life=case.life,
        unit_id=case.holder,
        outcome=line.outcome,
        conclusion=line.conclusion or "",
        due_at=case.due_at,
        in_time=missed is None,
    )
    finish(change, case, line, State.ANSWERED)
    change.set(answered_at=line.at)
    if case.calls_back:
        start(change, case, CALL_BACK, line, rules, unit=rules.centre(line.at))
    return change
