"""A directive rests on the Office's report about the same figures: found, cited and linked, or left out."""

import re

import pytest
from django.urls import reverse

from hoiam.kit import clock
from hoiam.kit.moments import parse_moment
from hoiam.letters.factories import signer
from hoiam.letters.issue import issue
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit
from hoiam.reporting.official import centre_report, office_report

from .factories import AT, office, person, report_of_july
from .models import Directive

pytestmark = pytest.mark.django_db
REPORTED, UPON = parse_moment("2021-07-30T17:20"), parse_moment("2021-08-02T09:10")


def out(document, head, clerk, at):
    return issue(sign(submit(document, by=head, at=at), by=head, at=at), by=clerk, at=at)


@pytest.fixture
def reports(month):
    """The frozen report, the centre's document about it and the Office's upon that."""
    report = report_of_july()
    manager, head = person("centre_manager", "1022"), person("office_head", "vp-ubnd")
    signer("1022", by=manager, capacity="", position="PHỤ TRÁCH TỔNG ĐÀI")
    signer("vp-ubnd", by=head, capacity="", position="CHÁNH VĂN PHÒNG")
    said = centre_report(report, by=manager, at=REPORTED, signer=manager)
    said = out(said, manager, person("clerk", "1022"), REPORTED)
    upon = out(office_report(report, said, by=head, at=UPON, signer=head), head, person("clerk"), UPON)
    return report, said, upon


def post(client, report, **data):
    client.force_login(office())
    with clock.frozen(AT):
        client.post(
            reverse("directing:compose", args=[report.pk]),
            {"reply_before": "2021-08-15", "context": "", **data},
        )
    return Directive.objects.get().document


def test_the_reports_in_force_about_the_same_figures_are_chosen_already(client, reports):
    report, said, upon = reports
    client.force_login(office())
    with clock.frozen(AT):
        html = client.get(reverse("directing:compose", args=[report.pk])).content.decode()
    chosen = re.findall(r'<option value="(\d+)" selected', html)
    assert chosen == [str(upon.pk), str(said.pk)]


def test_the_letter_cites_what_it_is_based_on_and_is_linked_to_it(client, reports):
    report, said, upon = reports
    letter = post(client, report, office_report=upon.pk, centre_report=said.pk)
    assert letter.letter.body[0].text.startswith(
        f"UBND tỉnh nhận được Báo cáo số {upon.number_symbol} ngày 02/8/2021 của Văn phòng UBND tỉnh về"
    )
    assert f"(kèm theo Báo cáo số {said.number_symbol} ngày 30/7/2021" in letter.letter.body[0].text
    assert set(letter.links.values_list("relation", "to")) == {("based_on", upon.pk), ("attaches", said.pk)}


def test_the_drafter_may_leave_it_out(client, reports):
    letter = post(client, reports[0], office_report="", centre_report="")
    assert letter.letter.body[0].text == "Chủ tịch UBND tỉnh có ý kiến như sau:"
    assert not letter.links.exists()
