"""The loop: who is told what, once; who is never told; what is done again after a kill."""

import pytest
from django.db import connection

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
    waiting,
)  # fmt: skip
from hoiam.cases.queries import broken_promises, running_dues
from hoiam.cases.remind import remind
from hoiam.cases.testing import citizens_told, staff_told
from hoiam.chasing.chase import chase
from hoiam.chasing.models import Chased, Notice
from hoiam.chasing.tasks import look_at_the_clocks
from hoiam.kit import clock
from hoiam.kit.sealing import CannotUnseal
from hoiam.messaging import quiet
from hoiam.messaging.models import Message, Reminder
from hoiam.units.factories import MembershipFactory
from hoiam.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
OFFICE = "vp-ubnd"


def july(day, hour=8, minute=0):
    return MONDAY.replace(day=day, hour=hour, minute=minute)


SOON, TODAY, LATE, LATER, LATEST = july(9), july(12), july(12, 17, 1), july(13), july(15)


@pytest.fixture(autouse=True)
def people():
    return {
        role: person(role, unit)
        for role, unit in [
            ("officer", UNIT), ("focal_point", UNIT), ("unit_head", UNIT), ("coordinator", OFFICE),
            ("office_head", OFFICE), ("shift_lead", CENTRE), ("centre_manager", CENTRE), ("operator", CENTRE),
        ]
    }  # fmt: skip


def lived(make, at=MONDAY, **changes):
    """A case whose lines were written down as they happened."""
    with clock.frozen(at):
        return make(at, **changes)


def taken(case=None):
    """(clock, order, outcome) of every step taken, in the order they were written."""
    rows = Chased.objects.order_by("pk")
    rows = rows.filter(case=case) if case else rows
    return list(rows.values_list("clock", "order", "outcome"))


def readers():
    return sorted(Notice.objects.values_list("person__username", flat=True))


def test_the_factory_case_is_due_on_monday():
    assert lived(in_hand).due_at == july(12, 17)


def test_each_step_is_told_once_to_whom_the_table_says():
    case = lived(in_hand)
    reached = []
    for moment in (SOON, TODAY, LATE, LATER, LATEST):
        with clock.frozen(moment):
            for _ in range(3):
                chase(moment)
        reached.append(sorted(set(readers()) - set(sum(reached, []))))
    assert taken(case) == [("answer", order, "told") for order in range(1, 6)]
    assert reached[:3] == [["focal_point.ubnd-731"], [], []]
    assert reached[3] == ["unit_head.ubnd-731"]
    assert reached[4] == ["coordinator.vp-ubnd", "office_head.vp-ubnd"]


def test_the_first_steps_are_for_whoever_it_was_assigned_to(people):
    case = lived(in_hand)
    do(case, "assign", person=f"{people['officer'].username}@{UNIT}", at=MONDAY + hours(3))
    chase(SOON)
    assert readers() == ["officer.ubnd-731"]


def test_escalation_is_told_at_once_and_says_what_to_do(people):
    lived(in_hand)
    chase(LATE)
    assert staff_told("overdue") == {}
    chase(LATER)
    words = staff_told("overdue")[people["unit_head"].username]
    assert words.startswith("Quá hạn 1 ngày làm việc: ") and "Đã nhắc 1 lần." in words


def test_after_a_silence_only_the_newest_step_is_told():
    case = lived(in_hand)
    chase(LATEST)
    outcomes = dict.fromkeys(range(1, 5), "passed_over") | {5: "told"}
    assert taken(case) == [("answer", order, outcome) for order, outcome in outcomes.items()]
    assert readers() == ["coordinator.vp-ubnd", "office_head.vp-ubnd"]


def test_an_answered_case_is_chased_no_more():
    lived(answered)
    chase(LATEST)
    assert not Chased.objects.filter(clock="answer").exists()


