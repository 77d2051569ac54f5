"""Tables on a month small enough to count by hand: medians, shares, quality, areas and procedures."""

from datetime import timedelta

import pytest

from hoiam.cases.factories import MONDAY, UNIT, do, in_hand, received
from hoiam.cases.figures import Window
from hoiam.kit.moments import parse_moment

from .conftest import CUT, END, answered_late, days, late, make
from .quality import UNCHECKED, quality
from .sheet import Sheet
from .sight import Sight
from .tables import by_area, by_category, by_unit, procedures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
QUESTION = {"kind": "question", "category": "HC01"}


def answered(at, outcome="done", **changes):
    case = in_hand(MONDAY, **changes)
    return do(case, "answer", by=f"unit_head@{UNIT}", at=parse_moment(at), text="Xong.", outcome=outcome)


def said(table, name, column=1):
    """The line of a table that bears this name, by the heads of its columns."""
    lines = [
        {head.head: table.text(row, n) for n, head in enumerate(table.columns)}
        for row in table.rows
        if row.kind != "head" and str(row.cells[column].value) == name
    ]
    assert len(lines) == 1, (name, [row.cells[column].value for row in table.rows if row.kind != "head"])
    return lines[0]


def unit_line(report):
    return said(by_unit(Sheet(report)), "UBND thành phố Biên Hòa")


def test_the_median_is_of_office_hours_from_receipt_to_answer():
    assert parse_moment("2021-07-05T08:00") == MONDAY
    answered("2021-07-05T10:00")  # 2 hours of the office
    answered("2021-07-05T14:00")  # 4,5: the noon break is no time of the office
    answered("2021-07-06T08:00")  # 8: a day
    assert unit_line(make())["Thời gian trả lời trung vị (giờ làm việc)"] == "4,5"
    answered("2021-07-05T11:00")
    again = unit_line(make(recount=True))
    assert again["Thời gian trả lời trung vị (giờ làm việc)"] == "3,8"  # between 3 and 4,5
    late()  # an open one has no time yet
    assert unit_line(make(recount=True))["Thời gian trả lời trung vị (giờ làm việc)"] == "3,8"


def test_a_reopened_case_counts_the_time_of_its_present_life():
    case = answered("2021-07-05T10:00")
    do(case, "reopen", by="coordinator@1022", at=parse_moment("2021-07-07T08:00"), reason="still_there")
    late_hour = parse_moment("2021-07-07T09:00")
    do(case, "answer", by=f"unit_head@{UNIT}", at=late_hour, text="Xong hẳn.", outcome="done")
    line = unit_line(make())
    assert (line["Thời gian trả lời trung vị (giờ làm việc)"], line["Mở lại"]) == ("1", "1")


def test_explained_is_a_share_of_what_was_answered():
    answered("2021-07-05T10:00", outcome="explained")
    answered("2021-07-05T11:00", outcome="Giải thích, không có việc phải làm")
    answered("2021-07-05T14:00")
    late()
    line = said(quality(Sheet(make())), "Tỷ lệ trả lời “giải thích, không có việc phải làm” (%)")
    assert (line["Kỳ này"], line["Kỳ trước"]) == ("66,7%", "–")


