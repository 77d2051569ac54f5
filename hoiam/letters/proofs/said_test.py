"""What the words alone give away, in any paragraph and whoever typed them."""

from dataclasses import replace
from datetime import date

import pytest

from hoiam.letters.compose.factories import CALENDAR, ON_9193, letter_9193
from hoiam.letters.content import Facts, Paragraph

from . import proof_read


def said(content, on=ON_9193, **more):
    return [(one.severity, one.sentence) for one in proof_read(content, on=on, calendar=CALENDAR, **more)]


def with_point(words, made=None):
    """Letter 9193 with one more point before its closing."""
    made = made or letter_9193()
    return replace(made, body=(*made.body[:-1], Paragraph.of(f"6. {words}", "point", 6), made.body[-1]))


def by_hand(*texts):
    """Typed by a person: no data behind the words."""
    made = letter_9193(unhandled=None, late=None)
    closing = Paragraph.of("Yêu cầu các đơn vị thực hiện./.", "closing")
    return replace(made, body=(*map(Paragraph.of, texts), closing), facts=Facts())


# -- months ----------------------------------------------------------------------------------------------

SLIP = ("stop", "Ghi “tháng 7/2020” nhưng số liệu của văn bản là “tháng 7/2021”.")


@pytest.mark.parametrize(
    "words",
    [
        "Trong tháng 7/2020 số phản ánh tăng.",
        "Trong tháng 7 năm 2020 số phản ánh tăng.",
        "Tháng 7, năm 2020 số phản ánh tăng so với kỳ trước.",
        "Số liệu kỳ 7/2020 như trên.",
    ],
)
def test_the_month_of_the_figures_with_another_year_is_found_in_any_paragraph(words):
    assert said(with_point(words)) == [SLIP]


@pytest.mark.parametrize(
    "words",
    [
        "Tăng 20% so với tháng 7/2020.",
        "Cùng kỳ tháng 7/2020 có 12 lượt.",
        "Có 1.204 lượt tháng 12/2020, 3.951 lượt tháng 7/2021.",
        "Hoàn thành trong tháng 9/2021.",
        "Số liệu tháng 7 năm 2021 như trên, lập ngày 02 tháng 8 năm 2021.",
    ],
)
def test_months_compared_with_or_planned_are_let_pass(words):
    assert said(with_point(words)) == []


def test_of_another_month_somebody_decides():
    assert said(with_point("Phiên rà soát tháng 6/2021 đã kết luận.")) == [
        ("warn", "Ghi “tháng 6/2021” nhưng số liệu của văn bản là “tháng 7/2021”; hãy xem lại.")
    ]


def test_what_a_cited_document_is_about_may_be_another_month():
    made = letter_9193()
    words = "Thực hiện Báo cáo số 12/BC-VP ngày 02/7/2021 về kết quả tháng 6/2021, Chủ tịch có ý kiến:"
    cited = replace(made, body=(Paragraph.of(words, "opening"), *made.body[1:]))
    assert [severity for severity, sentence in said(cited) if "tháng 6/2021" in sentence] == ["warn"]


def test_behind_a_cited_document_too_the_right_month_of_another_year_is_a_slip():
    made = letter_9193()
    words = "Thực hiện Báo cáo số 12/BC-VP ngày 02/8/2021 về kết quả tháng 7/2020, Chủ tịch có ý kiến:"
    cited = replace(made, body=(Paragraph.of(words, "opening"), *made.body[1:]))
    assert SLIP in said(cited)


@pytest.mark.parametrize(
    ("words", "severities"),
    [
        ("Trong tháng 7/2020 số phản ánh tăng.", ["stop"]),
        ("Trong tháng 3/2019 đã có quy chế.", ["warn"]),
        ("Trong tháng 3/2021 đã có quy chế.", []),
    ],
)
def test_a_letter_by_hand_is_read_by_its_own_day(words, severities):
    assert [severity for severity, _ in said(by_hand("Chủ tịch có ý kiến:", words))] == severities


# -- days ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day", ["15/8/2021", "15/08/2021", "15-8-2021", "15 tháng 8 năm 2021", "15 tháng 08 năm 2021"]
)
def test_a_day_off_is_found_however_the_day_is_written(day):
    assert said(by_hand("Mở đầu:", f"Báo cáo trước ngày {day}.")) == [
        (
            "stop",
            "Ngày 15/8/2021 là Chủ nhật, không phải ngày làm việc; hãy đổi ngày hoặc ghi thêm “(chậm nhất "
            "17 giờ 00 thứ Sáu, 13/8/2021)”, từ ngày văn bản còn 7 ngày làm việc.",
        )
    ]
    for last in ("13/8/2021", "ngày 13 tháng 8 năm 2021"):
        told = f"Báo cáo trước ngày {day} (chậm nhất 17 giờ 00 thứ Sáu, {last})."
        assert said(by_hand("Mở đầu:", told)) == []


def test_a_day_in_words_is_past_nowhere_or_the_one_of_the_data():
    past = by_hand("Báo cáo trước ngày 02 tháng 8 năm 2021.")
    assert said(past) == [("stop", "“trước ngày 02 tháng 8 năm 2021” đã qua vào ngày văn bản 04/8/2021.")]
    nowhere = by_hand("Báo cáo trước ngày 31 tháng 9 năm 2021.")
    assert said(nowhere) == [("stop", "Ngày “31 tháng 9 năm 2021” không có trong lịch.")]
    made = by_hand("Báo cáo trước ngày 17 tháng 8 năm 2021.")
    assert said(replace(made, facts=Facts(reply_before=date(2021, 8, 17)))) == []


