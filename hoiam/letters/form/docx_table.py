"""Tables of an editable document (bảng trong bản soạn thảo): thousands of rows in seconds.

The library looks at the whole table for every cell it makes; rows made as XML do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

TWIPS: Final = 1440 / 25.4  # twentieths of a point in a millimetre
UNPRINTABLE: Final = {code: None for code in range(32) if code not in (9, 10, 13)}
BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def add_table(paper: Any, it: dict[str, Any], width: float) -> None:
    """The table of an annex (form data), `width` millimetres wide; heads come again on every page."""
    columns = it["columns"]
    shares = sum(column["width"] for column in columns)
    widths = [round(width * TWIPS * column["width"] / shares) for column in columns]
    size = size_of(len(columns))
    rows = [*_heads(it, widths, size), *_rows(it, widths, size)]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    xml = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    paper.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def size_of(columns: int) -> float:
    """In points: the more columns, the smaller."""
    for most, size in ((8, 11.0), (12, 10.0), (17, 8.0)):
        if columns <= most:
            return size
    return 7.5


def _heads(it: dict[str, Any], widths: Sequence[int], size: float) -> Iterable[str]:
    columns = it["columns"]
    if not it["grouped"]:
        cells = (_cell(c["head"], w, size, "center", bold=True) for c, w in zip(columns, widths, strict=True))
        return [_row(cells, is_head=True)]
    upper, lower, at = [], [], 0
    for words, span in it["groups"]:
        own = range(at, at + span)
        if words:
            upper.append(_cell(words, sum(widths[n] for n in own), size, "center", bold=True, span=span))
            lower += [_cell(columns[n]["head"], widths[n], size, "center", bold=True) for n in own]
        else:
            upper += [
                _cell(columns[n]["head"], widths[n], size, "center", bold=True, merge="restart") for n in own
            ]
            lower += [_cell("", widths[n], size, "center", merge="continue") for n in own]
        at += span
    return [_row(upper, is_head=True), _row(lower, is_head=True)]


def _rows(it: dict[str, Any], widths: Sequence[int], size: float) -> Iterable[str]:
    sides = ["left" if column["text"] else "right" for column in it["columns"]]
    for row in it["rows"]:
        bold = row["kind"] != "row"
        if len(row["cells"]) == 1:
            yield _row(
                [_cell(row["cells"][0], sum(widths), size, "left", bold=True, span=len(widths))],
                stays_with_next=row["kind"] == "head",
            )
        else:
            together = zip(row["cells"], widths, sides, strict=True)
            yield _row(_cell(words, width, size, side, bold=bold) for words, width, side in together)


def _row(cells: Iterable[str], *, is_head: bool = False, stays_with_next: bool = False) -> str:
    form = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_head else "<w:trPr><w:cantSplit/></w:trPr>"
    told = "".join(cells)
    if stays_with_next:
        told = told.replace("<w:pPr>", "<w:pPr><w:keepNext/>")
    return f"<w:tr>{form}{told}</w:tr>"


def _cell(
    words: str, width: int, size: float, side: str, *, bold: bool = False, span: int = 1, merge: str = ""
) -> str:
    form = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        form += f'<w:gridSpan w:val="{span}"/>'
    if merge:
        form += f'<w:vMerge w:val="{merge}"/>'
    look = f'{"<w:b/>" if bold else ""}<w:sz w:val="{round(size * 2)}"/>'
    said = escape(words.translate(UNPRINTABLE))
    return (
        f'<w:tc><w:tcPr>{form}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{said}</w:t></w:r></w:p></w:tc>'
    )
