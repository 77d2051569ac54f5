"""Whatever letters compose from data proves clean: the rules of words and of the proof-reader agree."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from hoiam.letters.compose import Cited, Party, Reply
from hoiam.letters.compose.factories import (
    CALENDAR,
    COMMUNE,
    ON_6499,
    ON_9193,
    PROVINCE,
    annex,
    apologising,
    concluding,
    letter_6499,
    letter_9193,
    proposing,
    replying,
    reporting,
)
from hoiam.letters.content import Addressee

from . import proof_read

CENTRE = Cited("Báo cáo", "1384/TTKD ĐNI", date(2021, 7, 29), "Tổng đài 1022 Đồng Nai")
OWN = (COMMUNE,)


def findings(content, on=date(2021, 8, 13)):
    return [finding.sentence for finding in proof_read(content, on=on, calendar=CALENDAR)]


@pytest.mark.parametrize(
    "made",
    [
        replying(),
        replying(causes="", remedies="", annexes=(), moved=0),
        concluding(),
        concluding(decisions=(), general=("Văn phòng theo dõi.",), copies=()),
        proposing(),
        proposing(decision="đồng ý đề xuất", outcome="đã xin lỗi", due_on=date(2021, 8, 20)),
        apologising(),
        apologising(petitioner_kind="business"),
        reporting(),
        reporting(annexes=(annex(2, per_unit=False), annex(3, "II", per_unit=False)), sections=()),
        reporting(centre_report=CENTRE, opinion=("Số liệu đúng.",), report_to=Party("Chủ tịch", (PROVINCE,))),
    ],
    ids=lambda made: f"{made.kind}",
)
def test_every_kind_proves_clean_but_for_annexes_nobody_named(made):
    named = [one for one in findings(made) if "lời văn không nhắc đến" not in one]
    assert named == []


@given(st.integers(0, 70), st.integers(0, 70), st.booleans())
def test_an_order_proves_clean_whatever_the_numbers(unhandled, late, has_report):
    lines = unhandled + late > 0
    made = letter_9193(
        unhandled=annex(unhandled),
        late=annex(late),
        late_heads=letter_heads() if lines else None,
        centre_report=CENTRE if has_report else None,
    )
    assert findings(made, ON_9193) == []


def letter_heads():
    return Party("Chủ tịch UBND các huyện: Cẩm Mỹ, Trảng Bom", (3, 4, 5, 6, 7))


@given(
    st.integers(0, 20), st.integers(0, 20), st.sets(st.sampled_from(("context", "home_affairs", "office")))
)
def test_a_letter_that_passes_on_proves_clean_whatever_goes_down(unhandled, late, passes):
    made = letter_6499(
        late_units=Party("UBND các xã: Phước Thiền, Hiệp Phước", OWN),
        unhandled=annex(unhandled, units=OWN),
        late=annex(late, units=OWN),
        reply=Reply(date(2021, 8, 12)),
        passes=tuple(passes),
    )
    assert findings(made, ON_6499) == []


def test_a_decision_for_somebody_who_does_not_get_the_notice_is_found():
    made = concluding(copies=(Addressee("Tổng đài 1022", (99,)),))
    assert findings(made) == ["Đơn vị số 3 được giao việc nhưng không có trong Kính gửi hoặc Nơi nhận."]
