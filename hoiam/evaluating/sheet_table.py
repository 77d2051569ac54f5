"""The sheet as a table (phiếu theo dõi thành biểu): one table for screen, spreadsheet and paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from hoiam.cases.lists import label
from hoiam.kit.moments import parse_moment, short_date
from hoiam.kit.numbers import number
from hoiam.letters.content import Annex, Column as PaperColumn, Row as PaperRow
from hoiam.reporting.table import Cell, Column, Table

from .measures import STEP_WORDS
from .sheet import FOOTER, SheetLine

NOT_SAID: Final = "–"
CONDUCT_APART: Final = "Phản ánh về công vụ có danh mục riêng."
COLUMNS: Final = (
    Column("Tháng", "text", 1.1),
    Column("Được giao"),
    Column("Đã trả lời"),
    Column("Đúng hạn"),
    Column("số", group="Chậm"),
    Column("tổng ngày", group="Chậm"),
    Column("Quá hạn cuối tháng"),
    Column("số", group="Loại trừ"),
    Column("lý do", "text", 1.8, group="Loại trừ"),
    Column("Trả lại sai"),
    Column("Gia hạn"),
    Column("Mở lại sau khi báo xong"),
    Column("Hài lòng/đánh giá", "text", 1.2),
    Column("Phản ánh công vụ: nhận/có cơ sở/không có cơ sở", "text", 1.6),
    Column("số nội dung", "text", group="Văn bản đôn đốc"),
    Column("báo cáo đúng hạn", "text", group="Văn bản đôn đốc"),
    Column("Ý kiến của đơn vị", "text", 2),
    Column("Kết luận", "text", 2),
    Column("Người chốt, ngày chốt", "text", 1.8),
)


def sheet_table(lines: Sequence[SheetLine], name: str, year: int) -> Table:
    notes = [FOOTER]
    if any(line.conduct_received is None for line in lines):
        notes.insert(0, CONDUCT_APART)
    table = Table("", f"Phiếu theo dõi đơn vị năm {year}: {name}", COLUMNS, notes=notes)
    for line in lines:
        table.add([Cell(value) for value in _cells(line)])
    if lines:
        table.add([Cell(value) for value in _cells(total(lines))], "total")
    return table


def _cells(line: SheetLine) -> list[str | int | None]:
    return [
        f"{line.month.month}/{line.month.year}" if line.start else "Cộng",
        line.assigned,
        line.answered,
        line.in_time,
        line.late,
        line.late_days,
        line.overdue,
        line.excluded,
        "; ".join(label("exclusion", reason) for reason in line.reasons),
        line.sent_back_wrongly,
        line.extended,
        line.reopened,
        f"{line.satisfied}/{line.rated}",
        conduct_words(line),
        known(line.orders),
        known(line.orders_in_time),
        line.opinion,
        line.conclusion,
        signed_words(line),
    ]


def conduct_words(line: SheetLine) -> str:
    counts = (line.conduct_received, line.conduct_upheld, line.conduct_not_upheld)
    return NOT_SAID if line.conduct_received is None else "/".join(str(count or 0) for count in counts)


def known(count: int | None) -> str:
    return NOT_SAID if count is None else number(count)


def signed_words(line: SheetLine) -> str:
    return f"{line.signed_by}, {short_date(parse_moment(line.signed_at))}" if line.signed_at else ""


SUMMED: Final = (
    "assigned", "answered", "in_time", "late", "late_days", "missed", "handed_late", "excluded",
    "sent_back_wrongly", "extended", "explained", "reopened", "rated", "satisfied", "step_days",
)  # fmt: skip
MAYBE: Final = ("conduct_received", "conduct_upheld", "conduct_not_upheld", "orders", "orders_in_time")


def total(lines: Sequence[SheetLine]) -> SheetLine:
    """The year: what adds up is added; what is overdue is what the last month left."""
    found = SheetLine("", overdue=lines[-1].overdue)
    for name in SUMMED:
        setattr(found, name, sum(getattr(line, name) for line in lines))
    for name in MAYBE:
        counts = [getattr(line, name) for line in lines if getattr(line, name) is not None]
        setattr(found, name, sum(counts) if counts else None)
    return found


MORE_COLUMNS: Final = (
    Column("Tháng", "text", 1.1),
    Column("Để quá hạn"),
    Column("Giao muộn"),
    Column("Trả lời chỉ giải thích"),
    *(Column(words, group="Khâu quá hạn") for words in STEP_WORDS.values()),
    Column("Ngày chậm ở khâu"),
)


def more_table(lines: Iterable[SheetLine], name: str, year: int) -> Table:
    """What stands behind the sheet: how the unit came to be late, and its own steps."""
    table = Table("", f"Căn cứ chi tiết năm {year}: {name}", MORE_COLUMNS)
    table.notes = ["Giao muộn: khi nhận, thời gian còn lại ít hơn thời hạn của riêng đơn vị.", FOOTER]
    for line in lines:
        steps = [line.steps.get(step, 0) for step in STEP_WORDS]
        month = f"{line.month.month}/{line.month.year}"
        table.add([month, line.missed, line.handed_late, line.explained, *steps, line.step_days])
    return table


def as_annex(table: Table) -> Annex:
    """The same table on paper."""
    columns = tuple(PaperColumn(c.head, c.width, c.is_text, c.group) for c in table.columns)
    rows = tuple(
        PaperRow(
            tuple(table.text(row, position) for position in range(len(row.cells))),
            "total" if row.kind == "total" else "row",
        )
        for row in table.rows
    )
    return Annex("", table.title, columns, rows, tuple(table.notes), per_unit=False, word="Phiếu")
