"""The report goes out with what was followed up: by its own people, and with no case about conduct in it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hoiam.cases.factories import do
from hoiam.cases.figures import Window
from hoiam.directing.factories import AT, BIEN_HOA, END, composed, in_force, july, late, report_of_july
from hoiam.kit import clock
from hoiam.letters.check import check
from hoiam.letters.factories import person, signer
from hoiam.letters.issue import issue
from hoiam.letters.models import Document
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit
from hoiam.reporting.definitions import definition
from hoiam.reporting.documents.wording import DUTY
from hoiam.reporting.make import Asked, monthly_report
from hoiam.reporting.models import ReportDocument
from hoiam.reporting.writers import Level

from .choose import choose
from .conclude import conclude
from .factories import chair, line_of, opened
from .followed import base_of, followed_up
from .make_report import write_report
from .words import Choice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
AUGUST = END + timedelta(days=31)
REVIEWED = AT + timedelta(days=2)
CENTRE_MANAGER = ("centre_manager", "1022")


@pytest.fixture
def month():
    """Cases of July, the directive upon them of 4/8/2021, and the end of August."""
    cases = july()
    return cases, in_force(composed(report_of_july()))


def report_of_august():
    with clock.frozen(AUGUST):
        return monthly_report(Asked(Window(END, AUGUST, AUGUST), definition("default")))


def reviewed(cases, **choices):
    session = opened(REVIEWED)
    for name, choice in choices.items():
        choose(line_of(session, cases[name]), choice, by=chair(), at=REVIEWED + timedelta(hours=1))
    return conclude(session, attendees=["Bà Hoa"], by=chair(), at=REVIEWED + timedelta(hours=2))


def written(report, level=Level.CENTRE, by=CENTRE_MANAGER, at=AUGUST):
    head = person(*by)
    signer(by[1], by=head, capacity="", position="PHỤ TRÁCH TỔNG ĐÀI")
    return write_report(report, level, by=head, at=at, signer=head)


def paragraphs(document):
    return [one.text for one in document.letter.body]


def test_the_directive_of_the_month_before_is_said_with_what_of_it_is_settled(month):
    cases, directive = month
    assert directive.lines.count() == 6
    report = report_of_august()
    assert followed_up(report, AUGUST)[0] == (
        "Tình hình thực hiện văn bản đôn đốc kỳ trước: Văn bản số 9193/UBND-HCC ngày 04/8/2021 của UBND tỉnh "
        "(2/6 nội dung đã dứt điểm)."
    )  # the two answered late were settled from the first day
    do(cases["open"], "answer", by=f"unit_head@{BIEN_HOA}", at=REVIEWED, text="Đã thay.", outcome="done")
    assert followed_up(report, AUGUST)[0].endswith("(3/6 nội dung đã dứt điểm).")


def test_a_line_that_became_a_matter_of_conduct_is_in_neither_number(month):
    cases, _ = month
    do(cases["other"], "classify", at=REVIEWED, conduct={"unit": "ubnd-737", "about": "delay"})
    assert followed_up(report_of_august(), AUGUST)[0].endswith("(2/5 nội dung đã dứt điểm).")


def test_reviews_of_the_month_are_said_with_their_conclusions_and_without_conduct(month):
    cases, _ = month
    session = reviewed(cases, open=Choice.REMIND, other=Choice.REMIND, conduct=Choice.TO_HOME_AFFAIRS)
    seen = session.items.filter(case__conduct_unit=None).count()
    assert session.items.count() == seen + 1
    assert followed_up(report_of_august(), AUGUST)[1] == (
        f"Phiên rà soát với Văn phòng: phiên số 1 ngày 06/8/2021 xem xét {seen} nội dung, "
        "kết luận 2 (nhắc đơn vị 2)."
    )


def test_a_month_without_either_says_so():
    july()
    assert followed_up(report_of_july(), END) == (
        "Tình hình thực hiện văn bản đôn đốc kỳ trước: không có văn bản.",
        "Phiên rà soát với Văn phòng: không có phiên nào kết luận trong kỳ.",
    )


def test_the_centres_report_says_it_all_after_what_orders_it_and_proves_clean(month):
    cases, _ = month
    reviewed(cases, open=Choice.REMIND)
    document = written(report_of_august())
    text = paragraphs(document)
    assert text[0].startswith(
        "Thực hiện Văn bản số 9193/UBND-HCC ngày 04/8/2021 của UBND tỉnh, "
        "Tổng đài Dịch vụ công 1022 tỉnh Đồng Nai (sau đây gọi tắt là Tổng đài 1022) báo cáo kết quả"
    )
    assert any(one.startswith("4. Tình hình thực hiện văn bản đôn đốc kỳ trước: Văn bản") for one in text)
    assert any(one.startswith("5. Phiên rà soát với Văn phòng: phiên số 1") for one in text)
    assert [found for found in check(document, AUGUST) if found.severity == "stop"] == []


def test_where_nothing_orders_the_report_it_opens_with_the_duty_itself():
    july()
    report = report_of_july()
    assert base_of(END) is None
    opening = paragraphs(written(report, at=END + timedelta(hours=1)))[0]
    assert opening.startswith(f"{DUTY}, Tổng đài Dịch vụ công 1022")


def test_the_offices_report_says_the_same_upon_the_centres(month):
    document, head = written(report_of_august()), person(*CENTRE_MANAGER)
    sign(submit(document, by=head, at=AUGUST), by=head, at=AUGUST)
    issue(document, by=person("clerk", "1022"), at=AUGUST, number=1500)
    later = AUGUST + timedelta(days=1)
    text = paragraphs(written(report_of_august(), Level.OFFICE, ("office_head", "vp-ubnd"), later))
    assert text[0].startswith("Trên cơ sở Báo cáo số 1500/")
    assert any(one.startswith("4. Tình hình thực hiện văn bản đôn đốc kỳ trước: Văn bản") for one in text)


@pytest.mark.parametrize(
    ("role", "unit", "level", "status"),
    [
        ("centre_manager", "1022", "centre", 302),
        ("coordinator", "vp-ubnd", "centre", 403),
        ("operator", "1022", "centre", 403),
        ("unit_head", "ubnd-740", "office", 403),
        ("centre_manager", "1022", "other", 404),
    ],
)
def test_each_level_is_written_by_its_own_people(client, role, unit, level, status):
    late(BIEN_HOA)
    report = report_of_july()
    client.force_login(person(role, unit))
    with clock.frozen(AUGUST):
        assert client.post(reverse("reviewing:make_report", args=[report.pk, level])).status_code == status
    assert Document.objects.count() == ReportDocument.objects.count() == (status == 302)
