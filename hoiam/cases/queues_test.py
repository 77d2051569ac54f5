"""Lists of the inbox: who has which, what is in them, what is counted, and pages that cover it all once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
    unit_id,
    waiting,
)
from hoiam.cases.queues import QUEUES, Look, overdue_by_unit, queue_named, queues_of
from hoiam.units.factories import MembershipFactory
from hoiam.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NOON = MONDAY + hours(4)
LATE = MONDAY + timedelta(days=10)


def names(role, unit="1022", at=NOON):
    return [queue.name for queue in queues_of(Look(person(role, unit), at))]


def inside(name, role, unit="1022", at=NOON):
    look = Look(person(role, unit), at)
    return {case.pk for case in queue_named(name, look).page(look).cases}


@pytest.mark.parametrize(
    ("role", "unit", "has", "has_not"),
    [
        (
            "coordinator",
            "vp-ubnd",
            {"cho-chuyen", "bi-tra-lai", "cho-phan-xu", "qua-han"},
            {"cho-nhan", "cong-vu"},
        ),
        ("operator", "1022", {"cho-phan-loai", "bao-ket-qua", "vua-bo-sung"}, {"qua-han", "cho-gia-han"}),
        ("focal_point", UNIT, {"cho-nhan", "viec-cua-don-vi", "phoi-hop"}, {"cho-chuyen", "viec-cua-toi"}),
        ("officer", UNIT, {"viec-cua-toi", "toi-qua-han"}, {"qua-han-cua-don-vi"}),
        ("unit_head", UNIT, {"qua-han-cua-don-vi", "gia-han-da-de-nghi"}, {"viec-cua-toi"}),
        ("home_affairs", "so-noi-vu", {"cong-vu"}, {"cho-chuyen", "qua-han"}),
        ("reviewer", "1022", {"cho-cong-khai"}, {"cho-chuyen"}),
        ("coordinator", "nt-vp", {"sap-den-han", "qua-han"}, {"cho-chuyen", "cho-gia-han", "tin-chua-gui"}),
        ("clerk", "vp-ubnd", set(), {queue.name for queue in QUEUES}),
    ],
)
def test_a_role_has_its_lists_and_no_others(role, unit, has, has_not):
    shown = set(names(role, unit))
    assert has <= shown
    assert not has_not & shown


def test_a_coordinator_of_a_commune_has_none_of_the_centres_lists():
    assert "cho-chuyen" not in names("coordinator", UNIT)


def test_a_list_that_is_not_ones_own_cannot_be_asked_for_by_name():
    assert queue_named("cho-chuyen", Look(person("officer", UNIT), NOON)) is None


def test_what_waits_to_be_forwarded_is_apart_from_what_came_back():
    fresh, back = received(), forwarded()
    do(back, "send_back", by=f"officer@{UNIT}", reason="not_competent", proposed=OTHER_UNIT)
    gone = forwarded()
    assert inside("cho-chuyen", "coordinator") == {fresh.pk}
    assert inside("bi-tra-lai", "coordinator") == {back.pk}
    assert gone.pk not in inside("cho-phan-loai", "operator")


def test_the_lists_of_a_unit_hold_what_it_holds_and_nothing_of_others():
    new, worked = forwarded(), in_hand()
    other = in_hand(unit=OTHER_UNIT)
    assert inside("cho-nhan", "focal_point", UNIT) == {new.pk}
    assert inside("viec-cua-don-vi", "focal_point", UNIT) == {new.pk, worked.pk}
    assert other.pk in inside("viec-cua-don-vi", "focal_point", OTHER_UNIT)


def test_overdue_keeps_what_was_late_although_it_was_given_more_time():
    case = in_hand()
    washed = forwarded()
    do(washed, "forward", at=LATE, to=OTHER_UNIT, due_at=LATE + timedelta(days=9))
    fresh = in_hand(at=LATE - hours(8))
    found = inside("qua-han", "coordinator", at=LATE + hours(1))
    assert {case.pk, washed.pk} <= found
    assert fresh.pk not in found


def test_a_leader_has_what_the_units_below_are_late_with_and_not_a_unit_where_he_is_an_officer():
    own, below, elsewhere = in_hand(), in_hand(unit="ubnd-26041"), in_hand(unit=OTHER_UNIT)
    head = person("unit_head", UNIT)
    MembershipFactory(person=head, unit=Unit.objects.get(pk=unit_id(OTHER_UNIT)), role="officer")
    look = Look(head, LATE)
    found = {case.pk for case in queue_named("qua-han-cua-don-vi", look).page(look).cases}
    assert found == {own.pk, below.pk}
    assert elsewhere.pk in {case.pk for case in queue_named("don-vi-qua-han", look).page(look).cases}


def test_the_office_of_a_district_finds_what_the_units_below_are_late_with():
    below, elsewhere = in_hand(unit="ubnd-26485"), in_hand()
    found = inside("qua-han", "coordinator", "nt-vp", at=LATE)
    assert below.pk in found
    assert elsewhere.pk not in found


def test_a_paused_case_is_not_overdue():
    case = waiting()
    case.refresh_from_db()
    is_paused = case.paused_at is not None
    assert (case.pk in inside("qua-han", "coordinator", at=LATE)) != is_paused


def test_due_soon_is_what_falls_due_by_the_end_of_the_next_working_day():
    case = in_hand()
    case.refresh_from_db()
    assert case.pk in inside("sap-den-han", "coordinator", at=case.due_at - timedelta(hours=20))
    assert case.pk not in inside("sap-den-han", "coordinator", at=case.due_at - timedelta(days=4))
    assert case.pk not in inside("sap-den-han", "coordinator", at=case.due_at + timedelta(hours=1))


def test_whoever_said_it_is_not_solved_is_heard():
    case, content = answered(), answered()
    do(case, "rate", by="petitioner", score=3, fixed="no")
    do(content, "rate", by="petitioner", score=5, fixed="yes")
    assert inside("chua-xong", "coordinator") == {case.pk}


def test_a_caller_who_waits_is_in_the_list_of_calls():
    case = answered(petitioner=CALLER, channel="phone")
    answered()
    assert inside("bao-ket-qua", "operator") == {case.pk}


@pytest.mark.parametrize("name", ["cho-chuyen", "cho-cong-khai"])
def test_pages_cover_everything_once_forward_and_back(name):
    make = received if name == "cho-chuyen" else answered
    made = [make(at=MONDAY + hours(n % 2)).pk for n in range(7)]
    look = Look(person("coordinator", "vp-ubnd"), MONDAY + timedelta(days=1))
    queue = queue_named(name, look)
    pages, after = [], ""
    for _ in range(4):
        page = queue.page(look, after=after, size=3)
        pages.append([case.pk for case in page.cases])
        after = page.older
        if not after:
            break
    assert [len(page) for page in pages] == [3, 3, 1]
    assert sorted(pk for page in pages for pk in page) == sorted(made)
    back = queue.page(look, before=page.newer, size=3)
    assert [case.pk for case in back.cases] == pages[1]
    first = queue.page(look, before=back.newer, size=3)
    assert [case.pk for case in first.cases] == pages[0]
    assert first.newer == ""


def test_a_broken_key_is_the_first_page():
    case = received()
    look = Look(person("coordinator", "vp-ubnd"), NOON)
    queue = queue_named("cho-chuyen", look)
    for key in ("x", "1-", "-1", "9" * 30 + "-1", "1-2-3"):
        assert [found.pk for found in queue.page(look, after=key).cases] == [case.pk]


@pytest.mark.parametrize("many", [1, 6])
def test_a_page_is_one_query_however_long(many):
    for _ in range(many):
        in_hand()
    look = Look(person("coordinator", "vp-ubnd"), LATE)
    queue = queue_named("qua-han", look)
    assert look.seen is not None
    with CaptureQueriesContext(connection) as asked:
        assert len(queue.page(look).cases) == many
    assert len(asked) == 1


def test_the_accused_find_no_conduct_case_in_any_list_or_number():
    accused = person("unit_head", UNIT)
    case = forwarded(unit=OTHER_UNIT, conduct={"unit": UNIT, "about": "attitude"})
    in_hand()
    look = Look(accused, LATE)
    for queue in queues_of(look):
        assert case.pk not in {found.pk for found in queue.page(look).cases}
    assert (look.seen.filter(pk=case.pk).exists(), len(overdue_by_unit(look))) == (False, 1)
    assert case.pk in inside("qua-han", "coordinator", "vp-ubnd", at=LATE)
