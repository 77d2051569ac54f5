"""Extend (gia hạn): a later answer deadline, decided by another unit before the old one has passed.

At most twice in a life (a row); the petitioner is told the reason.
"""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import BY_HAND, DECIDE_EXTENSION, moved, require_future, set_answer_due, stop
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    refuse_extension(case, line, rules)
    assert line.due_at is not None  # refuse_extension has asked for it
    change.set(extensions=case.extensions + 1)
    set_answer_due(change, case, line.due_at, cause=line.verb, rule=BY_HAND, by_hand=True)
    stop(change, case, DECIDE_EXTENSION)
    return change


def refuse_extension(case: Snapshot, line: Line, rules: Rules) -> None:
    """The same four noes for asking and for granting."""
    if not line.reason:
        raise Refused("Gia hạn phải nêu lý do.")
    if line.due_at is None:
        raise Refused("Gia hạn phải nêu hạn mới.")
    require_future(line.due_at, line)
    if case.paused_at is not None or case.due_at is None:
        raise Refused("Thời hạn đang tạm dừng; gia hạn sau khi người gửi bổ sung.")
    if case.due_at < line.at or case.missed_at is not None:
        raise Refused("Đã quá hạn nên không gia hạn được; hãy trả lời và nêu nguyên nhân chậm.")
    if line.due_at <= case.due_at:
        raise Refused("Hạn mới phải sau hạn đang có.")
    most = rules.parameter("max_extensions", line.at)
    if case.extensions >= most:
        raise Refused(f"Đã gia hạn {case.extensions} lần, tối đa {most} lần.")
