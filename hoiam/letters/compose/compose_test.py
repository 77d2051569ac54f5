"""Every kind of letter says the words agreed for it, and leaves out what nobody knows."""

from dataclasses import replace
from datetime import date

import pytest

from hoiam.letters.content import Addressee, Annex, Kind, Purpose, Row, Signatory, Urgency

from . import (
    Cited,
    LineReply,
    Party,
    Reply,
    answered,
    order_letter,
    order_points,
    passing_on,
    passing_on_points,
)
from .factories import (
    BASE,
    COMMUNE,
    LATE,
    NHON_TRACH,
    OPERATOR,
    OWN_HOME_AFFAIRS,
    OWN_OFFICE,
    PROVINCE,
    annex,
    apologising,
    concluding,
    letter_6499,
    letter_9193,
    order,
    passing,
    proposing,
    province,
    replying,
    reporting,
)


def texts(content):
    return [paragraph.text for paragraph in content.body]


# -- the ordering letter ---------------------------------------------------------------------------------


def test_its_points_are_followed_as_they_are_said():
    made, points = letter_9193(), order_points(order())
    assert [point.paragraph for point in points] == list(made.body[1:-1])
    assert [(p.number, p.kind, p.key) for p in points] == [
        (1, "standing", "context"),
        (2, "task", "settle"),
        (3, "standing", "home_affairs"),
        (4, "standing", "operator"),
        (5, "standing", "office"),
    ]
    task = points[1]
    assert (task.executors, task.annexes, task.reply_before) == (LATE, ("I", "II"), date(2021, 8, 15))
    assert points[3].executors == (OPERATOR,)
    assert set(made.facts.executors) == {unit for point in points for unit in point.executors}


def test_without_late_lines_there_is_no_task_and_no_day():
    quiet = order(unhandled=None, late=None, late_heads=None, reply=None)
    assert [point.key for point in order_points(quiet)] == ["context", "home_affairs", "operator", "office"]
    made = order_letter(quiet)
    assert (made.annexes, made.facts.counts, made.facts.reply_before) == ((), {}, None)


def test_with_one_kind_of_late_lines_one_annex_has_no_number():
    made = letter_9193(late=annex(0))
    assert "đối với 15 nội dung phản ánh chưa xử lý tại Phụ lục (đính kèm)." in made.body[2].text
    assert [one.code for one in made.annexes] == [""]


def test_a_group_nobody_belongs_to_is_not_printed():
    made = letter_9193(departments=Party("Các sở, ban, ngành"))
    assert "Các sở, ban, ngành" not in [line.text for line in made.addressees]


@pytest.mark.parametrize(
    ("context", "trend", "start"),
    [
        ("", "", "1. Để kịp thời hỗ trợ"),
        ("Mùa mưa đã đến.", "", "1. Mùa mưa đã đến. Để kịp thời"),
        ("", "trong 2 tháng vừa qua giảm", "1. Số lượng cuộc gọi liên hệ hỏi thông tin"),
        ("Trong mùa mưa", "trong 2 tháng vừa qua tăng", "1. Trong mùa mưa, số lượng cuộc gọi liên hệ"),
        ("Mưa lớn dẫn đến", "trong 2 tháng vừa qua tăng", "1. Mưa lớn dẫn đến số lượng cuộc gọi"),
    ],
)
def test_the_first_point_says_only_what_is_known(context, trend, start):
    made = letter_9193(context=context, trend=trend)
    assert made.body[1].text.startswith(start)
    if trend:
        assert f"trên Tổng đài 1022 {trend}. Để kịp thời" in made.body[1].text


def test_the_chairman_is_told_when_another_signs_and_not_when_he_does():
    told = [line for line in letter_9193().copies if line.purpose is Purpose.REPORT]
    assert [(line.text, line.prints_purpose) for line in told] == [("Chủ tịch UBND tỉnh", True)]
    himself = replace(province(), signatory=Signatory("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Người ký"))
    assert [line.text for line in letter_9193(issuer=himself).copies] == [
        "Như trên", "Chánh Văn phòng UBND tỉnh", "Lưu: VT, HCC",
    ]  # fmt: skip


