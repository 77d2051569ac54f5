"""The editable document has the same parts in the same form, and opens with its tables whole."""

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hoiam.letters.compose.factories import ON_9193, annex, letter_9193
from hoiam.letters.content import Addressee, Annex, Column, Kind, Row, Urgency

from .docx import draw_docx
from .widths import lines_of, width_of


def opened(content, number="9193", on=ON_9193):
    return Document(io.BytesIO(draw_docx(content, number=number, on=on)))


@pytest.fixture
def letter():
    return opened(letter_9193(operator=None))


def runs(paper):
    """text → its first run, everywhere in the document."""
    parts = [
        *paper.paragraphs,
        *(p for t in paper.tables for row in t.rows for c in row.cells for p in c.paragraphs),
    ]
    return {part.text: part for part in parts if part.text}


def in_mm(*lengths):
    return [round(length / 36000, 1) for length in lengths]


def test_paper_edges_and_type_are_those_of_the_decree(letter):
    section = letter.sections[0]
    assert in_mm(section.page_width, section.page_height) == [210, 297]
    assert in_mm(section.left_margin, section.right_margin) == [30, 15]
    assert in_mm(section.top_margin, section.bottom_margin) == [20, 20]
    style = letter.styles["Normal"]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(14))


def test_it_says_what_it_is(letter):
    core = letter.core_properties
    assert core.title.startswith("9193/UBND-HCC nhắc các đơn vị")
    assert (core.author, core.language) == ("Ủy ban nhân dân tỉnh Đồng Nai", "vi-VN")
    assert core.created.date() == ON_9193


@pytest.mark.parametrize(
    ("text", "size", "bold", "italic"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 13, True, False),
        ("ỦY BAN NHÂN DÂN", 12, True, False),
        ("Số: 9193/UBND-HCC", 13, False, False),
        ("Đồng Nai, ngày 04 tháng 8 năm 2021", 13, False, True),
        ("Kính gửi:", 14, False, False),
        ("Nơi nhận:", 12, True, True),
        ("- Như trên;", 11, False, False),
        ("- Lưu: VT, HCC.", 11, False, False),
        ("TL. CHỦ TỊCH", 14, True, False),
        ("Nguyễn Kim Long", 14, True, False),
    ],
)
def test_every_part_has_its_size_and_look(letter, text, size, bold, italic):
    (run,) = runs(letter)[text].runs
    assert (run.font.size, run.bold, run.italic) == (Pt(size), bold, italic)


def test_the_subject_stands_six_points_below_the_number(letter):
    about = next(part for text, part in runs(letter).items() if text.startswith("V/v"))
    assert about.paragraph_format.space_before == Pt(6)
    assert about.runs[0].font.size == Pt(13)


def test_the_body_is_justified_indented_and_bold_where_the_letter_is(letter):
    point = next(part for part in letter.paragraphs if part.text.startswith("2. "))
    form = point.paragraph_format
    assert (form.first_line_indent, form.space_after, form.alignment) == (Mm(12.7), Pt(6), 3)
    assert [run.text for run in point.runs if run.bold] == ["trước ngày 15/8/2021"]


def test_hyphens_stand_under_the_colon(letter):
    kinh_gui = next(part for part in letter.paragraphs if part.text == "Kính gửi:")
    lines = [part for part in letter.paragraphs if part.text.startswith("- ")]
    assert [part.text[-1] for part in lines] == [";", ";", "."]
    colon = kinh_gui.paragraph_format.left_indent + Mm(width_of("Kính gửi", 14))
    hyphens = {part.paragraph_format.left_indent + part.paragraph_format.first_line_indent for part in lines}
    assert [round(hyphen / 36000, 1) for hyphen in hyphens] == [round(colon / 36000, 1)]


def test_lines_are_as_long_as_the_form_wants_them(letter):
    head = letter.tables[0]
    left, right = head.rows[0].cells
    for cell, room, wanted in (
        (right, 98, width_of("Độc lập - Tự do - Hạnh phúc", 13, bold=True)),
        (left, 67, 0.42 * width_of("TỈNH ĐỒNG NAI", 12, bold=True)),
    ):
        stroke = cell.paragraphs[-1]
        assert stroke._p.find(f".//{qn('w:bottom')}") is not None
        form = stroke.paragraph_format
        assert Mm(room) - form.left_indent - form.right_indent == pytest.approx(Mm(wanted), abs=Mm(0.5))


