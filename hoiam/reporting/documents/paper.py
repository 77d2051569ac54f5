"""Paper (báo cáo trên giấy): the report as an official document, its tables and annexes with it."""

from __future__ import annotations

from dataclasses import replace

from hoiam.kit.moments import civil_date
from hoiam.letters.compose import cover_report
from hoiam.letters.content import Annex, Column, Content, Row
from hoiam.letters.form import draw_docx, draw_pdf
from hoiam.reporting.models import Report
from hoiam.reporting.table import Row as TableRow, Table

from .wording import Document


def to_pdf(it: Document, under: str, report: Report) -> bytes:
    return draw_pdf(content_of(it, under), number=None, on=civil_date(report.made_at))


def to_docx(it: Document, under: str, report: Report) -> bytes:
    return draw_docx(content_of(it, under), number=None, on=civil_date(report.made_at))


def content_of(it: Document, under: str) -> Content:
    """`under` stands below the title of a table: of which period it speaks. Annexes name the report."""
    tables = tuple(replace(sheet_of(table), word="Biểu", under=under) for table in it.tables)
    annexes = tuple(map(sheet_of, it.annexes))
    return cover_report(replace(it.letter, tables=tables, annexes=annexes))


def sheet_of(table: Table) -> Annex:
    """A table with its values said as people read them."""
    columns = tuple(Column(c.head, c.width, c.is_text, c.group) for c in table.columns)
    rows = tuple(_row(table, row) for row in table.rows)
    return Annex(table.code, table.title, columns, rows, tuple(table.notes), per_unit=False)


def _row(table: Table, row: TableRow) -> Row:
    """A line across the table names the group below it, or sums the whole up."""
    cells = tuple(table.text(row, n) for n in range(len(row.cells)))
    is_sum = row.kind == "head" and cells[0].startswith("Cộng:")
    return Row(cells, "total" if is_sum else row.kind)
