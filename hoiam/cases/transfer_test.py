import pytest

from hoiam.cases.factories import (
    MONDAY,
    OTHER_UNIT,
    UNIT,
    answered,
    forwarded,
    hours,
    in_hand,
    person,
    received,
    unit_id,
)
from hoiam.cases.testing import citizens_told, last_line, staff_told
from hoiam.cases.transfer import transfer
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(5)
ACT = "Nghị quyết 1662/NQ-UBTVQH15"


def moved(case, at=LATER):
    return transfer(case, to=unit_id(OTHER_UNIT), act=ACT, at=at)


def test_moves_the_work_and_keeps_state_deadline_and_acceptance():
    officer = person("officer", OTHER_UNIT)
    case = in_hand()
    due_at, accepted_at = case.due_at, case.hops.get(until=None).accepted_at
    case = moved(case)
    case.refresh_from_db()
    hop = case.hops.get(until=None)
    assert (case.state, case.due_at, case.holder_id) == ("in_hand", due_at, unit_id(OTHER_UNIT))
    assert (hop.via, hop.accepted_at, hop.since) == ("transfer", accepted_at, LATER)
    line = last_line(case)
    assert (line.actor, line.facts) == ("system", {"to": OTHER_UNIT, "act": ACT})
    assert "nhận từ UBND thành phố Biên Hòa" in staff_told("transferred")[officer.username]
    assert citizens_told("forwarded") == []


def test_a_clock_to_accept_goes_along_with_the_time_it_had():
    case = forwarded()
    due_at = case.dues.get(clock="accept").due_at
    case = moved(case)
    running = case.dues.get(clock="accept", until=None)
    assert (running.due_at, running.unit_id) == (due_at, unit_id(OTHER_UNIT))


def test_what_the_first_unit_let_pass_stays_with_it():
    case = in_hand()
    late = moved(case, at=case.due_at + hours(1))
    assert (late.missed_at, late.missed_unit_id) == (case.due_at, unit_id(UNIT))


def test_never_to_whom_the_case_accuses():
    with pytest.raises(Refused, match="đơn vị bị phản ánh"):
        moved(received(conduct={"unit": OTHER_UNIT, "about": "delay"}))


def test_by_the_system_and_while_it_is_open():
    with pytest.raises(Refused, match="Bạn không có quyền"):
        transfer(in_hand(), to=unit_id(OTHER_UNIT), act=ACT, by=person("coordinator"), at=LATER)
    with pytest.raises(Refused, match="“Đã trả lời”"):
        moved(answered())
