"""An annex as a file of its own: its head, whose rows it holds, its pages, and thousands of lines."""

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given, settings, strategies as st

from hoiam.letters.compose.factories import LATE, ON_9193, annex, letter_9193, row
from hoiam.letters.content import Addressee, Annex, Column, Paragraph, Row, total_row
from hoiam.signatures.fields import ANNEX_BOX, LEADER, ORGANISATION

from .conftest import MM, Measured, texts_of
from .pdf import annex_signature_box, draw_annex, draw_pdf, signature_boxes

CLOSE = 0.5
LEFT, RIGHT = 30, 282  # of a page on its side
MIDDLE = (LEFT + RIGHT) / 2


def near(wanted):
    return pytest.approx(wanted, abs=CLOSE)


def draw(measured, made, letter=None, **more):
    return measured(draw_annex(letter or letter_9193(), made, number="9193", on=ON_9193, **more))


@pytest.fixture
def sheet(measured):
    return draw(measured, annex(43, "II", title="Nội dung phản ánh, kiến nghị chậm xử lý"))


def test_its_head_says_what_it_is_and_what_it_goes_with(sheet):
    name, title = sheet.line("Phụ lục II"), sheet.line("NỘI DUNG PHẢN ÁNH, KIẾN NGHỊ CHẬM XỬ LÝ")
    under = sheet.line("(Kèm theo")
    assert (name.size, name.bold, name.italic, name.centre) == (14, True, False, near(MIDDLE))
    assert 13 <= title.size <= 14
    assert (title.bold, title.centre) == (True, near(MIDDLE))
    assert (under.italic, under.bold, under.centre) == (True, False, near(MIDDLE))
    assert under.text == (
        "(Kèm theo Công văn số 9193/UBND-HCC ngày 04 tháng 8 năm 2021 của Ủy ban nhân dân tỉnh Đồng Nai)"
    )
    assert name.upper == near(20)
    assert name.base < title.base < under.base


def test_a_single_annex_has_no_number(measured):
    assert draw(measured, annex(3, "")).lines[0].text == "Phụ lục"


def test_it_lies_on_its_side_within_its_edges_or_stands_when_told(sheet, measured):
    assert all(size == (near(297), near(210)) for size in sheet.sizes)
    assert min(line.left for line in sheet.lines) >= LEFT - CLOSE
    assert max(line.right for line in sheet.lines) <= RIGHT + CLOSE
    upright = draw(measured, annex(3, "", landscape=False))
    assert upright.sizes == [(near(210), near(297))]


def test_its_heads_come_again_on_every_page_and_its_pages_are_numbered_from_the_second(sheet):
    assert len(sheet.texts) > 2
    assert all("Mã số" in text and "Ghi chú" in text for text in sheet.texts)
    numbers = {line.page: line.text for line in sheet.lines if line.base < 15}
    assert numbers == {page: str(page) for page in range(2, len(sheet.sizes) + 1)}


def test_a_units_own_part_holds_its_rows_alone_numbered_and_counted_anew(measured):
    whole = annex(43, "II")
    part = draw(measured, whole, unit=LATE[2])
    text = "\n".join(part.texts)
    assert "Đơn vị số 5: 9 nội dung" in text
    assert "Cộng: 9 nội dung" in text
    assert not [unit for unit in LATE if unit != LATE[2] and f"Đơn vị số {unit}" in text]
    assert [line.text for line in part.lines if line.text.isdigit() and line.left < 40] == [
        str(n) for n in range(1, 10)
    ]


@given(st.lists(st.sampled_from((None, *LATE)), max_size=40), st.sampled_from(LATE))
def test_parts_are_made_of_own_rows_and_those_of_nobody(units, unit):
    rows = tuple(row(n, one) for n, one in enumerate(units, start=1))
    whole = Annex("", "Danh mục", annex(1).columns, (*rows, total_row(len(rows))))
    part = whole.part_of(unit)
    kept = [one for one in rows if one.unit in (None, unit)]
    assert [one.cells[1:] for one in part.rows[:-1]] == [one.cells[1:] for one in kept]
    assert [one.cells[0] for one in part.rows[:-1]] == [str(n) for n in range(1, len(kept) + 1)]
    assert part.rows[-1] == total_row(len(kept)) == total_row(part.lines)
    assert part.units <= {unit}


def test_the_parts_of_all_units_are_the_whole():
    whole = annex(43)
    lines = [one.cells[1] for one in whole.rows if one.kind == "row"]
    parts = [r.cells[1] for unit in whole.units for r in whole.part_of(unit).rows if r.kind == "row"]
    assert sorted(parts) == sorted(lines)


def test_a_group_without_rows_of_the_unit_goes_with_them():
    groups = (Row(("Sở, ngành",), "head"), row(1, 3), Row(("Địa phương",), "head"), row(2, 4))
    assert [one.cells[0] for one in annex(0).part_of(9).rows] == ["Cộng: 0 nội dung"]
    part = replace(annex(0), rows=groups).part_of(4)
    assert [one.cells[0] for one in part.rows] == ["Địa phương", "1"]


def test_heads_of_two_lines_stand_over_their_columns(measured):
    columns = (
        Column("STT", 0.5, is_text=False), Column("Đơn vị"), Column("Đúng hạn", group="Đã trả lời"),
        Column("Chậm", group="Đã trả lời"),
    )  # fmt: skip
    grouped = Annex("", "Theo đơn vị", columns, (Row(("1", "Sở Y tế", "3", "4")), Row(("Cộng: 1",), "total")))
    assert grouped.groups == (("", 1), ("", 1), ("Đã trả lời", 2))
    sheet = draw(measured, grouped)
    over, left, right = sheet.line("Đã trả lời"), sheet.line("Đúng hạn"), sheet.line("Chậm")
    assert over.base < left.base == near(right.base)
    assert left.centre < over.centre < right.centre
    assert sheet.line("Cộng: 1").bold


