"""Reference rows (dữ liệu nền): the two readings of the annexes of 2021 that the letters allow.

Their columns and exact rule were never found (docs/law), so both readings are kept and the report says
which one it used.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from .conditions import refuse_unknown
from .models import Definition, IndexRule

OPEN_LATE: Final = {"life": "present", "when": ["open_late", "not_centre"]}
ANSWERED_LATE: Final = {"life": "answered", "when": ["answered_late_in_period", "not_centre"]}
UNTOUCHED: Final = {"life": "present", "when": ["open_late", "untouched", "not_centre"]}
SOFTWARE: Final = "mặc định của phần mềm, chờ tỉnh quy định"

DEFINITIONS: Final = (
    Definition(
        code="default",
        label="chưa trả lời và đã quá hạn tại thời điểm chốt; đã trả lời trong kỳ nhưng sau hạn",
        annex_1=[OPEN_LATE],
        annex_2=[ANSWERED_LATE],
        source=SOFTWARE,
    ),
    Definition(
        code="strict",
        label="quá hạn và đơn vị chưa có thao tác nào; quá hạn đang xử lý hoặc trả lời chậm trong kỳ",
        annex_1=[UNTOUCHED],
        annex_2=[OPEN_LATE, ANSWERED_LATE],
        source=SOFTWARE,
    ),
)


def load() -> None:
    """Adds what is missing. A definition in use is never changed: another reading is another version."""
    for definition in DEFINITIONS:
        refuse_unknown(definition.annex_1)
        refuse_unknown(definition.annex_2)
    known = set(Definition.objects.values_list("code", "version"))
    Definition.objects.bulk_create(d for d in DEFINITIONS if (d.code, 1) not in known)
    if not IndexRule.objects.exists():
        IndexRule.objects.create(
            denominator=IndexRule.Denominator.ANSWERED_AND_OVERDUE, during=DateRange(None, None)
        )
