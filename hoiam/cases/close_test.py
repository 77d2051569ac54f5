import pytest

from hoiam.cases.close import close, close_old
from hoiam.cases.factories import (
    CALLER,
    MONDAY,
    UNIT,
    answered,
    closed,
    do,
    forwarded,
    hours,
    in_hand,
    person,
    received,
    waiting,
)
from hoiam.cases.line import THE_PETITIONER
from hoiam.cases.models import Case
from hoiam.cases.testing import last_line
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(9)
# Ten working days after Monday 05/07/2021.
PUT_AWAY = parse_moment("2021-07-19T17:00")


def test_puts_an_answered_case_away():
    case = close(answered(), by=person("coordinator"), at=LATER)
    case.refresh_from_db()
    assert (case.state, case.closed_at) == ("closed", LATER)
    assert (last_line(case).verb, case.spans.count()) == ("close", 1)


@pytest.mark.parametrize("make", [received, forwarded, in_hand, waiting])
def test_nothing_is_closed_before_an_answer_was_sent(make):
    with pytest.raises(Refused, match="Không kết thúc được khi chưa có trả lời gửi đến người gửi"):
        close(make(), by=person("coordinator"), at=LATER)


def test_not_twice_and_by_no_unit():
    with pytest.raises(Refused):
        close(closed(), by=person("coordinator"), at=LATER)
    with pytest.raises(Refused, match="Bạn không có quyền"):
        close(answered(), by=person("unit_head", UNIT), at=LATER)
    with pytest.raises(Refused, match="Không có quyền"):
        close(answered(), by=THE_PETITIONER, at=LATER)


def test_the_system_puts_away_what_nobody_objected_to():
    case = answered()
    assert close_old(PUT_AWAY - hours(1)) == 0
    assert close_old(PUT_AWAY) == 1
    assert (last_line(case).actor, Case.objects.get(pk=case.pk).closed_at) == ("system", PUT_AWAY)
    assert close_old(PUT_AWAY + hours(1)) == 0


def test_a_petitioner_who_waits_to_be_called_has_not_heard_the_answer_yet():
    case = answered(channel="phone", petitioner=CALLER)
    assert close_old(PUT_AWAY) == 0
    do(case, "note", told="phone", at=PUT_AWAY)
    assert close_old(PUT_AWAY + hours(1)) == 1
