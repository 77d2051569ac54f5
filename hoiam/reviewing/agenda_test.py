"""What a session looks at, and what it begins with."""

from datetime import timedelta

import pytest

from hoiam.cases.factories import MONDAY, OTHER_UNIT, UNIT, answered, do, forwarded, hours, in_hand, received
from hoiam.kit.refusal import Refused
from hoiam.reviewing.choose import choose
from hoiam.reviewing.conclude import conclude
from hoiam.reviewing.factories import AT, chair, late, line_of, opened
from hoiam.reviewing.models import Session
from hoiam.reviewing.words import Choice, Ground, choices_for, proposal_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = AT + timedelta(days=7)


def grounds(session, case):
    found = session.items.filter(case=case).first()
    return set(found.grounds) if found else set()


def returned_twice():
    case = forwarded()
    for unit in (UNIT, OTHER_UNIT):
        do(case, "send_back", by=f"officer@{unit}", reason="not_competent", proposed="so-tnmt")
        case.refresh_from_db()
        if unit == UNIT:
            do(case, "forward", to=OTHER_UNIT)
            case.refresh_from_db()
    return case


def promised(at=AT - timedelta(days=2)):
    return do(in_hand(AT - timedelta(days=3)), "remind", to=UNIT, means="phone", promised_at=at)


def came_again(times=2):
    case = in_hand(AT - timedelta(days=3))
    for _ in range(times):
        case = do(case, "add_contact", channel="phone")
    return case


def reopened():
    return do(answered(AT - timedelta(days=3)), "reopen", reason="still_there")


FOUND = {
    Ground.LATE: late,
    Ground.DISPUTED: returned_twice,
    Ground.PROMISED: promised,
    Ground.REPEATED: came_again,
    Ground.REOPENED: reopened,
    Ground.CONDUCT: lambda: received(conduct={"unit": UNIT, "about": "attitude"}),
    Ground.OBSTACLE: lambda: received(AT - timedelta(days=1), kind="suggestion", category="HC07"),
    Ground.PUBLISHABLE: lambda: answered(AT - timedelta(days=3)),
}
NOT_FOUND = {
    Ground.LATE: lambda: in_hand(AT - timedelta(days=1)),
    Ground.DISPUTED: lambda: do(
        forwarded(), "send_back", by=f"officer@{UNIT}", reason="wrong_area", proposed="so-tnmt"
    ),
    Ground.PROMISED: lambda: promised(AT + timedelta(days=2)),
    Ground.REPEATED: lambda: came_again(1),
    Ground.REOPENED: lambda: do(
        answered(AT - timedelta(days=60)), "reopen", at=AT - timedelta(days=50), reason="still_there"
    ),
    Ground.CONDUCT: received,
    Ground.OBSTACLE: lambda: received(AT - timedelta(days=1), kind="suggestion", category="MT01"),
    Ground.PUBLISHABLE: lambda: answered(AT - timedelta(days=3), petitioner={
        "type": "person", "name": "Người dân", "phone": "0900000001", "confidential": True,
    }),
}  # fmt: skip


@pytest.mark.parametrize("ground", list(FOUND))
def test_the_agenda_is_prepared_from_data(ground):
    case = FOUND[ground]()
    assert ground in grounds(opened(), case)


@pytest.mark.parametrize("ground", list(NOT_FOUND))
def test_what_is_as_it_should_be_is_not_on_the_agenda(ground):
    case = NOT_FOUND[ground]()
    assert ground not in grounds(opened(), case)


def test_whoever_said_no_to_publishing_is_no_candidate():
    case = answered(AT - timedelta(days=3), may_publish=False)
    assert Ground.PUBLISHABLE not in grounds(opened(), case)


def test_a_case_is_one_line_with_all_its_grounds_and_the_most_pressing_gives_the_proposal():
    case = returned_twice()
    item = line_of(opened(), case)
    assert {Ground.LATE, Ground.DISPUTED} <= set(item.grounds)
    assert item.proposal == Choice.ARBITRATE


def test_the_most_pressing_lines_come_first():
    publishable, overdue = answered(AT - timedelta(days=3)), late()
    assert list(opened().items.values_list("case", flat=True)) == [overdue.pk, publishable.pk]


def test_a_second_session_looks_only_at_what_came_since():
    case = reopened()
    conclude(opened(), attendees=["Văn phòng"], by=chair(), at=AT)
    assert Ground.REOPENED not in grounds(opened(LATER), case)


@pytest.mark.parametrize("choice", [None, Choice.DEFER, Choice.REMIND])
def test_the_next_session_opens_with_what_was_not_done(choice):
    case, session = late(), opened()
    item = line_of(session, case)
    if choice:
        choose(item, choice, by=chair(), at=AT)
    conclude(session, attendees=["Văn phòng"], by=chair(), at=AT)
    first = opened(LATER).items.first()
    assert (first.case, first.carried_from) == (case, item)
    assert Ground.CARRIED in first.grounds


def test_what_was_decided_and_done_does_not_come_again():
    case, session = answered(AT - timedelta(days=3)), opened()
    choose(line_of(session, case), Choice.PUBLISH, by=chair(), at=AT)
    conclude(session, attendees=["Văn phòng"], by=chair(), at=AT)
    do(case, "publish", title="Đèn đường", text="Đã thay.", at=AT + hours(1))
    assert not opened(LATER).items.filter(case=case).exists()


def test_a_decision_that_was_not_carried_out_is_proposed_again():
    case, session = answered(AT - timedelta(days=3)), opened()
    choose(line_of(session, case), Choice.PUBLISH, by=chair(), at=AT)
    conclude(session, attendees=["Văn phòng"], by=chair(), at=AT)
    item = line_of(opened(LATER), case)
    assert item.proposal == Choice.PUBLISH
    assert Ground.CARRIED in item.grounds


def test_a_reminder_decided_and_given_is_done_though_the_case_is_still_late():
    case, session = late(), opened()
    choose(line_of(session, case), Choice.REMIND, by=chair(), at=AT)
    conclude(session, attendees=["Văn phòng"], by=chair(), at=AT)
    do(case, "remind", to=UNIT, means="phone", at=AT + hours(1))
    assert grounds(opened(LATER), case) == {Ground.LATE}


def test_a_reminder_given_before_the_session_is_not_the_one_it_decided():
    case = do(late(), "remind", to=UNIT, means="phone", at=AT - hours(2))
    session = opened()
    choose(line_of(session, case), Choice.REMIND, by=chair(), at=AT)
    conclude(session, attendees=["Văn phòng"], by=chair(), at=AT)
    assert Ground.CARRIED in grounds(opened(LATER), case)


def test_one_session_is_open_at_a_time():
    opened()
    with pytest.raises(Refused, match="chưa kết luận"):
        opened(LATER)
    assert Session.objects.count() == 1


def test_the_agenda_costs_the_same_however_many_cases_there_are(django_assert_max_num_queries):
    for number in range(12):
        late(MONDAY + hours(number))
    chair()
    with django_assert_max_num_queries(26):
        session = opened()
    assert session.items.count() == 12


def test_every_ground_and_every_decision_has_its_place():
    for ground in Ground:
        for is_conduct in (False, True):
            choices = choices_for([ground], is_conduct=is_conduct)
            assert Choice.DEFER in choices
            assert (Choice.PUBLISH in choices) == (ground == Ground.PUBLISHABLE and not is_conduct)
        assert proposal_of([ground]) in Choice
