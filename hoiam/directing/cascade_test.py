"""An addressee makes its own letter: its points and lines, its own roles, an earlier date, in two clicks."""

from datetime import date, timedelta

import pytest

from hoiam.cases.factories import do
from hoiam.kit.refusal import Refused
from hoiam.letters.models import Relation

from .cascade import Choice, cascade, plan_cascade, situation
from .factories import (
    AT,
    BIEN_HOA,
    LONG_THANH,
    NHON_TRACH,
    WARD,
    composed,
    district,
    in_force,
    passed_on,
    person,
    unit_id,
)  # fmt: skip
from .models import Line, Point

pytestmark = pytest.mark.django_db
SITUATION = (
    "Trước tình hình dịch bệnh Covid-19 tiếp tục có diễn biến phức tạp, việc đi lại tham gia giải quyết "
    "thủ tục hành chính của người dân, doanh nghiệp gặp nhiều khó khăn"
)


def keys(directive):
    return list(directive.points.values_list("number", "key"))


def texts(directive):
    return {point.key: point.text for point in directive.points.all()}


def test_without_lines_the_task_is_not_passed_on_nor_what_the_company_was_told(directive):
    child = passed_on(directive, NHON_TRACH)
    assert keys(child) == [(1, "context"), (2, "home_affairs"), (3, "office")]
    assert not child.lines.exists()
    assert child.document.letter.annexes == ()
    assert "VNPT" not in str(child.document.content)


def test_letter_6499_is_made_from_9193_with_the_roles_of_the_district(month):
    parent = in_force(composed(context=SITUATION))
    child = passed_on(parent, NHON_TRACH)
    letter, said = child.document.letter, texts(child)
    assert [line.text for line in letter.addressees] == [
        "Văn phòng HĐND và UBND huyện", "Các cơ quan, ban, ngành huyện", "UBND các xã, thị trấn"
    ]  # fmt: skip
    assert letter.body[0].text == (
        "Thực hiện Văn bản số 9193/UBND-HCC ngày 04/8/2021 của UBND tỉnh về nhắc các đơn vị, địa phương "
        "kiểm tra, xử lý phản ánh, kiến nghị của người dân qua Tổng đài 1022 (gửi kèm), Chủ tịch UBND huyện "
        "có ý kiến như sau:"
    )
    assert said["context"].startswith(SITUATION)
    assert said["context"].endswith(
        "yêu cầu các cơ quan, đơn vị, địa phương tiếp tục quan tâm, phối hợp Tổng đài 1022, Văn phòng HĐND "
        "và UBND huyện hỗ trợ xử lý các thông tin phản ánh và khó khăn, vướng mắc của người dân, "
        "doanh nghiệp."
    )
    assert said["home_affairs"].startswith("Giao Phòng Nội vụ thường xuyên phối hợp rà soát")
    assert "của các đơn vị, địa phương; đồng thời" in said["home_affairs"]
    assert said["office"].startswith("Giao Văn phòng HĐND và UBND huyện theo dõi kết quả tiếp nhận")
    assert [line.text for line in letter.copies] == [
        "Như trên", "Chủ tịch, các PCT UBND huyện", "C-PVP HĐND và UBND huyện", "Lưu: VT, VP"
    ]  # fmt: skip


def test_with_lines_the_task_goes_to_own_units_before_the_day_that_was_given(directive, month):
    child = passed_on(directive)
    point = child.points.get(key=Point.Key.SETTLE)
    assert (point.number, point.reply_before) == (2, date(2021, 8, 11))
    assert point.text.startswith("Văn phòng HĐND và UBND thành phố; UBND phường ")
    assert "xử lý dứt điểm 2 nội dung chưa xử lý và 1 nội dung chậm xử lý tại Phụ lục I, II" in point.text
    assert "báo cáo UBND thành phố (qua Văn phòng HĐND và UBND thành phố) trước ngày 11/8/2021" in point.text
    assert point.text.endswith("để tổng hợp báo cáo UBND tỉnh.")
    assert any(line.text == "UBND tỉnh" for line in child.document.letter.copies)


def test_lines_stay_the_same_lines_one_level_down(directive, month):
    child = passed_on(directive)
    upper = {line.code: line for line in directive.lines.all()}
    for line in child.lines.all():
        assert line.upper == upper[line.code]
        assert (line.case_id, line.annex, line.days_late) == (
            upper[line.code].case_id, upper[line.code].annex, upper[line.code].days_late
        )  # fmt: skip
    assert {line.code for line in child.lines.all()} == {month[n].code for n in ("open", "late", "ward")}


