import json

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
from hoiam.cases.send_back import send_back
from hoiam.cases.testing import last_line, post_panel, staff_told
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(3)
BELOW = "ubnd-26041"


def back(case, unit=UNIT, at=None, **fields):
    wanted = {"reason": "not_competent", "proposed": unit_id(OTHER_UNIT), **fields}
    return send_back(case, by=person("officer", unit), at=at or case.last_at + hours(1), **wanted)


def test_goes_back_to_the_centre_with_reason_and_the_unit_it_should_go_to():
    coordinator = person("coordinator")
    case = back(in_hand())
    case.refresh_from_db()
    assert (case.state, case.holder_id, case.returns) == ("received", unit_id(CENTRE), 1)
    ended = case.hops.filter(unit_id=unit_id(UNIT)).get()
    assert (ended.ended_by, ended.until) == ("send_back", case.last_at)
    assert case.dues.filter(clock="route", until=None).exists()
    assert last_line(case).facts == {"reason": "not_competent", "proposed": OTHER_UNIT}
    words = staff_told("sent_back")[coordinator.username]
    assert "Không thuộc thẩm quyền" in words and "UBND huyện Trảng Bom" in words


def test_the_citizens_clock_never_stops():
    case = in_hand()
    due_at, dues = case.due_at, case.dues.filter(clock="answer").count()
    case = back(case)
    assert case.due_at == due_at
    assert case.paused_at is None
    assert case.dues.filter(clock="answer").count() == dues


def test_a_unit_sends_it_back_once_in_a_life():
    case = do(back(forwarded()), "forward", to=UNIT)
    with pytest.raises(Refused, match="đã trả lại phản ánh này một lần"):
        back(case)
    assert case.events.count() == case.seq + 1


def test_the_rule_holds_wherever_a_line_is_decided_and_not_only_where_somebody_presses():
    case = do(back(forwarded()), "forward", to=UNIT)
    with pytest.raises(Refused, match="đã trả lại phản ánh này một lần"):
        do(case, "send_back", by=f"officer@{UNIT}", reason="not_competent", proposed=OTHER_UNIT)


def test_a_reopened_case_is_another_life():
    case = do(back(forwarded()), "forward", to=UNIT)
    case = do(case, "answer", by=f"unit_head@{UNIT}", text="Xong.", outcome="done")
    case = do(case, "reopen", by="petitioner", reason="still_there")
    assert back(case).state == "received"


def test_after_the_second_return_the_dispute_is_decided_at_the_centre_against_a_clock():
    case = do(back(forwarded()), "forward", to=OTHER_UNIT)
    case = back(case, OTHER_UNIT, proposed=unit_id(UNIT))
    assert (case.returns, case.holder_id) == (2, unit_id(CENTRE))
    clock = case.dues.get(clock="arbitrate", until=None)
    assert clock.unit_id == unit_id(CENTRE)


def test_from_a_unit_below_it_goes_back_to_the_leaders_own_unit_in_hand_there():
    case = do(in_hand(), "forward", by=f"unit_head@{UNIT}", to=BELOW)
    case = back(case, BELOW)
    assert (case.state, case.holder_id) == ("in_hand", unit_id(UNIT))
    assert case.hops.get(until=None).accepted_at == case.last_at


def test_a_dispute_below_goes_past_the_leader_to_the_centre_the_second_time():
    case = do(in_hand(), "forward", by=f"unit_head@{UNIT}", to=BELOW)
    case = do(back(case, BELOW), "forward", by=f"unit_head@{UNIT}", to="ubnd-26044")
    assert back(case, "ubnd-26044").holder_id == unit_id(CENTRE)


def test_it_never_goes_back_to_a_leader_who_was_found_to_be_accused_meanwhile():
    case = do(in_hand(), "forward", by=f"unit_head@{UNIT}", to=BELOW)
    case = do(case, "transfer", by="system", to=OTHER_UNIT, act="NQ 1")
    case = do(case, "classify", conduct={"unit": UNIT, "about": "attitude"})
    case = back(case, OTHER_UNIT, proposed=unit_id("so-noi-vu"))
    assert (case.state, case.holder_id) == ("received", unit_id(CENTRE))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "thiếu trường “reason”"),
        ({"proposed": unit_id}, "không thể là chính đơn vị đang giữ"),
    ],
)
def test_names_a_reason_and_another_unit(fields, sentence):
    given = {key: value(UNIT) if callable(value) else value for key, value in fields.items()}
    with pytest.raises(Refused, match=sentence):
        back(forwarded(), **given)


def test_refused_to_others_and_once_answered():
    with pytest.raises(Refused, match="Bạn không có quyền"):
        back(forwarded(), OTHER_UNIT)
    with pytest.raises(Refused, match="“Đã trả lời”"):
        back(answered())


def test_there_is_nothing_to_send_back_at_the_centre():
    with pytest.raises(Refused):
        send_back(
            received(), by=person("coordinator"), reason="not_competent", proposed=unit_id(UNIT), at=LATER
        )


def test_who_puts_it_up_for_arbitration_is_told_until_when(client):
    case = do(back(forwarded()), "forward", to=OTHER_UNIT)
    typed = {"reason": "not_competent", "proposed": unit_id(UNIT)}
    done = post_panel(
        client, person("officer", OTHER_UNIT), "send_back", case, typed, at=case.last_at + hours(1)
    )
    said = json.loads(done["HX-Trigger"])["toast"]["text"]
    assert said.startswith("Đã trả lại 2 lần; phản ánh được đưa lên Văn phòng phân xử, hạn ")
