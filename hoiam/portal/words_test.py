"""The citizen's words: a deadline is explained by the rule that gave it, and by no other."""

import pytest

from hoiam.calendars.factories import TermFactory
from hoiam.cases.factories import CALLER, MONDAY, UNIT, answered, do, hours, received
from hoiam.kit import clock
from hoiam.portal.words import deadline_of, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
DAYS_OFF = "thứ Bảy, Chủ nhật và ngày lễ không tính"


def test_working_days_leave_out_days_off():
    said = deadline_of(received())
    assert said.sentence.startswith(f"Tính từ ngày 05/07/2021; {DAYS_OFF}. Căn cứ thời hạn: 5 ngày làm việc")


def test_hours_of_the_clock_run_through_days_off():
    TermFactory(step="answer", text="24 clock_hours", urgency="emergency")
    said = deadline_of(received(urgency="emergency"))
    assert said.sentence.startswith("Tính từ ngày 05/07/2021. Căn cứ thời hạn: 24 giờ")


def test_a_deadline_by_hand_claims_no_rule():
    case = do(received(), "forward", to=UNIT, due_at=MONDAY + hours(48))
    assert deadline_of(case).sentence == "Thời hạn này được đặt riêng cho việc của ông/bà."


def test_who_has_a_telephone_only_is_told_by_when_the_centre_calls():
    case = answered(channel="phone", petitioner=CALLER)
    due = case.dues.get(clock="call_back").due_at
    with clock.frozen(MONDAY + hours(4)):
        assert state_of(case).label == "Đã có kết quả"
        assert state_of(case).sentence == "Tổng đài sẽ gọi cho ông/bà trước 11 giờ thứ Ba, 06/07/2021."
    with clock.frozen(due + hours(1)):
        assert state_of(case).sentence == "Tổng đài sẽ gọi cho ông/bà."
