"""Who is told: nobody behind a wall, nobody twice, nobody while old history is written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoiam.cases.acts import ACTS
from hoiam.cases.factories import (
    CALLER,
    MONDAY,
    OTHER_UNIT,
    UNIT,
    do,
    hours,
    in_hand,
    person,
    received,
    unit_id,
    waiting,
)
from hoiam.cases.forward import forward
from hoiam.cases.models import Case
from hoiam.cases.testing import EXAMPLES, citizens_told, staff_told
from hoiam.cases.told import tell_holder, tell_petitioners, tell_unit
from hoiam.messaging import quiet
from hoiam.messaging.models import Message
from hoiam.units.factories import MembershipFactory
from hoiam.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(25)


def test_an_accused_unit_is_told_nothing_of_the_case_about_it():
    person("unit_head", UNIT), person("officer", "ubnd-26041")
    case = received(conduct={"unit": UNIT, "about": "attitude"})
    for unit in (UNIT, "ubnd-26041"):
        tell_unit(case, unit_id(unit), "forwarded", at=LATER)
    assert Message.objects.filter(channel="in_app").count() == 0


def test_nor_is_somebody_who_sits_in_the_accused_unit_and_in_the_one_that_investigates():
    both, alone = person("officer", "so-noi-vu", name="hai-vai"), person("officer", "so-noi-vu")
    MembershipFactory(person=both, unit=Unit.objects.get(pk=unit_id(UNIT)), role="officer")
    case = received(conduct={"unit": UNIT, "about": "attitude"})
    forward(case, to=unit_id("so-noi-vu"), by=person("coordinator"), at=LATER)
    assert set(staff_told("forwarded")) == {alone.username}


@pytest.mark.parametrize("verb", EXAMPLES, ids=str)
def test_no_notice_names_the_petitioner_or_tells_what_he_wrote(verb):
    example = EXAMPLES[verb]
    case = example.case(petitioner={**CALLER, "email": "a@example.vn"})
    for role in ("officer", "focal_point", "unit_head"):
        person(role, UNIT)
    Message.objects.all().delete()
    ACTS[verb](case, by=example.person(), at=LATER, **example.fields(case))
    for body in Message.objects.values_list("body", flat=True):
        assert CALLER["name"] not in body
        assert CALLER["phone"] not in body
        assert "nhà văn hóa" not in body  # of what was reported


def test_an_sms_names_no_official_and_fits_in_one():
    case = in_hand(petitioner=CALLER)
    do_it = EXAMPLES["answer"]
    ACTS["answer"](case, by=do_it.person(), at=LATER, **do_it.fields(case))
    sms = Message.objects.filter(channel="sms")
    assert sms.exists()
    assert all(len(body) <= 160 and "Cán bộ" not in body for body in sms.values_list("body", flat=True))


def test_while_old_history_is_written_nobody_is_told():
    case = received()
    Message.objects.all().delete()
    person("officer", UNIT)
    with quiet():
        forward(case, to=unit_id(UNIT), by=person("coordinator"), at=LATER)
    assert Message.objects.count() == 0


def test_while_the_clock_stands_still_the_deadline_told_is_the_one_it_had():
    from hoiam.cases.testing import pausing_term

    pausing_term()
    officer = person("officer", UNIT)
    case = waiting()
    assert case.due_at is None
    tell_holder(case, "supplied", at=LATER)
    assert "12/07/2021 17:00" in staff_told("supplied")[officer.username]


def test_a_refused_verb_tells_nobody():
    from hoiam.kit.refusal import Refused

    person("officer", OTHER_UNIT)
    case = do(in_hand(), "answer", by=f"unit_head@{UNIT}", text="x", outcome="done")
    Message.objects.all().delete()
    with pytest.raises(Refused):
        forward(case, to=unit_id(OTHER_UNIT), by=person("coordinator"), at=LATER)
    assert Message.objects.count() == 0
    assert citizens_told("forwarded") == []


def test_another_petitioner_who_waits_for_the_same_answer_costs_one_statement():
    case = in_hand(petitioner=CALLER)

    def cost() -> int:
        main = Case.objects.get(pk=case.pk)
        with CaptureQueriesContext(connection) as asked:
            tell_petitioners(main, "late", at=LATER)
        return len(asked)

    one = merged_into(case)
    merged_into(one)
    before = cost()
    for _ in range(3):
        merged_into(case)
    assert cost() == before + 3
    assert len(citizens_told("late")) == (1 + 2) + (1 + 2 + 3)


def merged_into(main: Case) -> Case:
    case = received(petitioner=CALLER)
    Case.objects.filter(pk=case.pk).update(state="merged", merged_into=main)
    return case
