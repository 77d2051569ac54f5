"""A directive that came as a file lives like any other once its points are typed in."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from hoiam.cases.factories import MONDAY, in_hand
from hoiam.kit import clock
from hoiam.kit.refusal import Refused
from hoiam.letters.take_in import take_in as take_file_in
from hoiam.letters.testing import PAPER

from .factories import AT, BIEN_HOA, WARD, district, in_force, passed_on, person, replied, said, unit_id
from .models import Executor, Line
from .take_in import TypedLine, TypedPoint, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "folder")]
POINTS = (
    TypedPoint(1, "Để kịp thời hỗ trợ người dân, yêu cầu các đơn vị, địa phương phối hợp.", "context"),
    TypedPoint(2, "Xử lý dứt điểm các nội dung tại Phụ lục.", "settle", reply_before=date(2021, 8, 15)),
    TypedPoint(3, "Giao Sở Nội vụ rà soát.", "home_affairs", period="hằng tháng"),
    TypedPoint(4, "Giao VNPT Đồng Nai vận hành.", "operator"),
)


def taken(unit=BIEN_HOA, issuer=None):
    document = take_file_in(
        ContentFile(PAPER, "9193.pdf"),
        number_symbol="9193/UBND-HCC",
        date=date(2021, 8, 4),
        signer="Người ký",
        issuer=issuer or unit_id("ubnd-tinh"),
        kind="letter",
        subject="nhắc các đơn vị, địa phương",
        by=person("clerk", unit),
        at=AT,
        unit=unit_id(unit),
    )
    return document, district(unit)


def given(case=None, **more):
    document, by = taken(**more)
    lines = (TypedLine(case.code),) if case else ()
    return take_in(document, POINTS, lines, unit=unit_id(BIEN_HOA), by=by, at=AT)


def test_points_are_tasks_when_they_have_a_day_and_ours_to_do_when_nobody_is_named():
    directive = given()
    kinds = list(directive.points.values_list("number", "kind", "key", "period"))
    assert kinds == [
        (1, "standing", "context", ""), (2, "task", "settle", ""),
        (3, "standing", "home_affairs", "hằng tháng"), (4, "standing", "operator", ""),
    ]  # fmt: skip
    assert set(Executor.objects.values_list("unit", flat=True)) == {unit_id(BIEN_HOA)}
    assert directive.document.is_in_force


def test_its_lines_are_tied_to_our_cases_and_passed_on_and_answered():
    case = in_hand(MONDAY, unit=WARD, summary="Mất nước")
    directive = given(case)
    line = Line.objects.get(directive=directive)
    assert (line.case, line.summary, line.executor_id) == (case, "Mất nước", unit_id(BIEN_HOA))
    child = in_force(passed_on(directive, at=AT + timedelta(days=1)), number=5)
    assert [point.key for point in child.points.all()] == ["context", "settle", "home_affairs"]
    assert child.lines.get().executor_id == unit_id(WARD)
    assert case.shown_code in str(child.document.content)
    assert replied(directive, [said(case)]).items.get().line == line


def test_a_case_that_whoever_types_may_not_see_stays_a_number():
    case = in_hand(MONDAY, unit="ubnd-740")
    line = given(case).lines.get()
    assert (line.case, line.code, line.summary) == (None, case.code, "")


def test_a_body_we_do_not_know_may_order_too():
    directive = given(issuer="Văn phòng Chính phủ")
    assert directive.issuer is None
    assert str(directive) == "9193/UBND-HCC"


@pytest.mark.parametrize(
    ("points", "lines", "sentence"),
    [
        ((), (), "ít nhất một điểm"),
        ((TypedPoint(1, " "),), (), "nội dung"),
        ((TypedPoint(1, "a"), TypedPoint(1, "b")), (), "cùng số"),
        ((TypedPoint(1, "a"),), (TypedLine("210712345672"),), "ngày báo cáo"),
        (POINTS, (TypedLine("210712345672"), TypedLine("210712345672")), "không ghi hai lần"),
    ],
)
def test_what_makes_no_sense_is_refused(points, lines, sentence):
    document, by = taken()
    with pytest.raises(Refused, match=sentence):
        take_in(document, points, lines, unit=unit_id(BIEN_HOA), by=by, at=AT)


def test_points_are_typed_once_and_by_whom_it_was_sent_to():
    document, by = taken()
    with pytest.raises(Refused, match="thay đơn vị này"):
        take_in(document, POINTS, unit=unit_id(BIEN_HOA), by=district("ubnd-740"), at=AT)
    take_in(document, POINTS, unit=unit_id(BIEN_HOA), by=by, at=AT)
    with pytest.raises(Refused, match="đã được ghi"):
        take_in(document, POINTS, unit=unit_id(BIEN_HOA), by=by, at=AT)


def test_a_clerk_types_the_points_of_what_the_clerk_took_in(client):
    document, _ = taken()
    clerk = person("clerk", BIEN_HOA)
    client.force_login(clerk)
    with clock.frozen(AT + timedelta(hours=1)):
        listed = client.get(reverse("directing:directives")).content.decode()
        url = reverse("directing:take_in", args=[document.pk])
        assert url in listed
        empty = client.post(url, {"annex": "1"})
        data = {"p1-text": "Xử lý dứt điểm.", "p1-key": "settle", "p1-reply_before": "2021-08-15"}
        data |= {f"p{n}-key": "other" for n in range(2, 7)} | {
            "codes": "2107-1234567-2 Mất nước",
            "annex": "1",
        }
        written = client.post(url, data)
    assert (empty.status_code, written.status_code) == (422, 302)
    line = Line.objects.get()
    assert (line.code, line.summary, line.point.number) == ("210712345672", "Mất nước", 1)
