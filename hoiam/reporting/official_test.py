"""The report of a month goes out as two documents, the second upon the first; both prove clean."""

import re

import pytest

from hoiam.cases.factories import MONDAY, do, received, unit_id
from hoiam.cases.figures import Window
from hoiam.kit.moments import civil_date, parse_moment
from hoiam.kit.refusal import Refused
from hoiam.letters.check import check
from hoiam.letters.factories import person, signer
from hoiam.letters.form.data import kept_inside
from hoiam.letters.issue import issue
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit

from .conftest import END, answered_late, days, late, make
from .figures import figures_of
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


def said(document):
    """Everything a reader meets in it, less the number of the version."""
    return re.sub(r"bản số \d", "", str(document.content))


@pytest.mark.parametrize("accused", ["ubnd-737", "vp-ubnd", "1022", "so-noi-vu", "ubnd-tinh"])
def test_a_case_about_conduct_is_no_number_in_what_goes_out_whoever_it_accuses(month, accused):
    """Nor is anybody who came again about it, anything that was done in it, or its step that was late."""
    without = said(of_the_centre(month))
    case = received(MONDAY, conduct={"unit": accused, "about": "attitude"}, channel="phone")
    do(case, "add_contact", channel="phone", at=END - days(1))
    handled = answered_late("so-noi-vu", conduct={"unit": "ubnd-737", "about": "delay"})
    do(handled, "remind", to="so-noi-vu", means="letter", at=END - days(1))
    again = make(recount=True)
    assert figures_of(again).totals["received"] == figures_of(month).totals["received"] + 2
    assert said(of_the_centre(again)) == without


def test_nor_in_the_comparison_with_the_month_before(month):
    case = late("so-noi-vu", conduct={"unit": "ubnd-737", "about": "attitude"})
    make(recount=True)
    august = END + days(31)
    after = make(Window(END, august, august), at=august + days(1))
    table = next(one for one in of_the_centre(after, august).letter.annexes if one.code == "I")
    assert case.pk and table.rows[-1].cells[-2:] == ("2", "−100%")


def test_what_is_left_out_is_said_and_in_the_words_of_every_copy(month):
    document = of_the_centre(month)
    text = str(document.content)
    apart = "phản ánh về công vụ có danh mục riêng, gửi Sở Nội vụ."
    assert f"Số liệu không gồm phản ánh về công vụ; {apart}" in text
    assert (
        "5. Phản ánh về thái độ công chức, viên chức và thực thi công vụ chậm trễ: "
        "danh mục gửi riêng Sở Nội vụ."
    ) in text
    table = next(one for one in document.letter.annexes if one.code == "V")
    conduct = [row.cells for row in table.rows if row.cells[1].startswith("Phản ánh về công vụ")]
    assert len(conduct) == 4 and all(cells[2:] == ("–", "–", "–") for cells in conduct)
