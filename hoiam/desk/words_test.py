"""What a state is called at the desk, where one state of the machine has two meanings."""

import pytest

from hoiam.answering.drafting import draft, submit
from hoiam.answering.queries import draft_of
from hoiam.cases.call_back import told
from hoiam.cases.factories import (
    CALLER,
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
)
from hoiam.desk.words import state_of
from hoiam.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def sent_back(case, unit):
    return do(case, "send_back", by=f"officer@{unit}", reason="not_competent", proposed="thanh-tra")


def test_sent_back_once_it_waits_to_be_forwarded_twice_for_who_settles_it():
    case = sent_back(forwarded(), UNIT)
    assert state_of(case, None) == ("sent_back", "Bị trả lại, chờ chuyển lại")
    case = sent_back(do(case, "forward", to=OTHER_UNIT), OTHER_UNIT)
    assert state_of(case, None) == ("disputed", "Chờ phân xử thẩm quyền")


def test_a_submitted_answer_is_what_the_case_waits_for():
    case, officer = in_hand(), person("officer", UNIT)
    with clock.frozen(MONDAY + hours(3)):
        draft(case, by=officer, text="Đã thay bóng đèn.", outcome="done")
        assert state_of(case, draft_of(case)) == ("in_hand", "Đang xử lý")
        submit(case, by=officer)
    assert state_of(case, draft_of(case)) == ("drafted", "Chờ duyệt trả lời")


def test_an_answer_waits_until_its_petitioner_was_called():
    case = answered(channel="phone", petitioner=CALLER)
    assert state_of(case, None) == ("to_call_back", "Đã có trả lời, chờ báo người gửi")
    case = told(case, by=person("operator"), at=MONDAY + hours(9))
    assert state_of(case, None) == ("answered", "Đã trả lời")


def test_what_was_classified_waits_to_be_forwarded():
    assert state_of(received(), None)[0] in ("received", "classified")
