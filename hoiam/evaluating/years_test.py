"""The year of a unit: what letters ordered, what is refused before it is whole, the files that close it."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pdfplumber
import pytest
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from hoiam.cases.factories import MONDAY, UNIT, do, in_hand, person, unit_id
from hoiam.directing.factories import BIEN_HOA, composed, explained, in_force, july, replied, said
from hoiam.files.responses import default_storage
from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.letters.factories import signer
from hoiam.letters.models import Document

from .close_year import close_year
from .factories import worker
from .freeze_month import freeze_month
from .models import YearFile
from .orders import Orders, orders_of
from .screens_test import get, post, url
from .sheet import FOOTER
from .sign_off import sign_off

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2022, 3, 1, 9, tzinfo=VN)
AUGUST = date(2021, 8, 1)


def bytes_of(file):
    with default_storage.open(file.kept_as) as stream:
        return stream.read()


def august():
    return freeze_month(AUGUST, by=None, at=datetime(2021, 9, 6, 9, tzinfo=VN))


@pytest.mark.parametrize(
    ("at", "in_time"),
    [(datetime(2021, 8, 14, 23, 59, tzinfo=VN), 2), (datetime(2021, 8, 15, tzinfo=VN), 0)],
)
def test_a_line_reported_the_evening_before_is_in_time_and_at_midnight_it_is_late(at, in_time):
    cases = july()
    directive = in_force(composed())
    replied(directive, [said(cases["open"]), explained(cases["late"])], at=at)
    found = orders_of(unit_id(BIEN_HOA), [august()])[AUGUST]
    lines = directive.lines.filter(executor=unit_id(BIEN_HOA)).count()
    assert lines >= 2 and found == Orders(lines, in_time)


def test_a_letter_that_is_not_in_force_orders_nothing():
    july()
    composed()
    assert orders_of(unit_id(BIEN_HOA), [august()]) == {AUGUST: Orders(0, 0)}


def signed_year(unit=UNIT, months=range(1, 13)):
    """Every month frozen, and its line signed off when the window is over."""
    for month in range(1, 13):
        at = datetime(2021 + month // 12, month % 12 + 1, 3, 9, tzinfo=VN)
        start = date(2021, month, 1)
        freeze_month(start, by=None, at=at)
        if month in months:
            sign_off(start, unit_id(unit), by=worker(), conclusion="Thống nhất", at=at + timedelta(days=20))


@pytest.fixture
def work():
    """In July: one answered in time, one late."""
    good, late = in_hand(), in_hand()
    do(good, "answer", by=f"unit_head@{UNIT}", text="Xong", outcome="done", at=MONDAY + timedelta(days=1))
    do(late, "answer", by=f"unit_head@{UNIT}", text="Xong", outcome="done", at=MONDAY + timedelta(days=9))


@pytest.mark.parametrize(
    ("months", "at", "by", "sentence"),
    [
        (range(1, 12), NEW_YEAR, worker, "Còn tháng 12/2021 chưa chốt phiếu"),
        (range(1, 13), datetime(2021, 12, 30, tzinfo=VN), worker, "chưa kết thúc"),
        (range(1, 13), NEW_YEAR, lambda: person("unit_head", UNIT), "Chỉ cơ quan nội vụ"),
    ],
)
def test_a_year_is_closed_when_it_is_over_and_every_line_is_signed_off(months, at, by, sentence):
    signed_year(months=months)
    with pytest.raises(Refused, match=sentence):
        close_year(unit_id(UNIT), 2021, by=by(), at=at)


def test_the_closed_year_is_two_files_and_a_document_that_vouches_for_both(work):
    signed_year()
    chief = person("unit_head", "so-noi-vu")
    signer("so-noi-vu", by=chief, capacity="", position="GIÁM ĐỐC")
    closed = close_year(unit_id(UNIT), 2021, by=worker(), at=NEW_YEAR)
    spreadsheet = bytes_of(closed.xlsx)
    book = load_workbook(BytesIO(spreadsheet))
    cells = [[cell.value for cell in row] for row in book["Phiếu theo dõi"].iter_rows()]
    (line,) = [row for row in cells if row[0] == "7/2021"]
    assert line[1:6] == [2, 2, 1, 1, 2]
    assert any(row[0] == FOOTER for row in cells)
    with pdfplumber.open(BytesIO(bytes_of(closed.pdf))) as paper:
        words = " ".join(" ".join((page.extract_text() or "").split()) for page in paper.pages)
    assert "GIÁM ĐỐC" in words and "không thay cho việc đánh giá, xếp loại theo quy định" in words
    digest = sha256(spreadsheet).hexdigest()
    body = " ".join(paragraph.text for paragraph in closed.document.letter.body)
    assert digest in body and digest[:16] in words.replace(" ", "")
    assert (closed.document.issuer_id, closed.document.state) == (unit_id("so-noi-vu"), "draft")


def test_a_year_is_closed_once_and_its_file_is_never_changed(work):
    signed_year()
    close_year(unit_id(UNIT), 2021, by=worker(), at=NEW_YEAR)
    with pytest.raises(Refused, match="đã khóa"):
        close_year(unit_id(UNIT), 2021, by=worker(), at=NEW_YEAR)
    with pytest.raises(DatabaseError, match="keeps what was written"), transaction.atomic():
        YearFile.objects.update(year=2020)


def test_the_unit_takes_the_file_of_its_closed_year_and_another_does_not(work):
    signed_year()
    assert post(worker(), url("close_year", unit_id(UNIT), 2021), NEW_YEAR).status_code == 302
    assert Document.objects.count() == 1
    closed = YearFile.objects.get()
    path = url("download", unit_id(UNIT), 2021, "xlsx")
    with clock.frozen(NEW_YEAR):
        answer = get(person("unit_head", UNIT), path, NEW_YEAR)
        assert b"".join(answer) == bytes_of(closed.xlsx)
        assert get(person("unit_head", "ubnd-732"), path, NEW_YEAR).status_code == 404
    page = get(worker(), url("unit", unit_id(UNIT), 2021), NEW_YEAR).content.decode()
    assert "Đã khóa ngày 01/03/2022" in page and "Khóa năm" not in page


@pytest.mark.parametrize("format", ["xlsx", "pdf"])
def test_before_the_year_is_closed_the_sheet_is_taken_as_it_stands(work, format):
    freeze_month(date(2021, 7, 1), by=None, at=datetime(2021, 8, 2, 9, tzinfo=VN))
    answer = get(worker(), url("download", unit_id(UNIT), 2021, format), datetime(2021, 8, 3, 9, tzinfo=VN))
    assert b"".join(answer)[:4] in (b"PK\x03\x04", b"%PDF")


def test_a_unit_nobody_may_handle_has_no_paper_yet_and_one_sentence_says_so(work, monkeypatch):
    def nobody(*_):
        raise Refused("Chưa có cơ quan nào giải quyết được vụ việc về đơn vị này.")

    monkeypatch.setattr("hoiam.evaluating.close_year.handler_of", nobody)
    path = url("download", unit_id(UNIT), 2021, "pdf")
    assert get(worker(), path, NEW_YEAR)["Location"] == url("unit", unit_id(UNIT), 2021)