def test_the_head_of_a_group_comes_again_where_its_rows_go_on_and_never_ends_a_page(measured):
    sheet = draw(measured, annex(60))
    for page in range(1, len(sheet.sizes) + 1):
        texts = [line.text for line in sheet.lines if line.page == page]
        heads = [at for at, text in enumerate(texts) if text.endswith(" nội dung") and "Cộng" not in text]
        codes = [at for at, text in enumerate(texts) if text.startswith("2107-")]
        assert heads[0] < codes[0]
        assert heads[-1] < codes[-1]
    told = [line.text for line in sheet.lines if line.text.startswith("Đơn vị số 4: ")]
    assert told == ["Đơn vị số 4: 12 nội dung"] * 2


def test_a_group_without_rows_is_still_named(measured):
    rows = (Row(("Nhóm một",), "head"), Row(("Nhóm hai",), "head"), Row(("1",)), Row(("Nhóm ba",), "head"))
    sheet = draw(measured, Annex("", "Bảng", (Column("STT"),), rows))
    assert [line.text for line in sheet.lines if line.text.startswith("Nhóm")] == [
        "Nhóm một", "Nhóm hai", "Nhóm ba",
    ]  # fmt: skip


def test_numbers_stand_at_the_right_of_their_column_and_words_at_the_left(measured):
    columns = (Column("Tên"), Column("Số", is_text=False))
    sheet = draw(measured, Annex("", "Bảng", columns, (Row(("Một", "1")), Row(("Hai mươi", "1.234")))))
    one, many = sheet.line("Một"), sheet.line("Hai mươi")
    assert one.left == near(many.left)
    first, second = (line for line in sheet.lines if line.text in ("1", "1.234"))
    assert first.right == near(second.right)


def test_a_report_says_under_its_tables_what_it_wants(measured):
    made = annex(2, "I", word="Biểu", under="(Từ 17 giờ 00 ngày 30/6/2021)")
    sheet = draw(measured, made)
    assert [line.text for line in sheet.lines[:1]] == ["Biểu I"]
    assert sheet.line("(Từ").text == made.under


def test_a_citizens_words_are_never_code(measured):
    words = "#set text(red) $x$ <b>đậm</b> \\ @a"
    sheet = draw(measured, Annex("", "Bảng", (Column("Nội dung"),), (Row((words,)),)))
    assert sheet.line("#set").text == words


@pytest.mark.slow
def test_five_thousand_lines_are_drawn_in_seconds_and_none_is_missing():
    made = annex(5000, "I", units=tuple(range(3, 50)))
    start = process_time()
    pdf = draw_annex(letter_9193(), made, number="9193", on=ON_9193)
    assert process_time() - start < 20  # four to five on two free cores
    assert len(pdf) < 3_000_000
    shown = "\n".join(texts_of(pdf))
    assert [f"2107-{n:07}-8" for n in range(1, 5001) if f"2107-{n:07}-8" not in shown] == []


# -- places for signatures -------------------------------------------------------------------------------


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 40))
def test_the_leader_signs_between_position_and_name_and_the_seal_covers_a_third(extra):
    made = letter_9193()
    filling = tuple(Paragraph.of(f"Dòng thứ {n} của văn bản.") for n in range(extra))
    long = replace(made, body=(*filling, *made.body))
    paper = Measured(draw_pdf(long, number="9193", on=ON_9193))
    leader, organisation = signature_boxes(long, number="9193", on=ON_9193)
    position, name = paper.line("CHÁNH VĂN PHÒNG"), paper.line("Nguyễn Kim Long")
    box, seal = leader.box, organisation.box
    assert (leader.name, organisation.name) == (LEADER, ORGANISATION)
    assert leader.page == organisation.page == name.page == position.page
    assert box.left + box.width / 2 == near(name.centre)
    below_position, above_name = position.base + 0.2 * position.size * MM, name.upper
    assert below_position <= box.top
    assert box.top + box.height <= above_name
    assert box.top - below_position == near(above_name - box.top - box.height)
    assert seal.left < box.left
    assert seal.left + seal.width - box.left == near(box.width / 3)
    lists = [line for line in paper.lines if line.page == name.page and line.size in (11, 12)]
    assert max(line.right for line in lists) < seal.left


def test_a_long_line_of_those_who_get_it_keeps_clear_of_the_seal(measured):
    made = letter_9193(more_copies=(Addressee("Đoàn đại biểu Quốc hội, Hội đồng nhân dân các cấp, " * 2),))
    paper = measured(draw_pdf(made, number="1", on=ON_9193))
    _, organisation = signature_boxes(made, number="1", on=ON_9193)
    assert max(line.right for line in paper.after("Nơi nhận:") if line.size == 11) < organisation.box.left


def test_an_annex_is_signed_at_the_top_right_of_its_first_page():
    on_its_side, upright = annex_signature_box(annex(1)), annex_signature_box(annex(1, landscape=False))
    assert upright.box == ANNEX_BOX
    assert (on_its_side.name, on_its_side.page) == (ORGANISATION, 1)
    assert 297 - (on_its_side.box.left + on_its_side.box.width) == near(15)
    assert on_its_side.box.top + on_its_side.box.height <= 20
