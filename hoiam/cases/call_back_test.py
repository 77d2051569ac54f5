import pytest

from hoiam.cases.call_back import told
from hoiam.cases.factories import CALLER, MONDAY, UNIT, answered, hours, in_hand, person
from hoiam.cases.queries import awaits_call, history_of, may_tell_by_call
from hoiam.cases.testing import last_line
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(9)


def test_once_told_the_centres_clock_stops_and_the_answer_keeps_its_moment():
    case = answered(channel="phone", petitioner=CALLER)
    answered_at = case.answered_at
    operator = person("operator")
    assert may_tell_by_call(operator, case, LATER)
    case = told(case, by=operator, reply="Đã sáng đèn, cảm ơn", at=LATER)
    assert case.dues.get(clock="call_back").until == LATER
    assert (case.state, case.answered_at) == ("answered", answered_at)
    assert last_line(case).facts == {"told": "phone"}
    line = history_of(case)[-1]
    assert line.sentence.endswith("đã gọi báo kết quả cho người gửi")
    assert line.words == "Đã sáng đèn, cảm ơn"
    assert not awaits_call(case)


def test_nobody_is_told_who_does_not_wait():
    for case in (in_hand(), answered()):
        with pytest.raises(Refused, match="không chờ gọi báo"):
            told(case, by=person("operator"), at=LATER)


def test_the_centre_calls_and_no_unit():
    case = answered(channel="phone", petitioner=CALLER)
    with pytest.raises(Refused, match="Bạn không có quyền"):
        told(case, by=person("unit_head", UNIT), at=LATER)