def test_the_number_of_the_page_is_a_field_and_not_on_the_first(letter):
    section = letter.sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_name_and_position_stay_on_one_page_with_the_closing_words(letter):
    closing = next(part for part in letter.paragraphs if part.text.endswith("./."))
    assert closing.paragraph_format.keep_with_next
    row = letter.tables[-1].rows[0]
    assert row._tr.find(f".//{qn('w:cantSplit')}") is not None


def test_other_kinds_have_a_title_and_urgent_letters_a_box():
    report = opened(replace(letter_9193(), kind=Kind.REPORT, subject="Kết quả tháng 7/2021"), number="5")
    found = runs(report)
    assert found["BÁO CÁO"].runs[0].bold
    assert found["Kết quả tháng 7/2021"].runs[0].bold
    assert "Số: 05/BC-UBND" in found
    urgent = runs(opened(letter_9193(urgency=Urgency.URGENT)))
    assert urgent["KHẨN"]._p.find(f".//{qn('w:pBdr')}") is not None
    assert "KHẨN" not in runs(opened(letter_9193()))


def test_one_addressee_stands_on_the_line_itself():
    made = replace(letter_9193(), addressees=(Addressee("Văn phòng UBND tỉnh", (1,)),))
    assert "Kính gửi: Văn phòng UBND tỉnh." in runs(opened(made))


def test_an_annex_for_everybody_comes_on_its_side_with_every_cell():
    whole = annex(43, "", per_unit=False)
    paper = opened(replace(letter_9193(), annexes=(whole,)))
    first, second = paper.sections
    assert (first.orientation, second.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert in_mm(second.page_width, second.page_height) == [297, 210]
    grid = paper.tables[-1]
    cells = [[cell.text for cell in row.cells] for row in grid.rows]
    assert cells[0] == [column.head for column in whole.columns]
    wanted = [list(row.cells) if row.kind == "row" else [row.cells[0]] * 15 for row in whole.rows]
    assert cells[1:] == wanted
    assert grid.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert {"Phụ lục", "NỘI DUNG PHẢN ÁNH, KIẾN NGHỊ CHƯA XỬ LÝ"} <= set(runs(paper))


def test_heads_of_two_lines_are_joined_over_their_columns():
    columns = (Column("STT"), Column("Đúng hạn", group="Đã trả lời"), Column("Chậm", group="Đã trả lời"))
    made = Annex(
        "", "Bảng", columns, (Row(("1", "2", "3")), Row(("Cộng", "2", "3"), "total")), per_unit=False
    )
    grid = opened(replace(letter_9193(), annexes=(made,))).tables[-1]
    first, second = ([cell.text for cell in row.cells] for row in list(grid.rows)[:2])
    assert (first, second) == (["STT", "Đã trả lời", "Đã trả lời"], ["STT", "Đúng hạn", "Chậm"])


def test_signs_that_a_document_cannot_hold_are_left_out_and_others_kept():
    made = Annex("", "Bảng", (Column("A"),), (Row(("a\x00\x07<b>&amp; \"'",)),), per_unit=False)
    grid = opened(replace(letter_9193(), annexes=(made,))).tables[-1]
    assert grid.rows[1].cells[0].text == "a<b>&amp; \"'"


def test_a_draft_leaves_room_for_number_and_day():
    found = runs(opened(letter_9193(), number=None, on=None))
    assert any(text.startswith("Số: \u2007") and text.endswith("/UBND-HCC") for text in found)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("SỞ NỘI VỤ", ["SỞ NỘI VỤ"]),
        ("ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI", ["ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG NAI"]),
        (
            "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP VÀ KHU KINH TẾ",
            ["BAN QUẢN LÝ CÁC KHU", "CÔNG NGHIỆP VÀ KHU KINH TẾ"],
        ),
        ("", []),
    ],
)
def test_long_names_are_broken_into_few_and_equal_lines(name, lines):
    found = lines_of(name, 67, 12, bold=True)
    assert " ".join(found) == name
    assert len(found) == len(lines)
    assert all(width_of(line, 12, bold=True) <= 67 for line in found)
    made = letter_9193()
    head = replace(made.head, name_lines=(name,)) if name else made.head
    left = opened(replace(made, head=head)).tables[0].rows[0].cells[0]
    assert [p.text for p in left.paragraphs if p.text][-len(found) or None :] == (
        found or list(head.name_lines)
    )