def test_a_document_cited_by_a_day_in_words_is_there_already():
    made = by_hand("Căn cứ Văn bản số 12/UBND-HCC ngày 05 tháng 8 năm 2021.")
    assert said(made) == [
        (
            "stop",
            "Văn bản số 12/UBND-HCC ghi ngày 05 tháng 8 năm 2021, sau ngày của văn bản này (04/8/2021).",
        )
    ]


# -- who is ordered --------------------------------------------------------------------------------------

KNOWN = {"Sở Y tế": (31,), "Công an tỉnh": (32,), "Sở Nội vụ": (11,), "UBND tỉnh": (1,), "Sở Y": (33,)}


def ordered(words):
    return [sentence.partition(" được giao")[0] for _, sentence in said(with_point(words), units=KNOWN)]


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        ("Giao Sở Y tế và Công an tỉnh khẩn trương báo cáo.", ["Sở Y tế", "Công an tỉnh"]),
        ("Giao Sở Nội vụ, Giám đốc Sở Y tế báo cáo.", ["Sở Y tế"]),
        ("Giao Sở Nội vụ chủ trì, phối hợp với Công an tỉnh rà soát.", ["Công an tỉnh"]),
        ("Chủ tịch yêu cầu Sở Y tế báo cáo UBND tỉnh.", ["Sở Y tế"]),
        ("Giao Sở Nội vụ tiếp thu ý kiến của Sở Y tế.", []),
        ("Đề nghị các đơn vị báo cáo UBND tỉnh.", []),
    ],
)
def test_whoever_the_words_order_to_act_gets_the_letter(words, lacking):
    assert ordered(words) == lacking


PLACES = {
    "UBND huyện Cẩm Mỹ": (41,),
    "UBND huyện Trảng Bom": (42,),
    "UBND thành phố Biên Hòa": (43,),
    "UBND thành phố Biên": (44,),
    "UBND xã Hiệp Phước": (45,),
    "UBND phường Tân Phong": (46,),
    "UBND phường Tân Phú": (47,),
    "UBND xã Tân Phú": (48,),
    "UBND huyện Nhơn Trạch": (4,),  # gets letter 9193
    **KNOWN,
}


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        ("Giao UBND các huyện: Cẩm Mỹ, Trảng Bom, Nhơn Trạch báo cáo.", [41, 42]),
        ("Yêu cầu Chủ tịch UBND các huyện: Cẩm Mỹ, Trảng Bom và thành phố Biên Hòa xử lý.", [41, 42, 43]),
        ("Chủ tịch UBND các huyện: Cẩm Mỹ, Trảng Bom và thành phố Biên Hòa khẩn trương xử lý.", [41, 42, 43]),
        ("Chủ tịch UBND các xã: Hiệp Phước; các phường: Tân Phong, Tân Phú rà soát.", [45, 46, 47]),
        ("Giao UBND các xã, phường: Hiệp Phước, Tân Phong; Sở Y tế báo cáo.", [45, 46, 31]),
        ("Giao Sở Y tế, UBND các huyện: Cẩm Mỹ và Công an tỉnh báo cáo.", [31, 41, 32]),
        ("Đề nghị Ủy ban nhân dân các huyện: Cẩm Mỹ báo cáo.", [41]),
        ("Theo báo cáo của UBND các huyện: Cẩm Mỹ, Trảng Bom, số phản ánh tăng.", []),
        ("Giao UBND các huyện, thành phố báo cáo.", []),
    ],
)
def test_a_list_of_committees_is_read_unit_by_unit(words, lacking):
    found = [
        sentence.partition(" được giao")[0]
        for _, sentence in said(by_hand("Mở đầu:", f"6. {words}"), units=PLACES)
    ]
    assert [PLACES[name][0] for name in found] == lacking


# -- counts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "severities"),
    [
        ("Toàn tỉnh còn 99 nội dung phản ánh, kiến nghị của người dân chưa xử lý.", ["stop"]),
        ("Toàn tỉnh còn 44 phản ánh chậm được giải quyết.", ["stop"]),
        ("Toàn tỉnh còn 15 nội dung chưa xử lý và 43 nội dung chậm xử lý.", []),
        ("Một đơn vị còn 3 nội dung chưa xử lý.", ["warn"]),
        ("Kỳ trước có 99 nội dung chưa xử lý.", []),
    ],
)
def test_a_count_said_in_any_paragraph_is_that_of_the_annex(words, severities):
    assert [severity for severity, _ in said(with_point(words))] == severities


# -- persons ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "severities"),
    [
        ("Bà Nguyễn Thị Hoa, số 12 đường Cách Mạng Tháng Tám phản ánh.", ["stop"]),
        ("Theo ông Trần Văn Đức ngụ ấp 3, việc chưa xong.", ["stop"]),
        ("Theo ông Trần Văn Đức, việc chưa xong.", ["warn"]),
        ("Giao ông Trần Văn Đức, Giám đốc Sở Y tế báo cáo.", []),
        ("Ông Nguyễn Kim Long theo dõi.", []),
        ("Đường Hai Bà Trưng và vùng Bà Rịa - Vũng Tàu, ông/bà gửi.", []),
    ],
)
def test_a_person_named_with_a_home_is_found_and_an_official_is_not(words, severities):
    assert [severity for severity, _ in said(with_point(words))] == severities


def test_the_mail_of_the_state_and_the_number_of_the_centre_are_nobodys_own():
    told = "Báo cáo gửi về vp.ubnd@dongnai.gov.vn hoặc gọi Tổng đài 1022, (0251) 1022."
    assert said(by_hand("Mở đầu:", told)) == []
