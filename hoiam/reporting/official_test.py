"""The report of a month goes out as two documents, the second upon the first; both prove clean."""

import pytest

from hoiam.cases.factories import unit_id
from hoiam.kit.moments import civil_date, parse_moment
from hoiam.kit.refusal import Refused
from hoiam.letters.check import check
from hoiam.letters.factories import person, signer
from hoiam.letters.form.data import kept_inside
from hoiam.letters.issue import issue
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit

from .conftest import answered_late, late, make
from .official import centre_report, office_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
AT, LATER = parse_moment("2021-07-29T17:20"), parse_moment("2021-08-02T09:10")


@pytest.fixture
def month(reference):
    late(summary="Đèn đường hỏng")
    answered_late(kind="suggestion")
    return make()


def of_the_centre(report, at=AT):
    head = person("centre_manager", "1022")
    signer("1022", by=head, capacity="", position="PHỤ TRÁCH TỔNG ĐÀI")
    return centre_report(report, by=head, at=at, signer=head)


def gone_out(document, at):
    head = person("centre_manager", "1022")
    submitted = submit(document, by=head, at=at)
    signed = sign(submitted, by=head, at=at)
    return issue(signed, by=person("clerk", "1022"), at=at, number=1384)


def stops(document, at):
    return [found.sentence for found in check(document, at) if found.severity == "stop"]


def test_the_centres_report_has_its_sections_numbered_once_and_its_tables_and_annexes(month):
    content = of_the_centre(month).letter
    headings = [one.text for one in content.body if one.role == "heading"]
    assert headings == [
        "I. TÌNH HÌNH TIẾP NHẬN",
        "II. KẾT QUẢ XỬ LÝ",
        "III. HOẠT ĐỘNG CỦA TỔNG ĐÀI, CÔNG TÁC ĐÔN ĐỐC VÀ RÀ SOÁT",
        "IV. TỒN TẠI, NGUYÊN NHÂN",
        "V. KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    names = [one.name for one in content.annexes]
    assert names == [
        *(f"Biểu {n}" for n in ("I", "II", "III", "IV.a", "IV.b", "IV.c", "V")),
        "Phụ lục I",
        "Phụ lục II",
    ]
    assert content.facts.counts == {"I": 1, "II": 1}
    assert content.annexes[-1].rows[-1].kind == "total"
    assert content.signatory.position == "PHỤ TRÁCH TỔNG ĐÀI"


def test_both_documents_prove_clean_and_the_second_encloses_the_first(month):
    first = of_the_centre(month)
    assert stops(first, AT) == []
    sent = gone_out(first, AT)
    head = person("office_head")
    signer("vp-ubnd", by=head, capacity="", position="CHÁNH VĂN PHÒNG")
    second = office_report(month, sent, by=person("coordinator"), at=LATER, signer=head)
    assert stops(second, LATER) == []
    content = second.letter
    opening = content.body[0].text
    assert opening.startswith(
        f"Trên cơ sở Báo cáo số {sent.number_symbol} ngày 29/7/2021 của Tổng đài 1022 (kèm theo)"
    )
    headings = [one.text for one in content.body if one.role == "heading"]
    assert headings[-2:] == ["V. Ý KIẾN CỦA VĂN PHÒNG", "VI. ĐỀ XUẤT VĂN BẢN CHỈ ĐẠO"]
    assert content.facts.attachments == (sent.number_symbol,)
    assert civil_date(LATER) > sent.issued_on


def test_whoever_encloses_the_centres_report_spreads_nobodys_lines(month):
    report = of_the_centre(month)
    office = unit_id("vp-ubnd")
    for annex in report.letter.annexes[-2:]:
        assert annex.units == {office}
        assert annex.part_of(office).lines == annex.lines == 1
    assert [annex.name for annex in kept_inside(report.letter)] == [
        f"Biểu {n}" for n in ("I", "II", "III", "IV.a", "IV.b", "IV.c", "V")
    ]


def test_the_office_waits_for_the_centres_number(month):
    with pytest.raises(Refused, match="chưa phát hành"):
        office_report(month, of_the_centre(month), by=person("coordinator"), at=LATER)