def test_an_urgent_order_is_kept_as_urgent():
    assert letter_9193(urgency=Urgency.URGENT).urgency is Urgency.URGENT


# -- passing it on ---------------------------------------------------------------------------------------


def test_without_own_lines_the_standing_points_go_down_in_roles_of_this_level():
    points = passing_on_points(passing())
    assert [(p.number, p.kind, p.key) for p in points] == [
        (1, "standing", "context"), (2, "standing", "home_affairs"), (3, "standing", "office"),
    ]  # fmt: skip
    assert points[0].executors == (OWN_HOME_AFFAIRS, COMMUNE)
    assert points[1].text.startswith("Giao Phòng Nội vụ thường xuyên phối hợp rà soát")
    assert "Sở Nội vụ" not in "".join(texts(letter_6499()))


def test_with_own_lines_its_own_units_settle_them_before_an_earlier_day():
    with_lines = passing(
        late_units=Party("UBND các xã: Phước Thiền, Hiệp Phước", (COMMUNE,)),
        unhandled=annex(2, units=(COMMUNE,)),
        late=annex(3, units=(COMMUNE,)),
        reply=Reply(date(2021, 8, 12)),
        reports_up=True,
    )
    made, point = passing_on(with_lines), passing_on_points(with_lines)[1]
    assert made.body[2].text == (
        "2. UBND các xã: Phước Thiền, Hiệp Phước khẩn trương rà soát, kiểm tra, xử lý dứt điểm 2 nội dung "
        "chưa xử lý và 3 nội dung chậm xử lý tại Phụ lục I, II (đính kèm); báo cáo UBND huyện (qua Văn "
        "phòng HĐND và UBND huyện) trước ngày 12/8/2021 để tổng hợp báo cáo UBND tỉnh."
    )
    assert [run.text for run in made.body[2].runs if run.bold] == ["trước ngày 12/8/2021"]
    assert (point.kind, point.executors, point.reply_before) == ("task", (COMMUNE,), date(2021, 8, 12))
    assert Addressee("UBND tỉnh", (PROVINCE,), Purpose.REPORT, prints_purpose=True) in made.copies


def test_only_the_wanted_points_are_passed_on():
    some = passing(passes=("office",))
    assert [(p.number, p.key) for p in passing_on_points(some)] == [(1, "office")]


# -- the reply -------------------------------------------------------------------------------------------


def test_a_reply_counts_what_became_of_the_lines_and_leaves_out_what_was_not_said():
    made = replying()
    assert (made.kind, made.subject) == (
        Kind.REPORT,
        "Kết quả rà soát, xử lý phản ánh, kiến nghị theo Văn bản số 9193/UBND-HCC ngày 04/8/2021",
    )
    assert texts(made)[1:] == [
        "1. Kết quả: Trong 5 nội dung được giao: đã xử lý dứt điểm 3; đang xử lý 1; đề nghị chuyển đơn vị "
        "khác 1 (Phụ lục kèm theo).",
        "2. Nguyên nhân chậm, trách nhiệm của tập thể, cá nhân: thiếu người trực.",
        "3. Biện pháp khắc phục, thời gian hoàn thành: bố trí thêm người, xong trước ngày 20/8/2021.",
        "UBND huyện kính báo cáo UBND tỉnh xem xét, tổng hợp./.",
    ]


