"""The letters of 2021 as they went out are refused for each of their slips; made from data they pass."""

from dataclasses import replace
from datetime import date

import pytest

from hoiam.letters.compose.factories import (
    CALENDAR,
    ON_6499,
    ON_9193,
    letter_6499,
    letter_9193,
    typed_6499,
    typed_9193,
)

from . import proof_read


def read(content, on):
    return proof_read(content, on=on, calendar=CALENDAR)


def found(content, on):
    return {(finding.severity, finding.where, finding.sentence) for finding in read(content, on)}


def test_letter_9193_as_it_was_typed():
    assert found(typed_9193(), ON_9193) == {
        ("stop", "Đoạn 1", "Ghi “tháng 7/2020” nhưng số liệu của văn bản là “tháng 7/2021”."),
        (
            "stop",
            "Điểm 2",
            "Ngày 15/8/2021 là Chủ nhật, không phải ngày làm việc; hãy đổi ngày hoặc ghi thêm “(chậm nhất "
            "17 giờ 00 thứ Sáu, 13/8/2021)”, từ ngày văn bản còn 7 ngày làm việc.",
        ),
        ("warn", "Đoạn 1", "Đoạn 1 viết “phản ánh kiến nghị”; viết đúng là “phản ánh, kiến nghị”."),
        (
            "warn",
            "Điểm 2",
            "Điểm 2 đánh số phụ lục bằng chữ số Ả Rập; từ hai phụ lục trở lên dùng I, II.",
        ),
        ("warn", "Phụ lục", "Phụ lục đánh số 1, 2; từ hai phụ lục trở lên dùng chữ số La Mã I, II."),
    }


def test_letter_6499_as_it_was_typed():
    assert found(typed_6499(), ON_6499) == {
        ("stop", "Kính gửi", "Dòng “Kính gửi” ghi lại chữ “Kính gửi”; chữ ấy và dấu hai chấm do mẫu in."),
        ("stop", "Người ký", "Thiếu chức vụ của người ký."),
        ("stop", "Người ký", "Thiếu quyền hạn của người ký (TM., Q., KT., TL. hoặc TUQ.)."),
        (
            "warn",
            "Kính gửi",
            "Dòng “Kính gửi” chưa gắn đơn vị nào trong hệ thống nên phải gửi ngoài hệ thống.",
        ),
        ("warn", "Trích yếu", "Trích yếu viết “phản ánh kiến nghị”; viết đúng là “phản ánh, kiến nghị”."),
        ("warn", "Đoạn 1", "Đoạn 1 viết “phản ánh kiến nghị”; viết đúng là “phản ánh, kiến nghị”."),
    }


@pytest.mark.parametrize(
    ("letter", "on"), [(letter_9193, ON_9193), (letter_6499, ON_6499)], ids=["9193", "6499"]
)
def test_made_from_data_they_pass_without_a_word(letter, on):
    assert read(letter(), on) == []


def test_a_body_that_counts_its_annexes_in_arabic_may_say_so():
    arabic = letter_9193(roman=False)
    assert [annex.code for annex in arabic.annexes] == ["1", "2"]
    assert proof_read(arabic, on=ON_9193, calendar=CALENDAR, roman=False) == []
    assert {finding.severity for finding in read(arabic, ON_9193)} == {"warn"}


def test_what_stops_stands_first():
    severities = [finding.severity for finding in read(typed_9193(), ON_9193)]
    assert severities == sorted(severities)


def test_without_data_the_year_alone_gives_the_period_away():
    made = typed_9193()
    bare = replace(made, facts=replace(made.facts, period_label="", period_start=None, period_end=None))
    said = [f.sentence for f in read(bare, ON_9193) if f.where == "Đoạn 1" and f.severity == "stop"]
    assert said == ["“tháng 7/2020” không cùng năm với văn bản ngày 04/8/2021; hãy xem lại kỳ báo cáo."]


def test_december_is_reported_in_january():
    made = letter_9193()
    opening = replace(
        made.body[0], runs=(replace(made.body[0].runs[0], text="Kết quả tháng 12/2021 như sau:"),)
    )
    told = replace(made, body=(opening, *made.body[1:]), facts=replace(made.facts, period_label=""))
    near = [f for f in read(told, date(2022, 1, 5)) if "tháng 12/2021" in f.sentence]
    far = [f for f in read(told, date(2022, 2, 5)) if "tháng 12/2021" in f.sentence]
    assert (len(near), len(far)) == (0, 1)
