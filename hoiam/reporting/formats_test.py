"""The four formats say the same: every file opens, its numbers are those of the JSON."""

import io
import json

import pdfplumber
import pytest
from docx import Document
from openpyxl import load_workbook

from hoiam.cases.factories import UNIT, unit_id
from hoiam.cases.figures import Window
from hoiam.kit.moments import parse_moment

from .conftest import late, make
from .documents.wording import period_label
from .formats import FORMATS, file_name, write_as
from .table import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SHEETS = [f"Biểu {code}" for code in ("I", "II", "III", "IV.a", "IV.b", "IV.c", "V")]
SHEETS += ["Phụ lục I", "Phụ lục II"]


@pytest.fixture
def report(july):
    late(summary="=HYPERLINK(1) #set text(red) \\ <b>chữ người dân</b>")
    return make()


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_workbook_has_a_sheet_for_each_table_and_numbers_that_are_numbers(report):
    book = load_workbook(io.BytesIO(write_as("xlsx", report)))
    totals = json.loads(write_as("json", report))["totals"]
    assert book.sheetnames == SHEETS
    whole = next(row for row in cells(book["Biểu II"]) if row[0] == "Cộng")
    named = (totals["carried_in"], totals["received"], 0, totals["reopened"])
    assert tuple(whole[1:5]) == named
    assert whole[15] == totals["open_overdue"] == 5
    assert ("Cộng: 5 nội dung",) in [tuple(row[:1]) for row in cells(book["Phụ lục I"])]


def test_a_citizens_formula_is_text_in_the_workbook(report):
    book = load_workbook(io.BytesIO(write_as("xlsx", report)))
    found = [cell for row in book["Phụ lục I"].iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert [cell.data_type for cell in found] == ["s"]


def test_the_draft_opens_and_holds_the_letter_and_its_tables(report):
    draft = Document(io.BytesIO(write_as("docx", report)))
    text = "\n".join(paragraph.text for paragraph in draft.paragraphs)
    assert "BÁO CÁO" in text
    assert "Kính gửi: Văn phòng UBND tỉnh." in text
    assert "Nội dung chưa xử lý: 5 (Phụ lục I). Nội dung chậm xử lý: 1 (Phụ lục II)." in text
    assert text.rstrip().count("xem xét, chỉ đạo./.") == 1
    assert [section.orientation for section in draft.sections] == [0] + [1] * len(SHEETS)
    assert len(draft.tables) == 2 + len(SHEETS)  # letterhead and foot


def test_the_print_has_the_form_of_a_letter_and_its_annexes_on_their_side(report):
    with pdfplumber.open(io.BytesIO(write_as("pdf", report))) as paper:
        first, last = paper.pages[0], paper.pages[-1]
        pages = [page.extract_text(use_text_flow=True).split() for page in paper.pages]
        text = " ".join(word for page in pages for word in page)
        fonts = {char["fontname"].split("+")[-1].split("-")[0] for page in paper.pages for char in page.chars}
    assert (round(first.width), round(first.height)) == (595, 842)
    assert (round(last.width), round(last.height)) == (842, 595)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Cộng: 5 nội dung" in text
    assert "#set text(red)" in text  # a citizen's words are words, never code
    assert fonts == {"TeXGyreTermes"}


def test_the_same_report_is_the_same_bytes(report):
    for name in ("json", "pdf"):
        assert write_as(name, report) == write_as(name, report)


def test_no_document_says_who_brought_a_case_or_what_they_wrote(report):
    for name in ("json", "docx", "xlsx", "pdf"):
        content = write_as(name, report)
        if name == "docx":
            content = "".join(c.text for t in Document(io.BytesIO(content)).tables for c in t._cells).encode()
        if name == "pdf":
            with pdfplumber.open(io.BytesIO(content)) as paper:
                content = "".join(page.extract_text() or "" for page in paper.pages).encode()
        assert "Người dân thử nghiệm".encode() not in content
        assert "hỏng đã ba đêm".encode() not in content


def test_a_units_copy_says_that_the_rest_is_listed_apart(july):
    own = make(unit=unit_id(UNIT))
    text = "\n".join(p.text for p in Document(io.BytesIO(write_as("docx", own))).paragraphs)
    assert "có danh mục riêng, gửi Sở Nội vụ." in text
    whole = "\n".join(p.text for p in Document(io.BytesIO(write_as("docx", make()))).paragraphs)
    assert "có danh mục riêng" not in whole


def test_a_month_without_a_case_still_makes_every_document(reference):
    empty = make(Window(*map(parse_moment, ("2021-02-01", "2021-03-01", "2021-03-01"))))
    for name in FORMATS:
        assert len(write_as(name, empty)) > 500
    assert file_name("pdf", empty) == "bao-cao-2021-02-01-2021-03-01-ban-1.pdf"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2021-06-30T17:00", "2021-07-29T17:00", "tháng 7/2021"),
        ("2021-02-01", "2021-03-01", "tháng 02/2021"),
        ("2021-12-01", "2022-01-01", "tháng 12/2021"),
        ("2021-07-05", "2021-07-12", "kỳ 05/07/2021 – 11/07/2021"),
    ],
)
def test_the_period_is_named_by_its_data(start, end, words):
    assert period_label(parse_moment(start), parse_moment(end)) == words


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1234, "number", "1.234"),
        (0.974, "percent", "97,4%"),
        (-0.084, "change", "−8,4%"),
        (0.125, "points", "+12,5 điểm"),
        (0, "points", "0 điểm"),
        (None, "percent", "–"),
        (48.25, "decimal", "48,2"),
        ("7/18", "text", "7/18"),
    ],
)
def test_values_are_said_as_people_read_them(value, kind, text):
    assert said(value, kind) == text
