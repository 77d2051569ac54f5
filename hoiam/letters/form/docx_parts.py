"""Parts of an editable document (thành phần bản soạn thảo): lines, rules, things side by side."""

from __future__ import annotations

from typing import Any, Final

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT: Final = "Times New Roman"
CENTRE, LEFT, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
RED: Final = RGBColor(0xC0, 0, 0)
STAMPS: Final = {"urgent": ("KHẨN", 20), "very_urgent": ("THƯỢNG KHẨN", 40), "at_once": ("HỎA TỐC", 30)}
STAMP_ROOM: Final = 67.0


def write(
    where: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = 14, align: Any = CENTRE
) -> Any:
    paragraph = where.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    return paragraph


def rule(where: Any, room: float, length: float) -> Any:
    """The line of a length (mm) that the form puts under words, in the middle of `room`."""
    paragraph = write(where, "", size=3)
    _border(paragraph, ("bottom",), "4", "auto")
    side = Mm((room - length) / 2)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = side
    form.line_spacing = Pt(3)  # an empty line is otherwise as tall as its mark
    return paragraph


def urgency_stamp(where: Any, which: str) -> None:
    words, length = STAMPS[which]
    paragraph = write(where, words, bold=True, size=13)
    paragraph.runs[0].font.color.rgb = RED
    _border(paragraph, ("top", "left", "bottom", "right"), "8", "C00000")
    side = Mm((STAMP_ROOM - length) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    paragraph.paragraph_format.space_before = Pt(8)


def _border(paragraph: Any, sides: tuple[str, ...], size: str, colour: str) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", "1"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def side_by_side(paper: Any, *widths: float, rows: int = 1) -> list[list[Any]]:
    """Cells without lines around them, row by row: what stands in one row begins at one height."""
    grid = paper.add_table(rows=rows, cols=len(widths))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        mark = OxmlElement(f"w:{side}")
        mark.set(qn("w:w"), "0")
        mark.set(qn("w:type"), "dxa")
        margins.append(mark)
    grid._tbl.tblPr.append(margins)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    lines = [list(row.cells) for row in grid.rows]
    for line in lines:
        for cell, width in zip(line, widths, strict=True):
            cell.width = Mm(width)
            cell._tc.remove(cell.paragraphs[0]._p)
    return lines


def stand_together(*cells: Any) -> None:
    """Whole on one page."""
    row = cells[0]._tc.getparent()
    whole = OxmlElement("w:cantSplit")
    row.get_or_add_trPr().append(whole)
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def page_number(paragraph: Any) -> None:
    """A field that the reader's program fills."""
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
