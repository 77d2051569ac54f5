"""XLSX (bảng tính): a sheet for each table and annex; numbers stay numbers, heads stay in sight."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from hoiam.kit.moments import VN
from hoiam.reporting.models import Report
from hoiam.reporting.table import Column, Row, Table

from .wording import Document

FONT: Final = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
BOX: Final = {**FONT, "border": 1, "text_wrap": True}
NUMBERS: Final = {
    "number": "#,##0",
    "percent": "0.0%",
    "decimal": "#,##0.0",
    "change": "+0.0%;-0.0%;0.0%",
    "points": "+0.0%;-0.0%;0.0%",
}
TITLE, UNDER, FIRST = 0, 1, 3  # rows of a sheet
WIDTH: Final = 9.5  # characters in a column of width 1
LONG_WORD: Final = 32_767  # the most a cell of the format holds


def to_xlsx(it: Document, under: str, report: Report) -> bytes:
    named = [*((f"Biểu {table.code}", table) for table in it.tables)]
    named += [*((f"Phụ lục {table.code}", table) for table in it.annexes)]
    return tables_to_xlsx(named, under, title=it.about, author=it.issuer, at=report.made_at)


def tables_to_xlsx(
    tables: Iterable[tuple[str, Table]], under: str, *, title: str, author: str, at: datetime
) -> bytes:
    """A workbook with a sheet for each (name, table); `under` stands below every title."""
    out = BytesIO()
    # A citizen's text that begins with = or http is text and nothing else.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        # The format keeps moments without a zone: the wall clock of Vietnam.
        created = at.astimezone(VN).replace(tzinfo=None)
        book.set_properties({"title": title, "author": author, "created": created})
        styles = _Styles(book)
        for name, table in tables:
            _sheet(book, styles, name, table, under)
    return out.getvalue()


class _Styles:
    """One format for each look, made once a workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({**FONT, "bold": True, "font_size": 13})
        self.under = book.add_format({**FONT, "italic": True})
        self.head = book.add_format({**BOX, "bold": True, "align": "center", "bg_color": "#E8ECF1"})
        self.group = book.add_format({**BOX, "bold": True, "bg_color": "#F3F4F6"})
        self.note = book.add_format({**FONT, "italic": True})
        self._cells = {
            (kind, bold): book.add_format({**BOX, "bold": bold, **_look(kind)})
            for kind in ("text", *NUMBERS)
            for bold in (False, True)
        }

    def cell(self, column: Column, row: Row) -> Any:
        return self._cells[column.kind, row.kind == "total"]


def _look(kind: str) -> dict[str, Any]:
    if kind == "text":
        return {"align": "left", "valign": "top"}
    return {"align": "right", "num_format": NUMBERS[kind]}


def _sheet(book: Any, styles: _Styles, name: str, table: Table, under: str) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.5)
    sheet.set_footer("&C&P/&N")
    sheet.write_string(TITLE, 0, f"{name}. {table.title}", styles.title)
    sheet.write_string(UNDER, 0, under, styles.under)
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, column.width * WIDTH)
    first = _heads(sheet, styles, table)
    sheet.repeat_rows(FIRST, first - 1)
    sheet.freeze_panes(first, 2)
    line = first
    for line, row in enumerate(table.rows, start=first):
        _row(sheet, styles, table, row, line)
    for offset, note in enumerate(table.notes, start=2):
        sheet.write_string(line + offset, 0, note, styles.note)


def _heads(sheet: Any, styles: _Styles, table: Table) -> int:
    """The one or two lines of heads; gives the first row below them."""
    if not table.is_grouped:
        for position, column in enumerate(table.columns):
            sheet.write_string(FIRST, position, column.head, styles.head)
        sheet.set_row(FIRST, 60)
        return FIRST + 1
    sheet.set_row(FIRST + 1, 60)
    at = 0
    for words, span in table.groups:
        for position in range(at, at + span):
            head = table.columns[position].head
            if words:
                sheet.write_string(FIRST + 1, position, head, styles.head)
            else:
                sheet.merge_range(FIRST, position, FIRST + 1, position, head, styles.head)
        if words and span > 1:
            sheet.merge_range(FIRST, at, FIRST, at + span - 1, words, styles.head)
        elif words:
            sheet.write_string(FIRST, at, words, styles.head)
        at += span
    return FIRST + 2


def _row(sheet: Any, styles: _Styles, table: Table, row: Row, line: int) -> None:
    if row.kind == "head":
        sheet.merge_range(line, 0, line, len(table.columns) - 1, row.cells[0].value, styles.group)
        return
    for position, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        style = styles.cell(column, row)
        if cell.value is None:
            sheet.write_string(line, position, "–", style)
        elif isinstance(cell.value, str):
            sheet.write_string(line, position, cell.value[:LONG_WORD], style)
        else:
            sheet.write_number(line, position, cell.value, style)