def test_table_v_has_the_period_the_one_before_and_the_year():
    rated = answered("2021-07-05T10:00")
    do(rated, "rate", by="petitioner", at=MONDAY + days(1), score=5)
    do(late(), "remind", to=UNIT, means="phone", at=END - days(1))
    do(late(), "remind", to=UNIT, means="letter", at=END - days(1))
    conduct = late("so-noi-vu", conduct={"unit": "ubnd-737", "about": "delay"})
    do(conduct, "remind", to="so-noi-vu", means="sms", at=END - days(1))
    make()
    august = END + days(31)
    table = quality(Sheet(make(Window(END, august, august), at=august + days(1))))
    values = {str(row.cells[1].value): tuple(c.value for c in row.cells[2:]) for row in table.rows}
    assert values == {
        "Tỷ lệ trả lời đúng hạn (%)": ("0%", "25%", "14,3%"),  # 1 : 7, the three still open in both months
        "Tỷ lệ hài lòng (%)": ("–", "100%", "100%"),
        "Tỷ lệ mở lại (%)": ("–", "0%", "0%"),
        "Tỷ lệ trả lời “giải thích, không có việc phải làm” (%)": ("–", "0%", "0%"),
        "Kiểm tra lại ngẫu nhiên: số gọi, số xác nhận đã xong": ("–", "–", "–"),
        "Lượt nhắc: tự động và khác": ("0", "1", "1"),
        "Lượt nhắc: điện thoại": ("0", "1", "1"),
        "Lượt nhắc: văn bản": ("0", "1", "1"),
        **dict.fromkeys(
            ("Trả lại sai thẩm quyền", "Phân xử", "Gia hạn", "Đã công khai", "Gỡ công khai"), ("0", "0", "0")
        ),
        "Phản ánh về công vụ: nhận": ("1", "1", "2"),
        "Phản ánh về công vụ: có cơ sở": ("0", "0", "0"),
        "Phản ánh về công vụ: không có cơ sở": ("0", "0", "0"),
        "Phản ánh về công vụ: đang xem xét": ("1", "1", "2"),
    }
    assert UNCHECKED in table.notes


def test_a_conclusion_upheld_even_in_part_is_upheld():
    for conclusion in ("upheld", "partly", "not_upheld"):
        case = in_hand(MONDAY, unit="so-noi-vu", conduct={"unit": "ubnd-737", "about": "delay"})
        at = MONDAY + timedelta(hours=5)
        do(
            case,
            "answer",
            by="unit_head@so-noi-vu",
            at=at,
            text="Đã xác minh.",
            outcome="done",
            conclusion=conclusion,
        )
    table = quality(Sheet(make()))
    assert [said(table, f"Phản ánh về công vụ: {name}")["Kỳ này"] for name in ("nhận", "có cơ sở")] == [
        "3",
        "2",
    ]
    walled = quality(
        Sheet(make(), Sight(walls=frozenset(make().lines.values_list("conduct_unit", flat=True))))
    )
    assert said(walled, "Phản ánh về công vụ: nhận")["Kỳ này"] == "0"


def test_an_area_has_its_matters_what_was_merged_and_what_is_overdue():
    place = {"area": "26041"}
    first = late(place=place)
    do(received(MONDAY, place=place), "merge", by="coordinator@1022", at=MONDAY + days(1), into=first.code)
    late(place=place, **QUESTION)
    late()
    table = by_area(Sheet(make()))
    line = said(table, "Phường Quyết Thắng")
    assert [line[head] for head in ("Số phản ánh, kiến nghị", "Lặp lại cùng chỗ", "Quá hạn")] == [
        "2",
        "1",
        "2",
    ]
    assert line["Trên 10.000 dân"] == "–"
    assert said(table, "Chưa rõ địa bàn")["Số phản ánh, kiến nghị"] == "1"


def test_procedures_are_the_public_administration_and_nothing_else():
    for _ in range(2):
        late(place={"area": "26041"}, **QUESTION)
    late(kind="report", category="HC01")
    answered_late(kind="report", category="MT01")
    sheet = Sheet(make())
    (line,) = [row.cells for row in procedures(sheet).rows]
    assert str(line[1].value).startswith("HC01 ")
    assert [cell.value for cell in line[2:4]] == [2, 1]
    assert line[5].value
    categories = by_category(sheet)
    assert len(categories.rows) == 2
    (hc,) = [row for row in categories.rows if "linh-vuc" in row.cells[2].opens and row.cells[2].value == 2]
    assert str(hc.cells[7].value) == "nhiều nhất ở Phường Quyết Thắng (2)"


def test_a_unit_with_few_cases_has_numbers_and_no_share():
    late()
    line = unit_line(make(CUT))
    assert (line["Phải xử lý"], line["Quá hạn"], line["Tỷ lệ đúng hạn (%)"]) == ("1", "1", "–")