def test_a_reply_stands_at_the_right_of_its_line():
    whole = annex(3, units=(NHON_TRACH,))
    done = LineReply(
        "Đã xử lý dứt điểm", "12/8/2021", "thiếu người", "tổ trực", "thêm người", "đèn đã sáng", "biên bản"
    )
    made = answered(whole, {"2107-0000002-8": done})
    lines = [one for one in made.rows if one.kind == "row"]
    assert lines[1].cells[-7:] == done.cells
    assert lines[0].cells[-7:] == ("",) * 7
    assert {len(one.cells) for one in lines} == {len(made.columns)} == {22}
    assert [one for one in made.rows if one.kind != "row"] == [o for o in whole.rows if o.kind != "row"]
    assert not made.per_unit


# -- the review ------------------------------------------------------------------------------------------


def test_a_notice_of_a_review_counts_and_lists_each_decision():
    made = concluding()
    assert (made.kind, made.subject) == (
        Kind.NOTICE, "Kết luận phiên rà soát phản ánh, kiến nghị tháng 7/2021",
    )  # fmt: skip
    assert texts(made)[1:-1] == [
        "1. Thành phần: Văn phòng UBND tỉnh, Tổng đài 1022.",
        "2. Nội dung:",
        "- Nội dung quá hạn và tranh chấp thẩm quyền: 4;",
        "- Nội dung đề nghị công khai: 3 (đồng ý 2, không công khai 1);",
        "- Nội dung đề nghị chuyển Sở Nội vụ: 1;",
        "- Sai sót phân loại, chuyển: 2.",
        "3. Kết luận từng nội dung: 1 nội dung tại Phụ lục (kèm theo).",
    ]
    (listed,) = made.annexes
    assert listed.rows[0].cells[1:] == (
        "2107-0000001-8", "Quá hạn", "Trả lời người dân", "UBND huyện Cẩm Mỹ", "10/8/2021",
    )  # fmt: skip
    assert made.facts.executors == (3,)


def test_a_session_without_decisions_has_no_annex():
    made = concluding(decisions=(), general=("Văn phòng theo dõi.",), copies=())
    assert (made.annexes, texts(made)[-2]) == ((), "3. Văn phòng theo dõi.")


# -- a conduct matter ------------------------------------------------------------------------------------


def test_a_proposal_says_what_was_found_and_nothing_that_is_not_decided():
    made = proposing()
    assert made.subject == "Xử lý nội dung phản ánh về thái độ, giao tiếp (mã 2107-0000001-8)"
    assert texts(made) == [
        "1. Tóm tắt: Người dân phản ánh bị nói nặng lời.",
        "2. Kết quả xác minh: Có việc nói nặng lời (người xác minh: Thanh tra tỉnh).",
        "3. Ý kiến của đơn vị, cá nhân bị phản ánh: Đơn vị nhận thiếu sót.",
        "4. Nhận định: có cơ sở một phần.",
        "5. Đề xuất: rút kinh nghiệm; xin lỗi người dân.",
        "Sở Nội vụ kính trình Chủ tịch UBND tỉnh xem xét, quyết định./.",
    ]


def test_a_decision_and_its_outcome_are_printed_once_they_are_there():
    made = proposing(decision="đồng ý đề xuất", outcome="đã xin lỗi", due_on=date(2021, 8, 20))
    assert texts(made)[5:7] == [
        "6. Quyết định của Chủ tịch UBND tỉnh: đồng ý đề xuất.",
        "7. Kết quả thực hiện: đã xin lỗi; hạn 20/8/2021.",
    ]


# -- an apology ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "whom"), [("person", "ông/bà"), ("business", "quý doanh nghiệp")])
def test_an_apology_names_the_cause_the_new_day_and_whom_to_ask(kind, whom):
    made = apologising(petitioner_kind=kind)
    assert [line.text for line in made.addressees] == [f"{whom} Người dân thử nghiệm"]
    assert " ".join(texts(made)) == (
        f"UBND huyện Nhơn Trạch nhận phản ánh của {whom} (mã 2107-0000001-8) ngày 05/7/2021, hạn trả lời "
        f"12/7/2021. Do nhận muộn, chúng tôi chưa trả lời đúng hạn. UBND huyện Nhơn Trạch thành thật xin lỗi "
        f"{whom} và sẽ trả lời trước ngày 20/8/2021. Người liên hệ: Phòng Nội vụ, 0251 3822 501./."
    )


