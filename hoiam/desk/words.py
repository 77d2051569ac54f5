"""Words (lời trên bàn làm việc): what a state and an outcome are called; one state may have two meanings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hoiam.cases.lists import label

if TYPE_CHECKING:
    from hoiam.cases.models import Case


def state_label(case: Case) -> str:
    """The label of the meaning the reader needs now."""
    if case.state == "received" and case.returns:
        return "Bị trả lại, chờ chuyển lại"
    if case.state == "received" and case.category_id:
        return "Đã phân loại, chờ chuyển"
    if case.state == "merged" and case.merged_into:
        return f"Đã gộp vào {case.merged_into.shown_code}"
    return str(case.get_state_display())


def outcome_label(code: str) -> str:
    return label("outcome", code)
