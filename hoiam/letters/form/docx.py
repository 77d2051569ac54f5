"""DOCX (bản soạn thảo): the same document, for an office that goes on writing in it."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from docx import Document as NewDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hoiam.letters.content import Annex, Content, Paragraph

from .data import annex_data, kept_inside, letter_data, under_words
from .docx_parts import (
    BOTH,
    FONT,
    LEFT,
    page_number,
    rule,
    side_by_side,
    stand_together,
    urgency_stamp,
    write,
)
from .docx_table import add_table
from .widths import lines_of, width_of

UNDATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 — the format keeps moments without a zone
PAGE: Final = (210.0, 297.0)
LEFT_EDGE, RIGHT_EDGE, UPPER_EDGE, LOWER_EDGE = 30.0, 15.0, 20.0, 20.0
HEAD: Final = (67.0, 98.0)
FOOT: Final = (79.0, 86.0)
TEXT_WIDTH: Final = PAGE[0] - LEFT_EDGE - RIGHT_EDGE
SIGNATURE_HEIGHT: Final = 30.0
KINH_GUI: Final = "Kính gửi"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"


def draw_docx(content: Content, *, number: str | None, on: date | None) -> bytes:
    """What `draw_pdf` prints, with the same parts, to be written on."""
    inside = kept_inside(content)
    it = letter_data(content, inside, number, on)
    paper = _paper(it, on)
    _head(paper, it)
    _addressees(paper, it["addressees"])
    for one in content.body:
        _paragraph(paper, one)
    _foot(paper, it)
    for annex in inside:
        _annex(paper, annex, under_words(content, number, on))
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _paper(it: dict[str, Any], on: date | None) -> Any:
    paper = NewDocument()
    core = paper.core_properties
    core.title, core.author, core.comments = it["name"], it["author"], ""
    core.language = "vi-VN"
    core.created = core.modified = datetime.combine(on, time()) if on else UNDATED
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    _section(paper.sections[0], landscape=False)
    return paper


def _section(section: Any, *, landscape: bool) -> None:
    """Its edges, and its number: centred in the upper edge, not on the first page, counted from one."""
    across, down = reversed(PAGE) if landscape else PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(across), Mm(down)
    section.left_margin, section.right_margin = Mm(LEFT_EDGE), Mm(RIGHT_EDGE)
    section.top_margin, section.bottom_margin = Mm(UPPER_EDGE), Mm(LOWER_EDGE)
    section.header_distance = Mm(UPPER_EDGE / 2 - 2)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    page_number(section.header.paragraphs[0])
    counted = OxmlElement("w:pgNumType")
    counted.set(qn("w:start"), "1")
    section._sectPr.append(counted)


def _head(paper: Any, it: dict[str, Any]) -> None:
    head = it["head"]
    (left, right), (below_left, below_right) = side_by_side(paper, *HEAD, rows=2)
    for line in lines_of(head["above"], HEAD[0], 12):
        write(left, line, size=12)
    last = [""]
    for name in head["names"]:
        last = lines_of(name, HEAD[0], 12, bold=True)
        for line in last:
            write(left, line, bold=True, size=12)
    rule(left, HEAD[0], max(width_of(line, 12, bold=True) for line in last) * 0.42)
    write(below_left, head["number"], size=13).paragraph_format.space_before = Pt(6)
    if head["about"]:
        write(below_left, head["about"], size=13).paragraph_format.space_before = Pt(6)
    write(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12)
    write(right, MOTTO, bold=True, size=13)
    rule(right, HEAD[1], width_of(MOTTO, 13, bold=True))
    place = write(below_right, head["place-and-date"], italic=True, size=13)
    place.paragraph_format.space_before = Pt(6)
    if head["urgency"]:
        urgency_stamp(below_left, head["urgency"])
    if it["kind"]:
        _title(paper, it["kind"], it["about"])


def _title(paper: Any, kind: str, about: str) -> None:
    write(paper, kind, bold=True).paragraph_format.space_before = Pt(16)
    if about:
        written = write(paper, about, bold=True)
        written.paragraph_format.left_indent = written.paragraph_format.right_indent = Mm(TEXT_WIDTH * 0.07)
        below = rule(paper, TEXT_WIDTH, min(width_of(about, 14, bold=True), TEXT_WIDTH * 0.86) * 0.4)
        below.paragraph_format.space_after = Pt(8)


def _addressees(paper: Any, names: list[str]) -> None:
    if len(names) == 1:
        _spaced(write(paper, f"{KINH_GUI}: {names[0]}."), before=14, after=12)
    elif names:
        before = width_of(KINH_GUI, 14)
        widest = max(width_of(f"- {name};", 14) for name in names)
        start = max(0.0, (TEXT_WIDTH - before - widest) / 2)
        first = write(paper, f"{KINH_GUI}:", align=LEFT)
        first.paragraph_format.left_indent = Mm(start)
        _spaced(first, before=14)
        for name in names:
            end = "." if name is names[-1] else ";"
            line = write(paper, f"- {name}{end}", align=LEFT)
            line.paragraph_format.left_indent = Mm(start + before + 2.4)
            line.paragraph_format.first_line_indent = Mm(-2.4)
        _spaced(line, after=12)


def _spaced(paragraph: Any, *, before: float | None = None, after: float | None = None) -> None:
    if before is not None:
        paragraph.paragraph_format.space_before = Pt(before)
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)


def _paragraph(paper: Any, one: Paragraph) -> None:
    paragraph = paper.add_paragraph()
    for run in one.runs:
        written = paragraph.add_run(run.text)
        written.bold, written.italic = run.bold or one.role == "heading", run.italic
    paragraph.alignment = LEFT if one.role == "heading" else BOTH
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_after = Mm(12.7), Pt(6)
    form.keep_with_next = one.role in ("heading", "closing")
    form.keep_together = one.role == "closing"


def _foot(paper: Any, it: dict[str, Any]) -> None:
    _spaced(write(paper, "", size=4), after=4)
    ((left, right),) = side_by_side(paper, *FOOT)
    write(left, "Nơi nhận:", bold=True, italic=True, size=12, align=LEFT)
    for at, name in enumerate(it["copies"], start=1):
        write(left, f"- {name}{'.' if at == len(it['copies']) else ';'}", size=11, align=LEFT)
    for words in it["signer"]["titles"]:
        write(right, words, bold=True)
    name = write(right, it["signer"]["name"], bold=True)
    name.paragraph_format.space_before = Mm(SIGNATURE_HEIGHT)
    stand_together(left, right)


def _annex(paper: Any, annex: Annex, under: str) -> None:
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    _section(section, landscape=annex.landscape)
    it = annex_data(annex, under)
    write(paper, it["label"], bold=True)
    write(paper, it["title"], bold=True, size=13)
    _spaced(write(paper, it["under"], italic=True, size=13), after=8)
    width = (PAGE[1] if annex.landscape else PAGE[0]) - LEFT_EDGE - RIGHT_EDGE
    add_table(paper, it, width)
    for note in it["notes"]:
        _spaced(write(paper, note, italic=True, size=11, align=LEFT), before=4)
