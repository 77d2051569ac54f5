"""Words (lời nhắc): what a colleague reads of one step, and of many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from hoiam.deadlines import Calendar, OutsideCalendar, left_words, working_days_late
from hoiam.kit.moments import civil_date

from .models import Clock
from .running import Running
from .steps import Step

NAMED: Final = 5  # codes that a gathered notice names
TO_DO: Final[dict[str, str]] = {
    Clock.ANSWER: "trả lời, hoặc nêu nguyên nhân và ngày xong",
    Clock.ROUTE: "phân loại, chuyển đơn vị xử lý",
    Clock.ACCEPT: "nhận xử lý, hoặc trả lại và nêu lý do",
    Clock.ARBITRATE: "phân xử thẩm quyền",
    Clock.DECIDE_EXTENSION: "đồng ý hoặc không đồng ý gia hạn",
    Clock.CALL_BACK: "gọi báo kết quả cho người gửi",
    Clock.PROMISE: "trả lời, hoặc nêu nguyên nhân và ngày xong",
    Clock.REPLY: "báo cáo kết quả",
}


def words_of(
    running: Running, step: Step, at: datetime, kept: Calendar, times: int
) -> tuple[str, dict[str, Any]]:
    """(template, facts) of one step; `times` is how often it was urged before, by the loop and by people."""
    facts = {
        "code": running.shown,
        "due_at": running.due_at,
        "left": left_words(at, running.due_at, kept),
        "n": days_late(running.due_at, at, kept),
        "k": times,
        "step": "" if running.clock == Clock.ANSWER else Clock(running.clock).label,
        "to_do": TO_DO[running.clock],
        **running.facts,
    }
    return running.template or _template(running.clock, step, facts["n"]), facts


def words_of_many(
    told: Sequence[tuple[Running, Step]], at: datetime, kept: Calendar
) -> tuple[str, dict[str, Any]]:
    """(template, facts) of several at once: answers not yet late, all due today or with as much time left,
    are only counted; what is pressing or of many kinds is named."""
    n = len(told)
    if all(running.clock == Clock.ANSWER and not step.is_after for running, step in told):
        lefts = {left_words(at, running.due_at, kept) for running, _ in told}
        if all(civil_date(running.due_at) == civil_date(at) for running, _ in told):
            return "due_today", {"n": n}
        if len(lefts) == 1:
            return "due_soon", {"n": n, "left": lefts.pop()}
    codes = ", ".join(running.shown for running, _ in told[:NAMED])
    return "chased_many", {"n": n, "codes": codes, "more": max(n - NAMED, 0)}


def _template(clock: str, step: Step, days: int) -> str:
    if clock == Clock.PROMISE:
        return "promise_passed"
    if not step.is_after:
        return "due_soon_one"
    return "overdue" if clock == Clock.ANSWER and days else "overdue_step"


def days_late(due_at: datetime, at: datetime, kept: Calendar) -> int:
    """As a report counts them; 0 on the day itself, and where nobody has decided the days between."""
    try:
        return working_days_late(due_at, at, kept)
    except OutsideCalendar:
        return 0
