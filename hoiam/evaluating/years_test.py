"""The year of a unit: what letters ordered, what is refused before it is whole, the files that close it."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pdfplumber
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from hoiam.cases.factories import MONDAY, UNIT, do, in_hand, person, unit_id
from hoiam.directing.factories import BIEN_HOA, composed, explained, in_force, july, replied, said
from hoiam.files.responses import default_storage
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.letters.discard import discard
from hoiam.letters.factories import signer
from hoiam.letters.issue import issue
from hoiam.letters.models import Document
from hoiam.letters.return_document import return_document
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit
from hoiam.signatures import identities
from hoiam.signatures.fields import LEADER, ORGANISATION
from hoiam.signatures.verify import verify

from .close_year import close_year, year_file
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


@pytest.fixture
def closing(work):
    """The year of the unit with its document as a draft; the chief of home affairs is to sign it."""
    signed_year()
    signer("so-noi-vu", by=chief(), capacity="", position="GIÁM ĐỐC")
    return close_year(unit_id(UNIT), 2021, by=worker(), at=NEW_YEAR)


def chief():
    return person("unit_head", "so-noi-vu")


def clerk():
    return person("clerk", "so-noi-vu")


def at_hour(hour):
    return NEW_YEAR + timedelta(hours=hour)


def signed(document):
    submit(document, by=worker(), at=at_hour(1))
    return sign(document, by=chief(), at=at_hour(2))


def downloaded(reader, format, at):
    answer = get(reader, url("download", unit_id(UNIT), 2021, format), at)
    assert answer.status_code == 200
    return b"".join(answer)


def words_of(pdf):
    with pdfplumber.open(BytesIO(pdf)) as paper:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in paper.pages)


def shown(reader, at):
    return get(reader, url("unit", unit_id(UNIT), 2021), at).content.decode()


def test_a_year_is_closed_by_a_file_that_the_leader_signed_and_the_body_issued(closing):
    issue(signed(closing.document), by=clerk(), at=at_hour(3))
    assert year_file(unit_id(UNIT), 2021).is_closed
    head = person("unit_head", UNIT)
    pdf = downloaded(head, "pdf", at_hour(4))
    verdicts = verify(pdf, trusted=identities.trusted(), at=at_hour(4))
    assert [(v.field, v.is_good, v.at) for v in verdicts] == [
        (LEADER, True, at_hour(2)),
        (ORGANISATION, True, at_hour(3)),
    ]
    words = words_of(pdf)
    assert "GIÁM ĐỐC" in words and "không thay cho việc đánh giá, xếp loại theo quy định" in words
    spreadsheet = downloaded(head, "xlsx", at_hour(4))
    assert sha256(spreadsheet).hexdigest() in words.replace(" ", "")
    assert "Đã khóa ngày 01/03/2022" in shown(head, at_hour(4))


def test_the_spreadsheet_holds_the_sheet_and_what_it_is_for(closing):
    book = load_workbook(BytesIO(downloaded(worker(), "xlsx", NEW_YEAR)))
    cells = [[cell.value for cell in row] for row in book["Phiếu theo dõi"].iter_rows()]
    (line,) = [row for row in cells if row[0] == "7/2021"]
    assert line[1:6] == [2, 2, 1, 1, 2]
    assert any(row[0] == FOOTER for row in cells)


def test_until_it_is_issued_the_year_is_closing_and_the_screen_says_what_it_waits_for(closing):
    assert (closing.document.issuer_id, closing.is_closed) == (unit_id("so-noi-vu"), False)
    assert "Đang khóa năm, văn bản: đang soạn" in shown(worker(), NEW_YEAR)
    document = signed(closing.document)
    page = shown(worker(), at_hour(2))
    assert "Đang khóa năm, văn bản: chờ phát hành" in page and "Đã khóa" not in page
    assert reverse("letters:document", args=[document.pk]) in page
    page = shown(person("unit_head", UNIT), at_hour(2))
    assert "Đang khóa năm" in page and "Mở văn bản" not in page
    assert not verify(downloaded(worker(), "pdf", at_hour(2)), trusted=identities.trusted(), at=at_hour(2))


def test_a_document_that_is_discarded_leaves_the_year_to_be_closed_again(closing):
    with pytest.raises(Refused, match="Năm 2021 của đơn vị này đang khóa"):
        close_year(unit_id(UNIT), 2021, by=worker(), at=NEW_YEAR)
    submit(closing.document, by=worker(), at=at_hour(1))
    back = return_document(closing.document, by=chief(), at=at_hour(2), reason="Sai tên")
    discard(back, by=worker(), at=at_hour(3))
    page = shown(worker(), at_hour(3))
    assert "Khóa năm</button>" in page and "Đang khóa" not in page
    again = close_year(unit_id(UNIT), 2021, by=worker(), at=at_hour(4))
    assert year_file(unit_id(UNIT), 2021) == again != closing
    issue(signed(again.document), by=clerk(), at=at_hour(5))
    with pytest.raises(Refused, match="Năm 2021 của đơn vị này đã khóa"):
        close_year(unit_id(UNIT), 2021, by=worker(), at=at_hour(6))


def test_what_was_made_of_a_year_is_never_changed(closing):
    with pytest.raises(DatabaseError, match="keeps what was written"), transaction.atomic():
        YearFile.objects.update(year=2020)


def test_the_unit_takes_the_file_of_its_year_and_another_does_not(work):
    signed_year()
    assert post(worker(), url("close_year", unit_id(UNIT), 2021), NEW_YEAR).status_code == 302
    assert Document.objects.count() == 1
    assert downloaded(person("unit_head", UNIT), "xlsx", NEW_YEAR) == bytes_of(YearFile.objects.get().xlsx)
    for format in ("xlsx", "pdf"):
        path = url("download", unit_id(UNIT), 2021, format)
        assert get(person("unit_head", "ubnd-732"), path, NEW_YEAR).status_code == 404
    assert "Khóa năm</button>" not in shown(worker(), NEW_YEAR)


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
