"""A directive is made from a frozen report: late units, counts and lines are data, nobody types them."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from hoiam.kit.refusal import Refused
from hoiam.letters.content import Purpose

from .compose import Wanted, compose_directive
from .factories import (
    AT,
    BIEN_HOA,
    LONG_THANH,
    WARD,
    composed,
    in_force,
    person,
    report_of_july,
    unit_id,
)  # fmt: skip
from .models import Directive, Executor, Line

pytestmark = pytest.mark.django_db


def points(directive):
    return {point.key: point for point in directive.points.all()}


def executors(point):
    return set(Executor.objects.filter(point=point).values_list("unit", flat=True))


def test_five_points_stand_as_the_letter_of_2021_has_them(month):
    directive = composed(context="Trước tình hình dịch bệnh Covid-19 tiếp tục có diễn biến phức tạp")
    found = list(directive.points.values_list("number", "kind", "key"))
    assert found == [
        (1, "standing", "context"), (2, "task", "settle"), (3, "standing", "home_affairs"),
        (4, "standing", "operator"), (5, "standing", "office"),
    ]  # fmt: skip
    said = points(directive)
    assert said["settle"].text.startswith(
        "Người đứng đầu Công ty TNHH MTV Điện lực Đồng Nai; "
        "Chủ tịch UBND huyện Long Thành và thành phố Biên Hòa khẩn trương rà soát"
    )
    assert "đối với 4 nội dung phản ánh chưa xử lý và 2 nội dung phản ánh chậm xử lý" in said["settle"].text
    assert "trước ngày 15/8/2021 (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)" in said["settle"].text
    assert said["settle"].reply_before == date(2021, 8, 15)
    assert said["home_affairs"].text.startswith("Giao Sở Nội vụ ")
    assert executors(said["operator"]) == {unit_id("vnpt")}


def test_the_addressees_are_four_lines_and_whoever_stands_in_none_gets_one_of_its_own(month):
    letter = composed().document.letter
    assert [line.text for line in letter.addressees] == [
        "Văn phòng UBND tỉnh", "Các sở, ban, ngành", "UBND các huyện, thành phố", "VNPT Đồng Nai",
    ]  # fmt: skip
    company = next(line for line in letter.copies if unit_id("dien-luc") in line.units)
    assert (company.purpose, company.prints_purpose) == (Purpose.ACT, True)
    assert letter.copies[-1].text == "Lưu: VT, HCC"


def test_every_line_goes_to_the_addressee_above_whoever_was_charged(month):
    directive = composed()
    ward = Line.objects.get(directive=directive, case=month["ward"])
    assert (ward.charged_id, ward.executor_id) == (unit_id(WARD), unit_id(BIEN_HOA))
    assert executors(points(directive)["settle"]) == {
        unit_id(BIEN_HOA), unit_id(LONG_THANH), unit_id("dien-luc")
    }  # fmt: skip


def test_no_conduct_and_no_confidential_case_stands_in_any_copy(month):
    directive = composed()
    codes = set(directive.lines.values_list("code", flat=True))
    hidden = {month["conduct"].code, month["confidential"].code}
    assert codes == {case.code for name, case in month.items()} - hidden
    letter = str(directive.document.content)
    for name in ("conduct", "confidential"):
        assert month[name].shown_code not in letter


def test_annex_rows_belong_to_their_addressee_and_are_as_many_as_the_words_say(month):
    directive = composed()
    first, second = directive.document.letter.annexes
    assert (first.lines, second.lines) == (4, 2)
    assert directive.document.letter.facts.counts == {"I": 4, "II": 2}
    own = first.part_of(unit_id(BIEN_HOA))
    assert [row.cells[1] for row in own.rows if row.kind == "row"] == [
        month["ward"].shown_code, month["open"].shown_code  # by the name of the unit, as the report prints it
    ]  # fmt: skip
    assert set(directive.lines.values_list("annex", "no")) == {(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2)}


def test_a_line_keeps_what_the_report_said(month):
    line = Line.objects.get(directive=composed(), case=month["late"])
    assert (line.annex, line.state, line.days_late) == (2, "answered", 5)
    assert line.report_line.code == line.code
    assert line.summary == f"Việc quá hạn của {BIEN_HOA}"


def test_without_late_lines_the_directive_has_standing_points_only(reference, folder):
    directive = composed(reply_before=None)
    assert [point.key for point in directive.points.all()] == [
        "context", "home_affairs", "operator", "office"
    ]  # fmt: skip
    assert directive.document.letter.annexes == ()
    assert not directive.lines.exists()


def test_lines_need_a_day_that_lies_ahead(month):
    report = report_of_july()
    for before in (None, AT.date()):
        with pytest.raises(Refused, match="ngày báo cáo|Ngày báo cáo"):
            composed(report, reply_before=before)
    assert not Directive.objects.exists()


@pytest.mark.parametrize("who", [("coordinator", BIEN_HOA), ("officer", "vp-ubnd"), ("operator", "1022")])
def test_only_who_speaks_for_the_issuer_orders_on_its_behalf(month, who):
    with pytest.raises(Refused, match="không soạn được"):
        compose_directive(
            report_of_july(), unit_id("ubnd-tinh"), by=person(*who), at=AT, wanted=Wanted(date(2021, 8, 15))
        )


def test_a_directive_goes_its_way_through_letters(month):
    directive = in_force(composed())
    assert directive.document.number_symbol == "9193/UBND-HCC"
    assert list(Directive.objects.in_force()) == [directive]


def test_how_many_statements_it_takes_does_not_grow_with_the_lines(month, django_assert_max_num_queries):
    report = report_of_july()
    with django_assert_max_num_queries(45):
        composed(report)


@pytest.mark.parametrize("table", ["directive", "point", "executor", "line"])
@pytest.mark.parametrize("statement", ["UPDATE directing_{} SET id = id", "DELETE FROM directing_{}"])
def test_what_was_ordered_is_never_changed(month, table, statement):
    composed()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_situation_stands_before_the_trend(month):
    from hoiam.cases.figures import Window
    from hoiam.kit import clock
    from hoiam.reporting.definitions import definition
    from hoiam.reporting.make import Asked, monthly_report

    from .factories import START

    earlier = Window(START - timedelta(days=30), START, START)
    with clock.frozen(AT):
        monthly_report(Asked(earlier, definition("default")))
    directive = composed(context="Trước tình hình dịch bệnh, việc đi lại gặp khó khăn dẫn đến")
    text = points(directive)["context"].text
    assert text.startswith("Trước tình hình dịch bệnh, việc đi lại gặp khó khăn dẫn đến số lượng cuộc gọi")
    assert (
        "trong 2 tháng vừa qua tăng (0 lượt tháng 6/2021, 7 lượt tháng 7/2021)" in text
    )  # not the one about conduct
