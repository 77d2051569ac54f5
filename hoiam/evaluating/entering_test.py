"""Cases that become matters by themselves: once each, however often and by however many the loop is run."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from hoiam.calendars.models import Parameter
from hoiam.cases.factories import MONDAY, do, hours, in_hand, unit_id

from .entering import enter
from .factories import conduct_case, later, worker
from .lifecycle import State
from .models import GroundRow, Matter, MatterLine
from .set_aside import set_aside
from .watching import watch

pytestmark = pytest.mark.django_db
DUE = MONDAY + timedelta(days=7)  # of a case received on that Monday: five working days


def days(count):
    return timedelta(days=count)


def answered_again(case, at, *, times):
    """Answered and opened again, `times` times, each answer late by nobody."""
    for _ in range(times):
        do(case, "answer", by="unit_head@ubnd-731", text="Xong", outcome="done", at=at)
        at += hours(1)
        do(case, "reopen", reason="still_there", at=at)
        at += hours(1)
    return at


def test_a_conduct_case_enters_about_the_unit_it_accuses():
    case = conduct_case()
    assert enter(MONDAY + hours(3)) == 1
    matter = Matter.objects.get()
    assert (matter.case, matter.accused_id, matter.about) == (case, unit_id("ubnd-731"), "conduct")


@pytest.mark.parametrize(("after", "enters"), [(days(14), 0), (days(14) + days(1), 1)])
def test_a_case_late_more_than_n_days_enters_about_whoever_was_charged(after, enters):
    """Due on Monday the 12th: ten working days later is Monday the 26th, eleven the day after."""
    in_hand()
    assert enter(DUE + after) == enters
    assert [m.accused_id for m in Matter.objects.all()] == [unit_id("ubnd-731")] * enters


def test_the_number_of_days_is_a_row():
    Parameter.objects.filter(name="matter_late_days").update(value=2)
    from hoiam.calendars.almanac import forget

    forget()
    in_hand()
    assert enter(DUE + days(3)) == 1
    assert GroundRow.objects.get().facts == {"days": 3, "most": 2}


def test_a_case_late_in_two_lives_enters_and_one_late_once_does_not():
    case = in_hand()
    do(case, "answer", by="unit_head@ubnd-731", text="Xong", outcome="done", at=DUE + days(1))
    assert enter(DUE + days(2)) == 0
    do(case, "reopen", reason="still_there", at=DUE + days(2))
    late_again = DUE + days(12)
    assert enter(late_again) == 1
    assert GroundRow.objects.get().ground == "late_twice"


def test_a_case_reopened_n_times_enters():
    case = in_hand()
    at = answered_again(case, MONDAY + hours(4), times=1)
    assert enter(at) == 0
    at = answered_again(case, at, times=1)
    assert enter(at) == 1
    assert GroundRow.objects.get().facts == {"times": 2}


def test_a_case_that_gets_worse_adds_to_the_matter_that_is_open():
    case = in_hand()
    at = answered_again(case, MONDAY + hours(4), times=2)
    enter(at)
    assert enter(DUE + days(30)) == 1
    matter = Matter.objects.get()
    assert [row.ground for row in matter.grounds.order_by("pk")] == ["reopened", "late_long"]
    assert [line.step for line in matter.lines.all()] == ["open_matter", "add_ground"]


def test_what_was_set_aside_does_not_come_back_for_the_same_fact():
    conduct_case()
    enter(MONDAY + hours(3))
    matter = Matter.objects.get()
    set_aside(matter, by=worker(), text="Phân loại nhầm", at=later(matter))
    assert enter(later(matter)) == 0
    assert Matter.objects.count() == 1


def test_what_lies_long_back_does_not_enter():
    """An import of old years makes nobody's list longer."""
    case = in_hand()
    do(case, "answer", by="unit_head@ubnd-731", text="Xong", outcome="done", at=DUE + days(30))
    assert enter(DUE + days(30) + days(61)) == 0


def test_fifty_looks_find_it_once():
    in_hand(), conduct_case()
    found = [enter(DUE + days(20)) for _ in range(50)]
    assert (found[0], sum(found[1:])) == (3, 0)  # the conduct case was late too, where it was handled
    assert (Matter.objects.count(), MatterLine.objects.count()) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_matter():
    in_hand(), conduct_case()
    gate, found = Barrier(2), []

    def look():
        try:
            gate.wait()
            found.append(enter(DUE + days(20)))
        finally:
            connection.close()

    threads = [Thread(target=look) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sum(found) == 3
    assert (Matter.objects.count(), GroundRow.objects.count()) == (3, 3)


def test_a_step_past_its_time_is_said_once():
    worker()
    conduct_case()
    enter(MONDAY + hours(3))
    assert watch(MONDAY + days(6)) == 0
    assert [watch(MONDAY + days(9)) for _ in range(3)] == [1, 0, 0]
    assert Matter.objects.get().state == State.OPENED
