"""The report as a document, made by its own people: same rows, two levels, nothing kept apart in it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hoiam.cases.factories import person, unit_id
from hoiam.kit import clock
from hoiam.kit.refusal import Refused
from hoiam.letters.check import check
from hoiam.letters.factories import signer
from hoiam.letters.issue import issue
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit

from .conftest import AFTERWARDS, make
from .official import centre_report, office_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def drafted_by_the_centre(report):
    head = person("centre_manager", "1022")
    signer("1022", by=head, capacity="", position="PHỤ TRÁCH TỔNG ĐÀI")
    return centre_report(report, by=head, at=AFTERWARDS, signer=head), head


def issued_by_the_centre(report):
    document, head = drafted_by_the_centre(report)
    submit(document, by=head, at=AFTERWARDS)
    sign(document, by=head, at=AFTERWARDS)
    return issue(document, by=person("clerk", "1022"), at=AFTERWARDS, number=1384)


def test_annexes_are_those_of_the_report_and_the_proof_reader_agrees(july):
    document, _ = drafted_by_the_centre(make())
    annexes = {one.code: one for one in document.letter.annexes if one.word == "Phụ lục"}
    assert {code: one.lines for code, one in annexes.items()} == document.letter.facts.counts
    assert annexes["I"].lines > 0
    assert not [finding for finding in check(document, AFTERWARDS) if finding.severity == "stop"]


def test_no_conduct_case_stands_in_a_document_that_is_sent(july):
    document, _ = drafted_by_the_centre(make())
    assert july["conduct"].shown_code not in str(document.content)
    assert july["other"].shown_code in str(document.content)


def test_the_office_reports_upon_the_centres_report_and_encloses_it(july):
    report = make()
    centre = issued_by_the_centre(report)
    office = person("office_head", "vp-ubnd")
    document = office_report(report, centre, by=office, at=AFTERWARDS + timedelta(days=1))
    assert f"Trên cơ sở Báo cáo số {centre.number_symbol}" in document.letter.body[0].text
    assert {link.relation for link in document.links.all()} == {"based_on", "attaches"}


def test_before_the_centre_has_issued_the_office_has_nothing_to_stand_on(july):
    report = make()
    document, _ = drafted_by_the_centre(report)
    with pytest.raises(Refused, match="chưa phát hành"):
        office_report(report, document, by=person("office_head", "vp-ubnd"), at=AFTERWARDS)


def test_a_report_of_one_unit_is_no_document_of_the_province(july):
    own = make(unit=unit_id("ubnd-740"))
    with pytest.raises(Refused, match="toàn tỉnh"):
        centre_report(own, by=person("centre_manager", "1022"), at=AFTERWARDS)


def test_the_page_of_the_report_leads_to_its_documents(july, client):
    report = make()
    document, head = drafted_by_the_centre(report)
    client.force_login(head)
    with clock.frozen(AFTERWARDS):
        page = client.get(reverse("reporting:report", args=[report.pk])).content.decode()
    assert reverse("letters:document", args=[document.pk]) in page
    assert "Soạn báo cáo của Tổng đài" in page
    assert "Soạn báo cáo của Văn phòng" not in page