def test_a_line_goes_to_whoever_holds_it_was_charged_or_whose_land_it_is(directive, month):
    child = passed_on(directive)
    executor = {line.case_id: line.executor_id for line in child.lines.all()}
    assert executor[month["ward"].pk] == unit_id(WARD)  # holds it
    assert executor[month["open"].pk] == unit_id(WARD)  # its land
    assert executor[month["late"].pk] == unit_id(BIEN_HOA)  # nobody else's: the Office is not in the system


def test_a_person_may_decide_otherwise(directive, month):
    other = unit_id("ubnd-26005")
    child = passed_on(directive, units={month["late"].code: other}, reply_before=date(2021, 8, 10))
    assert child.lines.get(case=month["late"]).executor_id == other
    assert child.points.get(key="settle").reply_before == date(2021, 8, 10)


def test_the_upper_letter_is_carried_out_and_enclosed(directive):
    child = passed_on(directive)
    links = set(child.document.links.values_list("relation", "to"))
    assert links == {
        (Relation.CARRIES_OUT, directive.document_id), (Relation.ATTACHES, directive.document_id)
    }  # fmt: skip
    assert child.document.letter.facts.attachments == ("9193/UBND-HCC",)
    assert (child.parent, child.report) == (directive, directive.report)


def test_an_own_day_never_passes_the_one_that_was_given(directive):
    with pytest.raises(Refused, match="không được sau ngày"):
        passed_on(directive, reply_before=date(2021, 8, 16))


def test_it_is_passed_on_once(directive):
    first = in_force(passed_on(directive), number=701)
    with pytest.raises(Refused, match="Đơn vị đã có văn bản triển khai: Công văn số 701"):
        passed_on(directive)
    assert list(directive.children.all()) == [first]


def test_a_draft_from_above_is_no_letter_yet(month):
    with pytest.raises(Refused, match="chưa phát hành"):
        passed_on(composed())


@pytest.mark.parametrize(
    ("unit", "who", "sentence"),
    [
        (BIEN_HOA, ("authority_head", LONG_THANH), "không soạn được"),
        (BIEN_HOA, ("officer", BIEN_HOA), "không soạn được"),
        (WARD, ("authority_head", WARD), "không gửi đến"),
        ("so-y-te", ("unit_head", "so-y-te"), "không có cấp dưới"),
    ],
)
def test_only_an_addressed_committee_passes_on_and_only_through_its_own(directive, unit, who, sentence):
    with pytest.raises(Refused, match=sentence):
        cascade(directive, unit_id(unit), by=person(*who), at=AT + timedelta(days=1))


def test_a_line_that_has_become_a_conduct_case_is_passed_on_to_nobody(directive, month):
    do(month["open"], "classify", by="coordinator@1022", conduct={"unit": WARD, "about": "delay"})
    child = passed_on(directive)
    assert month["open"].code not in set(child.lines.values_list("code", flat=True))
    assert month["open"].shown_code not in str(child.document.content)


def test_a_third_level_passes_on_in_its_own_words(directive, month):
    middle = in_force(passed_on(directive), number=702)
    passed = plan_cascade(
        middle,
        unit_id(WARD),
        by=district(WARD),
        at=AT + timedelta(days=3),
        choice=Choice(signer=district(WARD)),
    )
    said = {point.key: point.text for point in passed.points}
    assert "phối hợp Tổng đài 1022, Văn phòng HĐND và UBND phường hỗ trợ" in said["context"]
    assert said["home_affairs"].startswith("Giao Phòng Văn hóa - Xã hội ")
    assert passed.content.body[0].text.startswith("Thực hiện Văn bản số 702/UBND-")
    assert passed.reply_before < date(2021, 8, 11)
    assert {line.code for line in passed.lines} == {month["open"].code, month["ward"].code}
    assert all(isinstance(line, Line) for line in passed.lines)


def test_what_the_upper_letter_says_of_the_situation_is_kept_and_nothing_else(directive):
    assert situation(directive) == ""  # it had only what it asks
    assert passed_on(directive).points.get(key="context").text.startswith("Để kịp thời hỗ trợ")
