import pytest

from hoiam.cases.factories import MONDAY, UNIT, answered, do, hours, in_hand, person, received, waiting
from hoiam.cases.line import THE_PETITIONER, THE_SYSTEM
from hoiam.cases.testing import citizens_told, last_line, staff_told
from hoiam.cases.withdraw import withdraw
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(5)


@pytest.mark.parametrize("make", [received, in_hand, waiting])
def test_the_petitioner_takes_it_back_and_everybody_hears(make):
    case = withdraw(make(), by=THE_PETITIONER, reason="Đã tự sửa", at=LATER)
    case.refresh_from_db()
    assert (case.state, case.spans.get().how) == ("withdrawn", "withdrawn")
    assert not case.hops.filter(until=None).exists()
    assert last_line(case).text.body == {"reason": "Đã tự sửa"}
    assert len(citizens_told("withdrawn")) == 1


def test_the_unit_that_has_it_is_told():
    officer = person("officer", UNIT)
    withdraw(in_hand(), by=THE_PETITIONER, at=LATER)
    assert "người gửi đã rút" in staff_told("withdrawn")[officer.username]


def test_an_operator_writes_it_down_for_him():
    operator = person("operator")
    line = last_line(withdraw(in_hand(), by=operator, at=LATER))
    assert (line.actor, line.person) == ("petitioner", operator)


@pytest.mark.parametrize("role", [("coordinator", "1022"), ("unit_head", UNIT), ("officer", UNIT)])
def test_nobody_else_makes_a_case_go_away(role):
    with pytest.raises(Refused, match="Bạn không có quyền"):
        withdraw(in_hand(), by=person(*role), at=LATER)
    with pytest.raises(Refused, match="Không có quyền"):
        withdraw(in_hand(), by=THE_SYSTEM, at=LATER)
    with pytest.raises(Refused, match="Chỉ người gửi được rút"):
        do(in_hand(), "withdraw", by=f"unit_head@{UNIT}")


def test_an_answered_case_is_answered():
    with pytest.raises(Refused, match="“Đã trả lời”"):
        withdraw(answered(), by=THE_PETITIONER, at=MONDAY + hours(9))
