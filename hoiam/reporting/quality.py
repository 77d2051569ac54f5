"""Table V (Biểu V): quality, urging and publication: this period, the one before, and the year so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from hoiam.kit.moments import parse_moment, slash_date

from .figures import share
from .sheet import Sheet
from .table import Cell, Column, Table, rows_behind, said

Measures = Counter[str]
Reads = Callable[[Measures], float | None]


def _share(part: str, *whole: str) -> Reads:
    return lambda found: share(found[part], sum(found[name] for name in whole))


class Row(NamedTuple):
    words: str
    reads: Reads
    opens: str = ""  # what it was computed from
    is_share: bool = False

    @property
    def is_conduct(self) -> bool:
        return self.opens.startswith("conduct")


def _counted(words: str, name: str) -> Row:
    return Row(words, lambda found: found[name], name)


CHECKED: Final = "Kiểm tra lại ngẫu nhiên: số gọi, số xác nhận đã xong"
EXPLAINED: Final = "Tỷ lệ trả lời “giải thích, không có việc phải làm” (%)"
ROWS: Final = (
    Row(
        "Tỷ lệ trả lời đúng hạn (%)",
        _share("answered_in_time", "answered", "open_overdue"),
        "on_time",
        is_share=True,
    ),
    Row("Tỷ lệ hài lòng (%)", _share("satisfied", "rated"), "rated", is_share=True),
    Row("Tỷ lệ mở lại (%)", _share("reopen", "answered"), "reopen_share", is_share=True),
    Row(EXPLAINED, _share("explained", "answered"), "answered", is_share=True),
    Row(
        CHECKED, lambda found: None
    ),  # nobody keeps such calls: the row is there, its numbers are not made up
    _counted("Lượt nhắc: tự động và khác", "remind_other"),
    _counted("Lượt nhắc: điện thoại", "remind_telephone"),
    _counted("Lượt nhắc: văn bản", "remind_letter"),
    _counted("Trả lại sai thẩm quyền", "send_back"),
    _counted("Phân xử", "arbitrate"),
    _counted("Gia hạn", "extend"),
    _counted("Đã công khai", "publish"),
    _counted("Gỡ công khai", "unpublish"),
    _counted("Phản ánh về công vụ: nhận", "conduct"),
    _counted("Phản ánh về công vụ: có cơ sở", "conduct_upheld"),
    _counted("Phản ánh về công vụ: không có cơ sở", "conduct_not_upheld"),
    _counted("Phản ánh về công vụ: đang xem xét", "conduct_pending"),
)


UNCHECKED: Final = "Kiểm tra lại ngẫu nhiên: để trống vì chưa có lần gọi kiểm tra lại nào được ghi."


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
    periods = (
        ("", _now(sheet), True),
        ("truoc", _before(sheet), sheet.opens_previous),
        ("nam", _year(sheet), sheet.opens_year),
    )
    for no, row in enumerate(ROWS, start=1):
        is_hidden = row.is_conduct and not sheet.sight.counts_conduct
        cells = [
            _cell(row, None if is_hidden else found, ky if is_kept else None)
            for ky, found, is_kept in periods
        ]
        table.add([no, row.words, *cells])
    table.notes.append(UNCHECKED)
    if sheet.previous:
        since = slash_date(parse_moment(sheet.previous["year"]["from"]))
        table.notes.append(f"Lũy kế năm: cộng các báo cáo đã lưu từ {since}.")
    table.notes.append(_objections(sheet))
    return table


def _cell(row: Row, found: Measures | None, ky: str | None) -> Cell:
    """Shares and counts stand in one column, so each value is said here; `ky` None: its rows are not kept."""
    value = None if found is None else row.reads(found)
    is_open = ky is not None and value is not None and (row.is_share or value)
    opens = rows_behind(muc=row.opens, ky=ky or "") if is_open else ""
    return Cell(said(value, "percent" if row.is_share else "number"), opens)


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
