"""Conditions (điều kiện): the named sentences from which a definition builds its annexes.

A definition is a row a province may write; it picks names from here and never carries SQL. Each speaks of
one life of a case whose answer deadline passed: the present one, or the one of its last answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from hoiam.cases.evidence import LateLife
from hoiam.cases.figures import PeriodCase, Window
from hoiam.kit.refusal import Refused

PRESENT: Final = "present"
ANSWERED: Final = "answered"
LIVES: Final = (PRESENT, ANSWERED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case of the period and one late life of it, which may belong in an annex."""

    case: PeriodCase
    late: LateLife
    window: Window


class Condition(NamedTuple):
    words: str
    holds: Callable[[Candidate], bool]


def _open_late(it: Candidate) -> bool:
    return it.case.outcome == "open_overdue"


def _answered_late_in_period(it: Candidate) -> bool:
    at = it.case.answered_at
    if at is None or it.case.answered_in_time or it.late.life != it.case.answered_life:
        return False
    return it.window.start <= at < it.window.end


CONDITIONS: Final[dict[str, Condition]] = {
    "open_late": Condition("chưa trả lời và đã quá hạn tại thời điểm chốt", _open_late),
    "answered_late_in_period": Condition("lần trả lời cuối ở trong kỳ và sau hạn", _answered_late_in_period),
    "untouched": Condition("đơn vị chưa có thao tác nào từ khi nhận", lambda it: not it.late.is_touched),
    "touched": Condition("đơn vị đã có thao tác từ khi nhận", lambda it: it.late.is_touched),
    "not_centre": Condition(
        "không phải do Tổng đài để quá hạn", lambda it: it.late.charged_id != it.window.centre
    ),
}

Annex = list[dict[str, Any]]


def belongs(annex: Annex, lives: dict[str, Candidate]) -> Candidate | None:
    """The candidate of the first alternative whose conditions all hold; None when none does."""
    for alternative in annex:
        it = lives.get(alternative["life"])
        if it is not None and all(CONDITIONS[name].holds(it) for name in alternative["when"]):
            return it
    return None


def refuse_unknown(annex: Annex) -> None:
    """Before a definition is kept: its shape and every name in it are known."""
    for alternative in annex:
        if set(alternative) != {"life", "when"} or alternative["life"] not in LIVES:
            raise Refused("Cách xác định: mỗi phương án nêu “life” (present hoặc answered) và “when”.")
        unknown = [name for name in alternative["when"] if name not in CONDITIONS]
        if unknown:
            raise Refused(f"Cách xác định không có điều kiện “{unknown[0]}”.")