def test_a_new_deadline_is_chased_anew():
    case = lived(in_hand)
    chase(SOON)
    with clock.frozen(SOON):
        do(case, "extend", due_at=july(20, 17), reason="verify_on_site", at=SOON)
    chase(july(19))
    keys = Chased.objects.filter(case=case, order=1).values_list("key", flat=True)
    assert len(set(keys)) == 2


def test_what_was_late_before_it_was_written_down_is_never_chased():
    in_hand()  # recorded today, of 2021
    chase(LATEST)
    with clock.frozen(LATE):
        in_hand()
    chase(LATEST)
    assert taken() == []


def test_an_import_is_told_of_nothing_but_of_what_comes_after_it():
    case = in_hand_written_on(july(9, 12))
    chase(LATER)
    assert taken(case) == [("answer", 2, "passed_over"), ("answer", 3, "passed_over"), ("answer", 4, "told")]


def in_hand_written_on(moment):
    with clock.frozen(moment):
        return in_hand()


def test_nothing_is_claimed_while_the_house_is_quiet():
    case = lived(in_hand)
    with quiet():
        chase(LATER)
    assert taken(case) == []


def test_a_case_that_waits_for_its_petitioner_is_not_chased_at_the_unit():
    case = lived(waiting)
    chase(LATER)
    assert taken(case) == []
    chase(LATEST)
    assert taken(case) == [("answer", 5, "told")]
    assert readers() == ["coordinator.vp-ubnd", "office_head.vp-ubnd"]


def test_in_the_night_only_an_emergency_is_told():
    plain = lived(in_hand)
    urgent = lived(in_hand, category="MT01")
    with clock.frozen(MONDAY + hours(4)):
        do(urgent, "classify", urgency="emergency", at=MONDAY + hours(4))
    night = july(12, 22)
    chase(night)
    assert (taken(plain), len(taken(urgent)) > 0) == ([], True)
    assert staff_told("overdue_step")  # at once, though the step itself waits for the morning
    chase(july(13, 7))
    assert taken(plain)


def test_people_behind_the_wall_of_a_conduct_case_are_never_told():
    accused = {"unit": UNIT, "about": "attitude"}
    case = lived(received, conduct=accused)
    with clock.frozen(MONDAY):
        do(case, "forward", to="thanh-tra", at=MONDAY + hours(1))
        do(case, "accept", by="officer@thanh-tra", at=MONDAY + hours(2))
    two_seats = person("focal_point", "thanh-tra")
    MembershipFactory(person=two_seats, unit=Unit.objects.get(pk=unit_id(UNIT)), role="officer")
    head = person("unit_head", "thanh-tra")
    for moment in (SOON, LATE, LATER, LATEST):
        chase(moment)
    assert head.username in readers()
    assert not [name for name in readers() if name == two_seats.username or name.endswith(UNIT)]
    assert not Message.objects.filter(to_person=two_seats).exists()


def test_a_unit_without_people_is_written_down_as_such():
    case = lived(in_hand, unit=OTHER_UNIT)
    chase(LATE)
    assert taken(case)[-1] == ("answer", 3, "nobody")


def test_the_clocks_of_the_centre_have_their_own_steps(people):
    case = lived(received)
    chase(MONDAY + hours(3.2))
    assert taken(case) == [("route", 1, "told")]
    chase(july(5, 16))
    chase(july(6, 9))
    assert [step[:2] for step in taken(case)] == [("route", 1), ("route", 2), ("route", 3)]
    assert people["centre_manager"].username in staff_told("overdue_step")


def test_a_unit_that_does_not_accept_is_told_and_then_its_leader(people):
    lived(forwarded)
    chase(july(6, 10))
    assert ("accept", 2, "told") in taken()
    chase(july(6, 15))
    words = staff_told("overdue_step")[people["unit_head"].username]
    assert "Đơn vị nhận xử lý" in words and "nhận xử lý, hoặc trả lại" in words


