import pytest

from hoiam.cases.factories import (
    CENTRE,
    MONDAY,
    UNIT,
    do,
    forwarded,
    hours,
    in_hand,
    person,
    received,
    unit_id,
)
from hoiam.cases.queries import history_of
from hoiam.cases.recall import recall
from hoiam.cases.testing import last_line, staff_told
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(4)
BELOW = "ubnd-26041"


def test_takes_the_case_back_to_the_centre_and_tells_the_unit():
    officer = person("officer", UNIT)
    case = recall(forwarded(), by=person("coordinator"), reason="wrong_unit", at=LATER)
    case.refresh_from_db()
    assert (case.state, case.holder_id, case.returns) == ("received", unit_id(CENTRE), 0)
    assert case.dues.get(clock="accept").until == LATER
    assert case.dues.filter(clock="route", until=None).exists()
    assert last_line(case).facts == {"reason": "wrong_unit"}
    assert "đã thu hồi: Chuyển nhầm đơn vị" in staff_told("recalled")[officer.username]


def test_the_citizens_clock_runs_on():
    case = forwarded()
    assert recall(case, by=person("coordinator"), at=LATER).due_at == case.due_at


def test_once_accepted_only_with_a_reason():
    with pytest.raises(Refused, match="đã được UBND thành phố Biên Hòa nhận xử lý lúc 05/07/2021 10:00"):
        recall(in_hand(), by=person("coordinator"), at=LATER)
    assert recall(in_hand(), by=person("coordinator"), reason="new_facts", at=LATER).state == "received"


def test_a_leader_takes_back_what_he_handed_down_into_his_own_hands():
    case = do(in_hand(), "forward", by=f"unit_head@{UNIT}", to=BELOW)
    case = recall(case, by=person("unit_head", UNIT), reason="wrong_unit", at=MONDAY + hours(5))
    assert (case.state, case.holder_id) == ("in_hand", unit_id(UNIT))


def test_the_unit_itself_does_not_recall():
    with pytest.raises(Refused, match="Bạn không có quyền"):
        recall(forwarded(), by=person("unit_head", UNIT), at=LATER)


def test_nothing_to_recall_at_the_centre():
    with pytest.raises(Refused):
        recall(received(), by=person("coordinator"), at=LATER)


def test_its_line_says_from_whom_also_when_it_was_handed_down_before():
    case = do(in_hand(), "forward", by=f"unit_head@{UNIT}", to=BELOW)
    case = recall(case, by=person("unit_head", UNIT), reason="wrong_unit", at=LATER)
    case = recall(case, by=person("coordinator"), reason="wrong_unit", at=LATER + hours(1))
    below, own = (line.sentence for line in history_of(case) if line.verb == "recall")
    assert below.endswith(" thu hồi từ UBND phường Quyết Thắng: Chuyển nhầm đơn vị")
    assert own.endswith(" thu hồi từ UBND thành phố Biên Hòa: Chuyển nhầm đơn vị")
