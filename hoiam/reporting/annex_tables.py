"""Annexes as tables (Phụ lục I, II): grouped by unit with a count each, in the columns of the letters."""

from __future__ import annotations

from typing import Final

from hoiam.cases.figures import Channel
from hoiam.cases.lists import label
from hoiam.kit.moments import short_moment

from .annexes import LATE, UNHANDLED, Entry, annex, by_unit
from .names import state_label
from .sheet import Sheet
from .table import Column, Table

TITLES: Final = {
    UNHANDLED: "Nội dung phản ánh, kiến nghị chưa xử lý",
    LATE: "Nội dung phản ánh, kiến nghị chậm xử lý",
}
HANDED_LATE: Final = "Giao muộn"
NO_SUMMARY: Final = "(chưa có tóm tắt)"


def annex_table(sheet: Sheet, number: int) -> Table:
    table = Table(sheet.annex_code(number), TITLES[number], columns(number))
    found = annex(sheet.report, number, sheet.sight)
    for unit, entries in by_unit(found).items():
        table.head(f"{unit}: {len(entries)} nội dung")
        for entry in entries:
            table.add(cells(entry, number))
    table.head(f"Cộng: {len(found)} nội dung")
    table.notes.append(sheet.note())
    if not sheet.sight.lists_kept_apart:
        table.notes.append(
            f"Phản ánh về công vụ và phản ánh giữ kín danh tính có danh mục riêng, gửi {sheet.home_affairs}."
        )
    return table


def cells(entry: Entry, number: int) -> list[str | int]:
    """One line as it is printed, for whoever makes a table of their own from the same entries."""
    return _unhandled(entry) if number == UNHANDLED else _late(entry)


def columns(number: int) -> tuple[Column, ...]:
    late = number == LATE
    answered = (Column("Ngày trả lời", "text", 1.3),) if late else ()
    return (
        Column("STT", width=0.6),
        Column("Mã số", "text", 2.0),
        Column("Ngày tiếp nhận", "text", 1.35),
        Column("Kênh", "text", 1.2),
        Column("Lĩnh vực", "text", 1.9),
        Column("Nội dung (tóm tắt, đã lược bỏ thông tin cá nhân)", "text", 3.2 if late else 3.6),
        Column("Địa bàn", "text", 1.9),
        Column("Ngày chuyển đơn vị", "text", 1.35),
        Column("Hạn trả lời", "text", 1.35),
        *answered,
        Column("Chậm (ngày làm việc)" if late else "Quá hạn (ngày làm việc)", width=0.95),
        Column("Đơn vị trả lời chậm" if late else "Đơn vị để quá hạn", "text", 1.9),
        Column("Đơn vị đang xử lý (nếu khác)", "text", 1.7),
        Column("Tình trạng, người dân xác nhận" if late else "Tình trạng", "text", 1.6),
        Column("Số lần đã nhắc", width=0.7),
        Column("Nguyên nhân chậm" if late else "Ghi chú", "text", 1.5),
    )


def _facts(entry: Entry) -> list[str | int]:
    line = entry.line
    return [
        entry.no,
        entry.shown_code,
        short_moment(line.received_at),
        str(Channel(line.channel).label),
        entry.category,
        line.summary or NO_SUMMARY,
        entry.area,
        short_moment(line.forwarded_at) if line.forwarded_at else "",
        short_moment(line.annex_due_at) if line.annex_due_at else "",
    ]


def _units(entry: Entry) -> list[str | int]:
    other = "" if entry.holder_code == entry.unit_code else entry.holder
    return [entry.line.days_late, entry.unit, other]


def _unhandled(entry: Entry) -> list[str | int]:
    line = entry.line
    told = [HANDED_LATE if line.handed_late else "", _cause(line.cause), _exclusion(line.exclusion)]
    note = "; ".join(dict.fromkeys(part for part in told if part))
    return [*_facts(entry), *_units(entry), state_label(line.state), line.reminders, note]


def _late(entry: Entry) -> list[str | int]:
    line = entry.line
    answered = short_moment(line.answered_at) if line.answered_at else ""
    cause = label("cause", line.cause)
    if line.handed_late and line.cause != "handed_late":
        cause = f"{cause}; {HANDED_LATE}"
    told = "; ".join(part for part in (cause, _exclusion(line.exclusion)) if part)
    return [*_facts(entry), answered, *_units(entry), _state(entry), line.reminders, told]


def _cause(code: str) -> str:
    """In the first annex only what adds to the lateness itself."""
    return "" if code in ("unknown", "handed_late") else label("cause", code)


def _exclusion(code: str) -> str:
    return f"loại trừ khi đánh giá: {label('exclusion', code).lower()}" if code else ""


def _state(entry: Entry) -> str:
    """The state, and what the petitioner said of it."""
    line = entry.line
    said = [state_label(line.state)]
    if line.fixed:
        said.append(f"người gửi: {FIXED.get(line.fixed, line.fixed)}")
    if line.score is not None:
        said.append(f"đánh giá {line.score}/5")
    return "; ".join(said)


FIXED: Final = {
    "yes": "đã xong",
    "partly": "xong một phần",
    "no": "chưa xong",
    "unknown": "không kiểm tra được",
}