def test_the_petitioner_hears_once_that_it_is_late():
    lived(in_hand)
    chase(TODAY)
    assert citizens_told("late") == []
    for moment in (LATE, LATER, LATEST):
        chase(moment)
    (words,) = citizens_told("late")
    assert "đáng lẽ được trả lời trước 17 giờ thứ Hai, 12/07/2021" in words
    assert "danh mục báo cáo" not in words


def test_nobody_is_apologised_to_while_we_wait_for_his_own_words():
    case = lived(waiting)
    chase(LATEST)
    assert citizens_told("late") == []
    with clock.frozen(LATEST):
        do(case, "supply", by="petitioner", text="Đèn số 12.", at=LATEST)
    chase(LATEST + hours(1))
    assert len(citizens_told("late")) == 1


def test_a_petitioner_whose_key_is_lost_keeps_nobody_else_from_being_told(monkeypatch):
    lived(in_hand)

    def lost(case, template, **facts):
        raise CannotUnseal

    monkeypatch.setattr("hoiam.chasing.apology.tell_petitioners", lost)
    assert chase(LATER)["told"] == 1
    assert staff_told("overdue") and not Reminder.objects.filter(key__startswith="late:").exists()


def test_the_worker_looks_by_itself(monkeypatch):
    case = lived(in_hand)
    monkeypatch.setattr("hoiam.chasing.tasks.connection.close", lambda: None)
    with clock.frozen(SOON):
        look_at_the_clocks(timestamp=0)
    assert taken(case) == [("answer", 1, "told")]


def test_a_promise_is_chased_when_it_passes(people):
    case = lived(in_hand)
    with clock.frozen(july(6)):
        promise(case, july(7, 10), july(6))
    chase(july(7, 9))
    assert ("promise", 1, "told") not in taken(case)
    chase(july(7, 11))
    chase(july(7, 12))
    assert taken(case).count(("promise", 1, "told")) == 1
    told = staff_told("promise_passed")
    assert set(told) == {people["operator"].username, people["unit_head"].username}


def promise(case, moment, at):
    return remind(
        case, to=unit_id(UNIT), means="phone", reply="Hẹn", promised_at=moment, by=person("operator"), at=at
    )


def test_only_the_last_promise_counts_and_an_answer_keeps_it():
    case = lived(in_hand)
    with clock.frozen(july(6)):
        promise(case, july(7, 10), july(6))
        promise(case, july(8, 10), july(6, 9))
    chase(july(7, 11))
    assert ("promise", 1, "told") not in taken(case)
    with clock.frozen(july(8)):
        do(case, "answer", by=f"unit_head@{UNIT}", text="Xong.", outcome="done", at=july(8))
    chase(july(8, 11))
    assert ("promise", 1, "told") not in taken(case)


def test_a_look_with_nothing_to_do_costs_a_few_questions(django_assert_max_num_queries):
    for _ in range(20):
        lived(in_hand)
    chase(SOON)
    with django_assert_max_num_queries(12):
        chase(SOON)


def test_a_batch_costs_the_same_for_one_and_for_many(django_assert_max_num_queries):
    for _ in range(30):
        lived(in_hand)
    with django_assert_max_num_queries(40):
        chase(LATER.replace(day=9))


def plan_of(rows):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        sql, params = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql} LIMIT 500", params)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_the_read_walks_the_index_of_running_deadlines():
    lived(in_hand)
    plan = plan_of(running_dues("answer", LATE))
    assert "due_running" in plan, plan


def test_a_promise_is_looked_for_among_the_few_open_cases_somebody_has_urged():
    """However many cases are open, and whatever the closed ones were once promised."""
    like = lived(in_hand)
    for number in range(400):
        like.pk, like.code, like.source_id = None, f"{number:012}", f"{number:012}"
        like.save(force_insert=True)
    plan = plan_of(broken_promises(LATE))
    assert "case_urged" in plan, plan
