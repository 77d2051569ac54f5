"""The page is measured: paper, edges, sizes and places of all parts, as Decree 30 draws them (±0.5 mm)."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from hoiam.letters.compose import Section
from hoiam.letters.compose.factories import (
    ON_9193,
    OPERATOR,
    annex,
    letter_6499,
    letter_9193,
)
from hoiam.letters.content import Addressee, Kind, Paragraph, Signatory, Urgency

from .conftest import MM, Measured, by_page
from .pdf import draw_pdf

CLOSE = 0.5  # millimetres
LEFT, RIGHT, TOP, BOTTOM = 30, 195, 20, 277
LEFT_COLUMN, RIGHT_COLUMN = 63.5, 147.5  # middles of boxes 2 and 1: 67 mm and 95 mm wide, 3 mm apart
SIGNER_COLUMN = 152  # the middle of box 7: 86 mm wide, at the right edge
SUBJECT = "nhắc các đơn vị, địa phương kiểm tra phản ánh, kiến nghị"  # two lines of V/v
SINGLE = 1.15  # a line of Times in single spacing, in sizes of its letters


@pytest.fixture(scope="module")
def letter():
    """Three addressees and a subject of two lines."""
    made = letter_9193(subject=SUBJECT, operator=None)
    assert len(made.addressees) == 3
    return Measured(draw_pdf(made, number="9193", on=ON_9193))


def near(wanted):
    return pytest.approx(wanted, abs=CLOSE)


def drawn(measured, content, number="9193", on=ON_9193):
    return measured(draw_pdf(content, number=number, on=on))


def body_of(letter):
    """Lines of the body on the first page."""
    whole = letter.after("UBND tỉnh nhận được")
    return [line for line in whole if line.page == 1]


# -- paper -----------------------------------------------------------------------------------------------


def test_the_paper_is_a4_upright(letter):
    assert all(size == (near(210), near(297)) for size in letter.sizes)


def test_words_keep_within_the_edges(letter):
    numbers = [line for line in letter.lines if line.text == str(line.page)]
    words = [line for line in letter.lines if line not in numbers]
    assert min(line.left for line in words) == near(LEFT)
    assert max(line.right for line in words) == near(RIGHT)
    assert min(line.upper for line in words) == near(TOP)
    assert max(line.base for line in words) <= BOTTOM + CLOSE


def test_letters_have_times_metrics_and_are_black(letter):
    assert {font.partition("-")[0] for font in letter.fonts} == {"TeXGyreTermes"}
    assert {colour for line in letter.lines for colour in line.colours} == {(0.0,)}


def test_the_file_is_pdf_a_2b_and_says_what_it_is(letter):
    assert b"<pdfaid:part>2</pdfaid:part>" in letter.pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in letter.pdf
    assert f"9193/UBND-HCC {SUBJECT}".encode() in letter.pdf


def test_the_number_of_the_page_stands_in_the_middle_of_the_upper_edge_but_not_on_the_first(letter):
    found = [line for line in letter.lines if line.text in ("1", "2")]
    assert [(line.page, line.text) for line in found] == [(2, "2")]
    (number,) = found
    assert 13 <= number.size <= 14
    assert (number.bold, number.italic) == (False, False)
    assert number.centre == near((LEFT + RIGHT) / 2)
    assert number.upper + number.size * MM / 2 == near(TOP / 2)


# -- each part of the table ------------------------------------------------------------------------------

PARTS = [
    # starts with, smallest, largest size, bold, italic, middle or None
    ("CỘNG HÒA XÃ HỘI", 12, 13, True, False, RIGHT_COLUMN),
    ("Độc lập - Tự do - Hạnh phúc", 13, 14, True, False, RIGHT_COLUMN),
    ("ỦY BAN NHÂN DÂN", 12, 13, True, False, LEFT_COLUMN),
    ("TỈNH ĐỒNG NAI", 12, 13, True, False, LEFT_COLUMN),
    ("Số: 9193/UBND-HCC", 13, 13, False, False, LEFT_COLUMN),
    ("V/v nhắc", 12, 13, False, False, LEFT_COLUMN),
    ("kiểm tra phản ánh", 12, 13, False, False, LEFT_COLUMN),
    ("Đồng Nai, ngày 04 tháng 8 năm 2021", 13, 14, False, True, RIGHT_COLUMN),
    ("Kính gửi:", 13, 14, False, False, None),
    ("- UBND các huyện", 13, 14, False, False, None),
    ("1. Trước tình hình", 13, 14, False, False, None),
    ("TL. CHỦ TỊCH", 13, 14, True, False, SIGNER_COLUMN),
    ("CHÁNH VĂN PHÒNG", 13, 14, True, False, SIGNER_COLUMN),
    ("Nguyễn Kim Long", 13, 14, True, False, SIGNER_COLUMN),
    ("Nơi nhận:", 12, 12, True, True, None),
    ("- Như trên;", 11, 11, False, False, None),
    ("- Lưu: VT, HCC.", 11, 11, False, False, None),
]


@pytest.mark.parametrize(("start", "smallest", "largest", "bold", "italic", "middle"), PARTS)
def test_every_part_has_its_size_look_and_middle(letter, start, smallest, largest, bold, italic, middle):
    line = letter.line(start)
    assert smallest <= line.size <= largest
    assert (line.bold, line.italic) == (bold, italic)
    if middle is not None:
        assert line.centre == near(middle)


def test_the_nation_and_the_issuer_begin_on_one_line_at_the_top(letter):
    nation, issuer = letter.line("CỘNG HÒA"), letter.line("ỦY BAN NHÂN DÂN")
    assert nation.base == near(issuer.base)
    assert nation.upper == near(TOP)


def test_the_line_under_the_motto_is_as_long_as_the_motto(letter):
    motto = letter.line("Độc lập")
    stroke = letter.stroke_below(motto)
    assert stroke.width == near(motto.width)
    assert stroke.centre == near(motto.centre)
    assert 0 < stroke.top - motto.base < 4


def test_the_line_under_the_issuer_is_a_third_to_a_half_of_the_name(letter):
    name = letter.line("TỈNH ĐỒNG NAI")
    stroke = letter.stroke_below(name)
    assert 1 / 3 <= stroke.width / name.width <= 1 / 2
    assert stroke.centre == near(name.centre)


def test_number_and_day_stand_on_one_line(letter):
    assert letter.line("Số: ").base == near(letter.line("Đồng Nai, ngày").base)


def test_the_subject_has_two_lines_six_points_below_the_number(letter):
    number, first, second = letter.line("Số: "), letter.line("V/v"), letter.line("kiểm tra phản ánh")
    pitch = second.base - first.base
    assert SINGLE * first.size * MM - CLOSE <= pitch <= 1.5 * SINGLE * first.size * MM
    assert first.base - number.base == near(pitch + 6 * MM)


def test_the_writer_may_say_where_the_subject_goes_on(measured):
    paper = drawn(measured, letter_9193(subject="nhắc các đơn vị\nkiểm tra, xử lý"))
    assert [line.text for line in paper.after("V/v")[:2]] == ["V/v nhắc các đơn vị", "kiểm tra, xử lý"]
    assert "9193/UBND-HCC nhắc các đơn vị kiểm tra, xử lý".encode() in paper.pdf


def test_addressees_stand_below_each_other_their_hyphens_under_the_colon(letter):
    kinh_gui = letter.line("Kính gửi:")
    lines = letter.after("Kính gửi:")[1:4]
    assert [line.text for line in lines] == [
        "- Văn phòng UBND tỉnh;",
        "- Các sở, ban, ngành trên địa bàn tỉnh;",
        "- UBND các huyện, thành phố.",
    ]
    colon = kinh_gui.right - 0.278 * kinh_gui.size * MM  # the width of a colon in Times
    assert [line.left for line in lines] == [near(colon)] * 3
    steps = [after.base - before.base for before, after in pairwise([kinh_gui, *lines])]
    assert steps == [near(1.25 * 14 * MM)] * 3
    block = kinh_gui.left + max(line.right for line in lines)
    assert block / 2 == near((LEFT + RIGHT) / 2)


def test_one_addressee_stands_on_the_line_itself(measured):
    made = replace(letter_9193(), addressees=(Addressee("Văn phòng UBND tỉnh", (OPERATOR,)),))
    line = drawn(measured, made).line("Kính gửi")
    assert line.text == "Kính gửi: Văn phòng UBND tỉnh."
    assert line.centre == near((LEFT + RIGHT) / 2)


def test_the_body_is_justified_with_its_first_line_indented(letter):
    body = body_of(letter)
    starts = [line for line in body if abs(line.left - LEFT) > CLOSE and line.size == 14 and not line.bold]
    first = [line for line in starts if line.text[:2] in ("UB", "1.", "2.", "3.", "4.")]
    assert [line.left for line in first] == [near(LEFT + 12.7)] * 5
    ends = {round(line.base, 1): line.right for line in body}  # the last run of each line
    full = [end for end in ends.values() if end > RIGHT - 20]
    assert len(full) > 15
    assert full == [near(RIGHT)] * len(full)


def test_lines_are_single_to_one_and_a_half_apart_and_paragraphs_six_points_more(letter):
    bases = sorted({round(line.base, 2) for line in body_of(letter)})
    steps = [after - before for before, after in pairwise(bases)]
    pitch = min(steps)
    assert SINGLE * 14 * MM <= pitch <= 1.5 * SINGLE * 14 * MM
    assert {round(step - pitch, 1) for step in steps} == {0.0, round(6 * MM, 1)}


def test_those_who_get_it_stand_at_the_left_edge_beside_the_signer(letter):
    told = letter.after("Nơi nhận:")
    names = [line for line in told if line.size == 11]
    assert [line.text for line in names] == [
        "- Như trên;", "- Chủ tịch UBND tỉnh (báo cáo);", "- Chánh Văn phòng UBND tỉnh;", "- Lưu: VT, HCC.",
    ]  # fmt: skip
    assert [line.left for line in told if line.size <= 12] == [near(LEFT)] * 5
    assert letter.line("Nơi nhận:").upper == near(letter.line("TL. CHỦ TỊCH").upper)
    position, name = letter.line("CHÁNH VĂN PHÒNG"), letter.line("Nguyễn Kim Long")
    assert name.upper - (position.base + 0.2 * position.size * MM) == near(30 + 2 * 0.25 * 14 * MM)


# -- other kinds, other names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "heading", "number"),
    [
        (Kind.REPORT, "BÁO CÁO", "Số: 05/BC-UBND"),
        (Kind.NOTICE, "THÔNG BÁO", "Số: 05/TB-UBND"),
        (Kind.PROPOSAL, "ĐỀ XUẤT", "Số: 05/ĐX-UBND"),
        (Kind.APOLOGY, "THƯ XIN LỖI", "Số: 05/UBND-HCC"),
    ],
)
def test_other_kinds_print_what_they_are_above_their_subject(measured, kind, heading, number):
    about = "Kết quả tiếp nhận, xử lý phản ánh, kiến nghị của người dân, doanh nghiệp tháng 7/2021"
    paper = drawn(measured, replace(letter_9193(), kind=kind, subject=about), number="5")
    title = paper.line(heading)
    assert paper.line("Số: ").text == number
    assert (title.size, title.bold, title.centre) == (14, True, near((LEFT + RIGHT) / 2))
    first, second = paper.after(heading)[1:3]
    assert f"{first.text} {second.text}" == about
    assert (first.size, first.bold, first.centre) == (14, True, near((LEFT + RIGHT) / 2))
    assert not any(line.text.startswith("V/v") for line in paper.lines)
    stroke = paper.stroke_below(second)
    assert 1 / 3 <= stroke.width / max(first.width, second.width) <= 1 / 2


def test_a_long_name_is_broken_into_lines_of_a_length(measured):
    made = letter_9193()
    head = replace(
        made.head,
        parent_name="ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI",
        name_lines=("BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP VÀ KHU KINH TẾ",),
    )
    paper = drawn(measured, replace(made, head=head))
    above, (first, second) = paper.line("ỦY BAN NHÂN DÂN"), paper.after("BAN QUẢN LÝ")[:2]
    assert f"{first.text} {second.text}" == head.name_lines[0]
    assert (above.bold, first.bold, second.bold) == (False, True, True)
    assert [line.centre for line in (above, first, second)] == [near(LEFT_COLUMN)] * 3
    assert abs(first.width - second.width) < 15
    assert first.left > LEFT - CLOSE
    assert 1 / 3 <= paper.stroke_below(second).width / max(first.width, second.width) <= 1 / 2


@pytest.mark.parametrize(
    ("number", "on", "said", "day"),
    [
        ("5", date(2021, 1, 9), "Số: 05/UBND-HCC", "Đồng Nai, ngày 09 tháng 01 năm 2021"),
        ("10", date(2021, 2, 10), "Số: 10/UBND-HCC", "Đồng Nai, ngày 10 tháng 02 năm 2021"),
        ("9193", date(2021, 3, 31), "Số: 9193/UBND-HCC", "Đồng Nai, ngày 31 tháng 3 năm 2021"),
        ("1384/TTKD ĐNI", date(2021, 12, 1), "Số: 1384/TTKD ĐNI", "Đồng Nai, ngày 01 tháng 12 năm 2021"),
    ],
)
def test_a_zero_stands_before_small_numbers_days_and_the_first_two_months(measured, number, on, said, day):
    paper = drawn(measured, letter_9193(), number=number, on=on)
    assert (paper.line("Số: ").text, paper.line("Đồng Nai, ").text) == (said, day)


def test_a_draft_leaves_room_for_number_and_day(measured):
    paper = drawn(measured, letter_9193(), number=None, on=None)
    numbered = drawn(measured, letter_9193())
    assert "".join(paper.line("Số: ").text.split()) == "Số:/UBND-HCC"
    assert paper.line("Số: ").width >= numbered.line("Số: ").width
    assert paper.line("Đồng Nai, ").text.split() == ["Đồng", "Nai,", "ngày", "tháng", "năm"]


@pytest.mark.parametrize(
    ("urgency", "words", "width"),
    [
        (Urgency.URGENT, "KHẨN", 20),
        (Urgency.VERY_URGENT, "THƯỢNG KHẨN", 40),
        (Urgency.AT_ONCE, "HỎA TỐC", 30),
    ],
)
def test_an_urgent_letter_bears_a_red_box(measured, urgency, words, width):
    paper = drawn(measured, letter_9193(urgency=urgency))
    stamp = paper.line(words)
    assert (stamp.bold, 13 <= stamp.size <= 14, stamp.centre) == (True, True, near(LEFT_COLUMN))
    assert stamp.colours != {(0.0,)}
    assert stamp.base > paper.line("của người dân qua").base
    assert (near(width), near(8)) in [(across * MM, down * MM) for across, down in paper.boxes]


def test_what_people_typed_is_never_code(measured):
    words = '#set text(red) \\ $x$ *đậm* _nghiêng_ @ten <nhan> "#eval(1)" `a` = ~ /* */'
    made = letter_9193()
    told = replace(made, body=(Paragraph.of(words.replace("*", "")), *made.body), subject="#panic()")
    paper = drawn(measured, told)
    assert words.replace("*", "").split() == paper.line("#set text(red)").text.split()
    assert paper.line("V/v").text == "V/v #panic()"
    assert {colour for line in paper.lines for colour in line.colours} == {(0.0,)}


def test_the_same_letter_is_the_same_bytes():
    assert draw_pdf(letter_6499(), number="1", on=ON_9193) == draw_pdf(letter_6499(), number="1", on=ON_9193)
    assert draw_pdf(letter_6499(), number=None, on=None) == draw_pdf(letter_6499(), number=None, on=None)


@pytest.mark.parametrize("extra", range(0, 24, 3))
def test_a_signature_never_stands_alone_on_its_page(measured, extra):
    made = letter_6499()
    filling = tuple(Paragraph.of(f"Dòng thứ {n} của văn bản.") for n in range(extra))
    pages = by_page(drawn(measured, replace(made, body=(*made.body[:1], *filling, *made.body[1:]))).lines)
    last = [line.text for line in pages[max(pages)]]
    assert any(text.endswith("thực hiện./.") for text in last)
    assert "Lương Hữu Ích" in last


def test_an_annex_for_everybody_stays_in_the_file_and_counts_its_own_pages(measured):
    whole = annex(60, "", per_unit=False)
    paper = drawn(measured, replace(letter_9193(), annexes=(whole,)))
    first = paper.line("Phụ lục").page
    assert paper.sizes[first - 1] == (near(297), near(210))
    numbers = {line.page: line.text for line in paper.lines if line.upper < 15 and line.text.isdigit()}
    assert numbers == {
        **{page: str(page) for page in range(2, first)},
        **{page: str(page - first + 1) for page in range(first + 1, len(paper.sizes) + 1)},
    }
    assert first + 1 in numbers


def test_an_annex_of_single_units_is_not_in_the_letters_file(measured):
    assert not [line for line in drawn(measured, letter_9193()).lines if "NỘI DUNG PHẢN ÁNH" in line.text]


def test_headings_are_bold_and_stay_with_what_follows(measured):
    made = letter_9193()
    body = (Paragraph.of("I. TÌNH HÌNH TIẾP NHẬN", "heading"), *made.body)
    line = drawn(measured, replace(made, body=body)).line("I. TÌNH HÌNH")
    assert (line.bold, line.left) == (True, near(LEFT + 12.7))
    assert Section("TÌNH HÌNH TIẾP NHẬN", ()).heading in line.text


def test_a_head_who_signs_as_such_prints_no_capacity(measured):
    made = replace(letter_9193(), signatory=Signatory("", "CHÁNH VĂN PHÒNG", "Nguyễn Kim Long"))
    paper = drawn(measured, made)
    assert paper.line("CHÁNH VĂN PHÒNG").upper == near(paper.line("Nơi nhận:").upper)