# -- the monthly report ----------------------------------------------------------------------------------


def test_the_centre_reports_a_period_to_the_office():
    made = reporting(base=replace(BASE, type_name="Công văn"))
    assert made.subject == (
        "Kết quả tiếp nhận, xử lý phản ánh, kiến nghị của người dân, doanh nghiệp qua Tổng đài Dịch vụ công "
        "1022 tháng 7/2021"
    )
    assert texts(made) == [
        "Thực hiện Công văn số 9193/UBND-HCC ngày 04/8/2021 của UBND tỉnh, Tổng đài 1022 báo cáo kết quả "
        "tiếp nhận, xử lý phản ánh, kiến nghị tháng 7/2021 (từ 17 giờ 00 ngày 30/6/2021 đến 17 giờ 00 ngày "
        "29/7/2021; số liệu chốt lúc 17 giờ 00 ngày 29/7/2021) như sau:",
        "I. TÌNH HÌNH TIẾP NHẬN",
        "1. Số lượt liên hệ: 8 lượt.",
        "Trên đây là báo cáo kết quả tiếp nhận, xử lý phản ánh, kiến nghị tháng 7/2021, Tổng đài 1022 kính "
        "báo cáo Văn phòng UBND tỉnh xem xét, chỉ đạo./.",
    ]
    assert [(line.text, line.prints_purpose) for line in made.copies] == [
        ("Như trên", False), ("Sở Nội vụ", True), ("Lưu: VT, HCC", False),
    ]  # fmt: skip


def test_the_office_reports_upon_the_centres_report_with_its_opinion_and_proposal():
    centre = Cited("Báo cáo", "1384/TTKD ĐNI", date(2021, 7, 29), "Tổng đài 1022 Đồng Nai")
    made = reporting(
        issuer=replace(province(), short_name="Văn phòng"),
        report_to=Party("Chủ tịch UBND tỉnh", (PROVINCE,)),
        centre_report=centre,
        opinion=("Số liệu đúng.",),
        proposed=("Ban hành văn bản nhắc các đơn vị.",),
    )
    assert texts(made)[0].startswith(
        "Trên cơ sở Báo cáo số 1384/TTKD ĐNI ngày 29/7/2021 của Tổng đài 1022 Đồng Nai (kèm theo), Văn "
        "phòng báo cáo kết quả tiếp nhận, xử lý phản ánh, kiến nghị tháng 7/2021"
    )
    assert [one.text for one in made.body if one.role == "heading"] == [
        "I. TÌNH HÌNH TIẾP NHẬN", "II. Ý KIẾN CỦA VĂN PHÒNG", "III. ĐỀ XUẤT VĂN BẢN CHỈ ĐẠO",
    ]  # fmt: skip
    assert made.facts.attachments == ("1384/TTKD ĐNI",)


def test_tables_of_a_report_stand_before_its_annexes_and_only_annexes_are_counted():
    table = Annex("I", "Liên hệ", annex(0).columns, (), per_unit=False, word="Biểu")
    made = reporting(tables=(table,), annexes=(annex(2, per_unit=False), annex(3, "II", per_unit=False)))
    assert [one.name for one in made.annexes] == ["Biểu I", "Phụ lục I", "Phụ lục II"]
    assert made.facts.counts == {"I": 2, "II": 3}
    assert Row(("Cộng: 2 nội dung",), "total") in made.annexes[1].rows


def test_a_units_part_says_so_in_its_subject():
    assert reporting(part="(phần của Sở Y tế)").subject.endswith("tháng 7/2021 (phần của Sở Y tế)")


def test_the_own_office_stands_first_of_those_addressed():
    assert [line.units for line in letter_6499().addressees][0] == (OWN_OFFICE,)
