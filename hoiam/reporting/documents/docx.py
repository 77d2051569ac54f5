"""DOCX (bản soạn thảo): the same document, for an office that goes on writing in it."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from docx import Document as NewDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hoiam.kit.moments import VN
from hoiam.reporting.models import Report
from hoiam.reporting.table import Table

from .wording import Document

FONT: Final = "Times New Roman"
CENTRE, LEFT, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
ON_ITS_SIDE: Final = 267  # millimetres of text on a page turned


def to_docx(it: Document, under: str, report: Report) -> bytes:
    paper = NewDocument()
    _first_page(paper, it, report)
    _letterhead(paper, it)
    _body(paper, it)
    _foot(paper, it)
    _turn(paper)
    for number, (name, table) in enumerate(_sheets(it)):
        if number:
            paper.add_page_break()  # type: ignore[no-untyped-call]
        _table(paper, name, table, under)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _sheets(it: Document) -> list[tuple[str, Table]]:
    return [*((f"Biểu {t.code}", t) for t in it.tables), *((f"Phụ lục {t.code}", t) for t in it.annexes)]


def _first_page(paper: Any, it: Document, report: Report) -> None:
    core = paper.core_properties
    core.title, core.author, core.comments = it.about, it.issuer, ""
    core.created = core.modified = report.made_at.astimezone(VN).replace(tzinfo=None)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])


def _page_number(paragraph: Any) -> None:
    """Centred in the upper margin, not on the first page: a field that the reader's program fills."""
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _write(
    where: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = 13, align: Any = CENTRE
) -> Any:
    paragraph = where.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _columns(paper: Any, *widths: int) -> list[Any]:
    grid = paper.add_table(rows=1, cols=len(widths))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _tighten(grid, 0)
    for cell, column, width in zip(grid.rows[0].cells, grid.columns, widths, strict=True):
        cell.width = column.width = Mm(width)
        cell._tc.remove(cell.paragraphs[0]._p)
    return list(grid.rows[0].cells)


def _tighten(grid: Any, margin: int) -> None:
    """The space inside cells, in twentieths of a point: the usual one breaks dates in narrow columns."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        mark = OxmlElement(f"w:{side}")
        mark.set(qn("w:w"), str(margin))
        mark.set(qn("w:type"), "dxa")
        margins.append(mark)
    grid._tbl.tblPr.append(margins)


def _letterhead(paper: Any, it: Document) -> None:
    left, right = _columns(paper, 77, 88)
    _write(left, it.above, size=12)
    _write(left, it.issuer, bold=True, size=12)
    _rule(left, Mm(22))
    _write(left, it.number)
    _write(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12)
    _write(right, "Độc lập - Tự do - Hạnh phúc", bold=True)
    _rule(right, Mm(20))
    _write(right, it.place_and_date, italic=True)
    _write(paper, "", size=8)
    _write(paper, it.kind, bold=True, size=14)
    _write(paper, it.about, bold=True, size=14)
    _rule(paper, Mm(66))
    _write(paper, f"Kính gửi: {it.addressee}.").paragraph_format.space_before = Pt(10)
    _write(paper, "", size=6)


def _rule(where: Any, indent: Any) -> None:
    """The short line the form puts under the words above."""
    paragraph = _write(where, "", size=2)
    properties = paragraph._p.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "auto")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    properties.append(borders)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent


def _body(paper: Any, it: Document) -> None:
    _said(paper, it.opening)
    for section in it.sections:
        _said(paper, section.heading, bold=True)
        for paragraph in section.paragraphs:
            _said(paper, paragraph)
    _said(paper, it.closing)


def _said(paper: Any, text: str, *, bold: bool = False) -> None:
    paragraph = _write(paper, text, bold=bold, align=BOTH)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.space_after = Pt(5)
    paragraph.paragraph_format.keep_with_next = bold


def _foot(paper: Any, it: Document) -> None:
    _write(paper, "", size=6)
    left, right = _columns(paper, 82, 83)
    _write(left, "Nơi nhận:", bold=True, italic=True, size=12, align=LEFT)
    for number, name in enumerate(it.copies, start=1):
        end = "." if number == len(it.copies) else ";"
        _write(left, f"- {name}{end}", size=11, align=LEFT)
    _write(right, it.signer, bold=True)


def _turn(paper: Any) -> None:
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    section.different_first_page_header_footer = False


def _table(paper: Any, name: str, table: Table, under: str) -> None:
    _write(paper, name, bold=True)
    _write(paper, table.title, bold=True, size=12)
    _write(paper, under, italic=True, size=11).paragraph_format.space_after = Pt(6)
    size = 7.5 if len(table.columns) > 17 else 8 if len(table.columns) > 10 else 10
    heads = 2 if table.is_grouped else 1
    grid = paper.add_table(rows=heads + len(table.rows), cols=len(table.columns))
    grid.style, grid.autofit, grid.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    _tighten(grid, 40)
    cells = grid._cells  # asked once: python-docx walks the whole table at every look
    width = len(table.columns)
    lines = [cells[n * width : (n + 1) * width] for n in range(heads + len(table.rows))]
    _set_widths(grid, lines, table)
    _heads(grid, lines, table, size)
    for line, row in zip(lines[heads:], table.rows, strict=True):
        if row.kind == "head":
            _fill(line[0].merge(line[-1]), str(row.cells[0].value), size, bold=True, align=LEFT)
            continue
        for position, cell in enumerate(line):
            align = LEFT if table.columns[position].is_text else RIGHT
            _fill(cell, table.text(row, position), size, bold=row.kind == "total", align=align)
    for note in table.notes:
        _write(paper, note, italic=True, size=9.5, align=LEFT)


def _set_widths(grid: Any, lines: list[list[Any]], table: Table) -> None:
    whole = sum(column.width for column in table.columns)
    widths = [Mm(ON_ITS_SIDE * column.width / whole) for column in table.columns]
    for drawn, width in zip(grid.columns, widths, strict=True):
        drawn.width = width
    for line in lines:
        for cell, width in zip(line, widths, strict=True):
            cell.width = width


def _heads(grid: Any, lines: list[list[Any]], table: Table, size: float) -> None:
    at = 0
    for words, span in table.groups:
        for position in range(at, at + span):
            cell = lines[0][position]
            if words:
                cell = lines[1][position]
            elif table.is_grouped:
                cell = cell.merge(lines[1][position])
            _fill(cell, table.columns[position].head, size, bold=True, align=CENTRE)
        if words:
            _fill(lines[0][at].merge(lines[0][at + span - 1]), words, size, bold=True, align=CENTRE)
        at += span
    for row in list(grid.rows)[: 2 if table.is_grouped else 1]:
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(repeated)


def _fill(cell: Any, text: str, size: float, *, bold: bool, align: Any) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
