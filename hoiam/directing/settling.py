"""Settling (dứt điểm): how a line stands, read off its case, and where a reply differs from it. Pure.

A unit may say what it likes; the line is settled when the case is, and the petitioner has not denied it. A
claim that differs is shown to the issuer in one sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from hoiam.cases.queries import Present
from hoiam.deadlines import VN
from hoiam.kit.moments import short_date, short_moment


class Stand(StrEnum):
    """Where a line stands now."""

    SETTLED = "settled"
    OPEN = "open"
    DENIED = "denied"  # answered, and the petitioner says it is not fixed
    UNKNOWN = "unknown"  # its case is not in this system


STAND_WORDS: Final = {
    Stand.SETTLED: "Đã xử lý dứt điểm",
    Stand.OPEN: "Chưa xong",
    Stand.DENIED: "Người gửi báo chưa xong",
    Stand.UNKNOWN: "Không theo dõi ở đây",
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the last reply says of a line."""

    claim: str  # settled, in_hand, not_begun, not_competent
    at: datetime
    until: date | None = None


def stand_of(case: Present | None) -> Stand:
    if case is None:
        return Stand.UNKNOWN
    if case.is_open:
        return Stand.OPEN
    return Stand.DENIED if case.is_denied else Stand.SETTLED


def stand_words(case: Present | None) -> str:
    """ "Đã trả lời 10/08/2021 09:15", "Đang xử lý": the live state in the words of cases."""
    if case is None:
        return STAND_WORDS[Stand.UNKNOWN]
    stand = stand_of(case)
    if stand == Stand.SETTLED and case.answered_at is not None:
        return f"{case.state_label} {short_moment(case.answered_at)}"
    return STAND_WORDS[stand] if stand == Stand.DENIED else case.state_label


def differs(claimed: Claimed | None, case: Present | None, executor: frozenset[int], at: datetime) -> str:
    """One sentence where the reply and the case disagree; empty when they agree or nothing was said.

    `executor` are the units that answer for the line, those below them too.
    """
    if claimed is None or case is None:
        return ""
    stand = stand_of(case)
    match claimed.claim:
        case "settled":
            return _settled(stand, case, claimed)
        case "in_hand" | "not_begun":
            return _in_hand(stand, claimed, at)
        case "not_competent":
            return _not_competent(stand, case, executor)
    raise ValueError(claimed.claim)


def _settled(stand: Stand, case: Present, claimed: Claimed) -> str:
    if stand == Stand.DENIED:
        return "Đơn vị báo đã xử lý dứt điểm; người gửi báo chưa xong."
    if stand == Stand.OPEN:
        reopened = case.life > 1 and case.entered_at > claimed.at
        now = "đã được mở lại sau báo cáo" if reopened else f"vẫn ở bước “{case.state_label}”"
        return f"Đơn vị báo đã xử lý dứt điểm; phản ánh {now}."
    return ""


def _in_hand(stand: Stand, claimed: Claimed, at: datetime) -> str:
    if stand != Stand.OPEN or claimed.until is None or at.astimezone(VN).date() <= claimed.until:
        return ""
    return f"Đơn vị hẹn xong ngày {short_date(claimed.until)}; đã qua ngày ấy mà chưa xong."


def _not_competent(stand: Stand, case: Present, executor: frozenset[int]) -> str:
    if stand == Stand.OPEN and case.holder_id in executor:
        return "Đơn vị đề nghị chuyển nơi khác; phản ánh chưa được trả lại trên hệ thống."
    if stand == Stand.SETTLED and case.holder_id in executor:
        return "Đơn vị đề nghị chuyển nơi khác; chính đơn vị đã trả lời phản ánh."
    return ""
