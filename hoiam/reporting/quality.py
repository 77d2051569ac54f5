"""Table V (Biểu V): quality, urging and publication: this period, the one before, and the year so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from hoiam.kit.moments import parse_moment, slash_date

from .figures import share
from .sheet import Sheet
from .table import Column, Table, said

Measures = Counter[str]
Reads = Callable[[Measures], float | None]


def _share(part: str, *whole: str) -> Reads:
    return lambda found: share(found[part], sum(found[name] for name in whole))


# What is shown, how it is read from the measures, and whether it is a share.
ROWS: Final[tuple[tuple[str, Reads, bool], ...]] = (
    ("Tỷ lệ trả lời đúng hạn (%)", _share("answered_in_time", "answered", "open_overdue"), True),
    ("Tỷ lệ hài lòng (%)", _share("satisfied", "rated"), True),
    ("Tỷ lệ mở lại (%)", _share("reopen", "answered"), True),
    ("Tỷ lệ trả lời “giải thích, không có việc phải làm” (%)", _share("explained", "answered"), True),
    ("Lượt nhắc: tự động và khác", lambda found: found["remind_other"], False),
    ("Lượt nhắc: điện thoại", lambda found: found["remind_telephone"], False),
    ("Lượt nhắc: văn bản", lambda found: found["remind_letter"], False),
    ("Trả lại sai thẩm quyền", lambda found: found["send_back"], False),
    ("Phân xử", lambda found: found["arbitrate"], False),
    ("Gia hạn", lambda found: found["extend"], False),
    ("Đã công khai", lambda found: found["publish"], False),
    ("Gỡ công khai", lambda found: found["unpublish"], False),
    ("Phản ánh về công vụ: nhận", lambda found: found["conduct"], False),
    ("Phản ánh về công vụ: có cơ sở", lambda found: found["conduct_upheld"], False),
    ("Phản ánh về công vụ: không có cơ sở", lambda found: found["conduct_not_upheld"], False),
    ("Phản ánh về công vụ: đang xem xét", lambda found: found["conduct_pending"], False),
)
# Nobody has called back at random yet: the row is there, its numbers are not made up.
CHECKED: Final = "Kiểm tra lại ngẫu nhiên: số gọi, số xác nhận đã xong"


def quality(sheet: Sheet) -> Table:
    table = Table(
        "V",
        "Chất lượng, đôn đốc và công khai",
        (
            Column("STT", width=0.65),
            Column("Chỉ tiêu", "text", 5),
            Column("Kỳ này"),
            Column("Kỳ trước"),
            Column("Lũy kế năm"),
        ),
    )
    columns = [_now(sheet), _before(sheet), _year(sheet)]
    rows = [*ROWS[:4], (CHECKED, lambda found: None, False), *ROWS[4:]]
    for no, (words, reads, is_share) in enumerate(rows, start=1):
        kind = "percent" if is_share else "number"
        values = [None if found is None else reads(found) for found in columns]
        table.add([no, words, *(said(value, kind) for value in values)])  # type: ignore[arg-type]
    if sheet.previous:
        since = slash_date(parse_moment(sheet.previous["year"]["from"]))
        table.notes.append(f"Lũy kế năm: cộng các báo cáo đã lưu từ {since}.")
    table.notes.append(_objections(sheet))
    return table


def _now(sheet: Sheet) -> Measures:
    totals = sheet.figures.totals
    return sheet.measures + Counter({name: totals[name] for name in ("rated", "satisfied")})


def _before(sheet: Sheet) -> Measures | None:
    """As the report of the period before has kept them; without one only its counts are known."""
    past = sheet.previous
    if not past or past["measures"] is None:
        return None
    return Counter(past["measures"]) + Counter({name: past[name] for name in ("rated", "satisfied")})


def _year(sheet: Sheet) -> Measures | None:
    past: dict[str, Any] = sheet.previous
    return _now(sheet) + Counter(past["year"]["measures"]) if past else None


def _objections(sheet: Sheet) -> str:
    found = sheet.report.objections
    if not found.get("made"):
        return "Trước khi chốt, các đơn vị không có ý kiến về số liệu."
    return (
        f"Trước khi chốt có {found['made']} ý kiến của đơn vị về số liệu: chấp nhận {found['upheld']}, "
        f"không chấp nhận {found['dismissed']}, chưa xem xét {found['pending']}."
    )
