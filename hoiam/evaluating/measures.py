"""Measures (chỉ tiêu theo dõi): what is counted of units and officers, and what an exclusion takes away.

Evidence, never the legal grade: counts and days, no points.
"""

from __future__ import annotations

from typing import Final

from django.db import models


class Measure(models.TextChoices):
    """Each fact of a month is one of these; a figure is a count, or a sum of days, of facts."""

    ASSIGNED = "assigned", "Được giao"
    TAKEN = "taken", "Nhận việc"  # by a person, of what the unit was assigned
    ANSWERED_IN_TIME = "answered_in_time", "Trả lời đúng hạn"
    ANSWERED_LATE = "answered_late", "Trả lời chậm"
    EXPLAINED = "explained", "Trả lời chỉ giải thích"
    SENT_BACK = "sent_back", "Trả lại"
    SENT_BACK_WRONGLY = "sent_back_wrongly", "Trả lại sai"
    EXTENDED = "extended", "Gia hạn"
    REOPENED = "reopened", "Mở lại sau khi báo xong"
    RATED = "rated", "Được đánh giá"
    CONDUCT_RECEIVED = "conduct_received", "Phản ánh về công vụ: nhận"
    CONDUCT_CONCLUDED = "conduct_concluded", "Phản ánh về công vụ: có kết luận"
    MISSED = "missed", "Để quá hạn"
    OVERDUE = "overdue", "Quá hạn cuối tháng"
    LATE_DAYS = "late_days", "Ngày chậm ở đơn vị"
    STEP_LATE = "step_late", "Khâu quá hạn"
    STEP_DAYS = "step_days", "Ngày chậm ở khâu"


M = Measure
CONDUCT: Final = frozenset({M.CONDUCT_RECEIVED, M.CONDUCT_CONCLUDED})
# What is no longer held against the unit once it is excluded; that it answered stays counted.
EXCLUDABLE: Final = frozenset(
    {
        M.ANSWERED_LATE,
        M.SENT_BACK_WRONGLY,
        M.REOPENED,
        M.MISSED,
        M.OVERDUE,
        M.LATE_DAYS,
        M.STEP_LATE,
        M.STEP_DAYS,
    }
)
HANDED_LATE: Final = "handed_late"
EXPLAINED_ONLY: Final = "explained"  # the outcome "Giải thích, không có việc phải làm"
REPORTED_DONE: Final = frozenset({"done"})
UPHELD: Final = frozenset({"upheld", "partly"})
STEP_WORDS: Final = {
    "route": "Phân loại, chuyển",
    "arbitrate": "Phân xử thẩm quyền",
    "accept": "Nhận xử lý",
    "decide_extension": "Quyết định gia hạn",
    "call_back": "Gọi báo người gửi",
}
