import pytest

from hoiam.cases.accept import accept
from hoiam.cases.factories import MONDAY, OTHER_UNIT, UNIT, forwarded, hours, in_hand, person, received
from hoiam.cases.testing import last_line
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(2)


def test_takes_the_case_in_hand_and_stops_the_clock_to_accept():
    case = accept(forwarded(), by=person("officer", UNIT), at=LATER)
    case.refresh_from_db()
    assert case.state == "in_hand"
    assert case.hops.get(until=None).accepted_at == LATER
    assert case.dues.get(clock="accept").until == LATER
    line = last_line(case)
    assert (line.verb, line.actor, line.facts) == ("accept", f"officer.{UNIT}@{UNIT}", {})


def test_the_answer_deadline_stays():
    case = forwarded()
    assert accept(case, by=person("officer", UNIT), at=LATER).due_at == case.due_at


def test_only_the_holder_accepts():
    for stranger in (person("officer", OTHER_UNIT), person("coordinator")):
        with pytest.raises(Refused, match="Bạn không có quyền"):
            accept(forwarded(), by=stranger, at=LATER)


def test_not_twice():
    with pytest.raises(Refused, match="“Đang xử lý”"):
        accept(in_hand(), by=person("officer", UNIT), at=MONDAY + hours(4))


def test_nothing_to_accept_at_the_centre():
    with pytest.raises(Refused):
        accept(received(), by=person("coordinator"), at=LATER)
