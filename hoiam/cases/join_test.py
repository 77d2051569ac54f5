import pytest

from hoiam.cases.factories import (
    MONDAY,
    OTHER_UNIT,
    UNIT,
    answered,
    closed,
    do,
    hours,
    in_hand,
    person,
    received,
    unit_id,
)
from hoiam.cases.join import join
from hoiam.cases.models import Case
from hoiam.cases.testing import last_line, staff_told
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(4)


def test_a_second_unit_works_with_the_holder_sees_the_case_and_is_told():
    invited = person("focal_point", OTHER_UNIT)
    case = join(in_hand(), to=unit_id(OTHER_UNIT), by=person("unit_head", UNIT), text="Cắt điện", at=LATER)
    assert (case.state, case.holder_id) == ("in_hand", unit_id(UNIT))
    assert case.joinings.get().unit_id == unit_id(OTHER_UNIT)
    assert last_line(case).facts == {"to": OTHER_UNIT}
    assert "mời phối hợp: Cắt điện" in staff_told("joined")[invited.username]
    assert Case.objects.visible_to(invited, LATER).filter(pk=case.pk).exists()


def test_an_invited_unit_holds_nothing_and_is_never_charged():
    case = join(in_hand(), to=unit_id(OTHER_UNIT), by=person("unit_head", UNIT), at=LATER)
    late = do(case, "note", text="quá hạn", at=case.due_at + hours(24))
    assert late.missed_unit_id == unit_id(UNIT)


@pytest.mark.parametrize("unit", [UNIT, OTHER_UNIT])
def test_not_the_holder_and_not_twice(unit):
    case = do(in_hand(), "join", to=OTHER_UNIT)
    with pytest.raises(Refused, match="đang giữ|đã tham gia"):
        join(case, to=unit_id(unit), by=person("unit_head", UNIT), at=MONDAY + hours(5))


def test_an_accused_unit_is_never_invited():
    case = received(conduct={"unit": OTHER_UNIT, "about": "delay"})
    with pytest.raises(Refused, match="đơn vị bị phản ánh"):
        join(case, to=unit_id(OTHER_UNIT), by=person("coordinator"), at=LATER)


def test_also_after_the_answer_but_not_after_the_end():
    assert join(answered(), to=unit_id(OTHER_UNIT), by=person("coordinator"), at=MONDAY + hours(9))
    with pytest.raises(Refused):
        join(closed(), to=unit_id(OTHER_UNIT), by=person("coordinator"), at=MONDAY + hours(9))


def test_the_invitation_ends_with_the_life():
    case = do(in_hand(), "join", to=OTHER_UNIT)
    done = do(case, "answer", by=f"unit_head@{UNIT}", text="Xong.", outcome="done")
    assert case.joinings.get().until == done.answered_at


def test_an_officer_invites_nobody():
    with pytest.raises(Refused, match="Bạn không có quyền"):
        join(in_hand(), to=unit_id(OTHER_UNIT), by=person("officer", UNIT), at=LATER)
