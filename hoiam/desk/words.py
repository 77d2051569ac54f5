"""Words (lời trên bàn làm việc): what a state and an outcome are called; one state may have two meanings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hoiam.answering.models import Draft
from hoiam.cases.clocks import ARBITRATE, CALL_BACK
from hoiam.cases.lists import label
from hoiam.cases.queries import running_clocks

if TYPE_CHECKING:
    from hoiam.cases.models import Case


def state_of(case: Case, draft: Draft | None) -> tuple[str, str]:
    """The code and the label of the meaning the reader needs now."""
    if draft is not None and draft.state == Draft.State.SUBMITTED:
        return "drafted", str(Draft.State.SUBMITTED.label)
    if case.state == "received" and case.returns:
        is_disputed = ARBITRATE in running_clocks(case)
        return (
            ("disputed", "Chờ phân xử thẩm quyền")
            if is_disputed
            else ("sent_back", "Bị trả lại, chờ chuyển lại")
        )
    if case.state == "received" and case.category_id:
        return "classified", "Đã phân loại, chờ chuyển"
    if case.state == "answered" and CALL_BACK in running_clocks(case):
        return "to_call_back", "Đã có trả lời, chờ báo người gửi"
    if case.state == "merged" and case.merged_into:
        return "merged", f"Đã gộp vào {case.merged_into.shown_code}"
    return case.state, str(case.get_state_display())


def outcome_label(code: str) -> str:
    return label("outcome", code)
