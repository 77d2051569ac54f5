import pytest

from hoiam.cases.factories import (
    CENTRE,
    MONDAY,
    OTHER_UNIT,
    UNIT,
    answered,
    do,
    forwarded,
    hours,
    in_hand,
    person,
    received,
    unit_id,
)
from hoiam.cases.forward import forward
from hoiam.cases.testing import citizens_told, last_line, staff_told
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(2)


def test_hands_the_case_to_the_unit_and_starts_its_clock_to_accept():
    head = person("focal_point", UNIT)
    case = forward(
        received(), to=unit_id(UNIT), by=person("coordinator"), text="Kiểm tra", note="gấp", at=LATER
    )
    case.refresh_from_db()
    assert (case.state, case.holder_id) == ("forwarded", unit_id(UNIT))
    hops = case.hops.order_by("since").values_list(
        "unit_id", "since", "until", "via", "ended_by", "sender_id"
    )
    assert list(hops) == [
        (unit_id(CENTRE), MONDAY, LATER, "receive", "forward", None),
        (unit_id(UNIT), LATER, None, "forward", "", None),
    ]
    clocks = case.dues.filter(until=None).values_list("clock", "unit_id")
    assert set(clocks) == {("answer", None), ("accept", unit_id(UNIT))}
    line = last_line(case)
    assert (line.verb, line.facts) == ("forward", {"to": UNIT})
    assert line.text.body == {"text": "Kiểm tra", "note": "gấp"}
    assert list(staff_told("forwarded")) == [head.username]


def test_the_clock_does_not_restart():
    case = received()
    due_at = case.due_at
    assert forward(case, to=unit_id(UNIT), by=person("coordinator"), at=LATER).due_at == due_at


def test_a_deadline_may_be_set_by_hand_and_says_so():
    by_hand = parse_moment("2021-07-20T17:00")
    case = forward(received(), to=unit_id(UNIT), by=person("coordinator"), due_at=by_hand, at=LATER)
    row = case.dues.get(clock="answer", until=None)
    assert (case.due_at, case.due_by_hand, row.cause, row.rule) == (by_hand, True, "forward", "đặt tay")


def test_a_deadline_by_hand_lies_ahead():
    with pytest.raises(Refused, match="phải sau thời điểm"):
        forward(received(), to=unit_id(UNIT), by=person("coordinator"), due_at=MONDAY, at=LATER)


def test_the_citizen_is_told_where_it_went_and_later_that_it_went_elsewhere():
    case = forward(received(), to=unit_id(UNIT), by=person("coordinator"), at=LATER)
    assert "đã được chuyển đến UBND thành phố Biên Hòa" in citizens_told("forwarded")[0]
    forward(case, to=unit_id(OTHER_UNIT), by=person("coordinator"), at=LATER + hours(1))
    assert "Hạn trả lời không đổi" in citizens_told("rerouted")[0]


def test_a_leader_hands_it_to_a_unit_below_in_his_units_name_and_the_citizen_hears_nothing():
    below = unit_id("ubnd-26041")
    case = forward(in_hand(), to=below, by=person("unit_head", UNIT), at=MONDAY + hours(4))
    assert case.hops.get(until=None).sender_id == unit_id(UNIT)
    assert citizens_told("forwarded") == []
    assert case.state == "forwarded"


def test_a_leader_does_not_hand_it_to_a_neighbour():
    with pytest.raises(Refused, match="Bạn không có quyền"):
        forward(in_hand(), to=unit_id(OTHER_UNIT), by=person("unit_head", UNIT), at=MONDAY + hours(4))


def test_refused_to_the_unit_that_has_it():
    with pytest.raises(Refused, match="Phản ánh đang ở UBND thành phố Biên Hòa"):
        forward(forwarded(), to=unit_id(UNIT), by=person("coordinator"), at=LATER)


def test_refused_to_the_centre():
    with pytest.raises(Refused, match="hãy dùng Thu hồi"):
        forward(forwarded(), to=unit_id(CENTRE), by=person("coordinator"), at=LATER)


@pytest.mark.parametrize("to", [UNIT, "ubnd-26041"])
def test_a_conduct_case_goes_to_nobody_it_accuses_nor_below(to):
    case = received(conduct={"unit": UNIT, "about": "attitude"})
    with pytest.raises(Refused, match="đơn vị bị phản ánh"):
        forward(case, to=unit_id(to), by=person("coordinator"), at=LATER)


def test_a_conduct_case_is_not_handed_to_the_successor_of_whom_it_accuses():
    at = parse_moment("2025-06-30T08:00")
    case = received(at, conduct={"unit": "ubnd-26041", "about": "attitude"})
    next_day = parse_moment("2025-07-01T08:00")
    heir = unit_id("ubnd-26041", next_day)
    assert heir != unit_id("ubnd-26041", at)
    with pytest.raises(Refused, match="đơn vị bị phản ánh"):
        forward(case, to=heir, by=person("coordinator", on=next_day), at=next_day)


def test_refused_after_the_answer():
    with pytest.raises(Refused):
        forward(answered(), to=unit_id(OTHER_UNIT), by=person("coordinator"), at=MONDAY + hours(9))


def test_whoever_forwarded_it_before_still_sees_it():
    from hoiam.cases.models import Case

    case = do(in_hand(), "forward", by="coordinator@1022", to=OTHER_UNIT)
    past_holder = person("officer", UNIT)
    assert Case.objects.visible_to(past_holder, MONDAY + hours(9)).filter(pk=case.pk).exists()
