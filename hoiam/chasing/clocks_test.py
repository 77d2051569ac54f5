"""The clocks of the centre and the Office: who decides, who calls back, and what ends the chasing of each."""

import pytest

from hoiam.cases.factories import (
    CALLER,
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
)
from hoiam.cases.testing import staff_told
from hoiam.chasing.chase import chase
from hoiam.chasing.models import Chased, Notice
from hoiam.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
OFFICE = "vp-ubnd"
DECIDERS = [f"coordinator.{OFFICE}", f"office_head.{OFFICE}"]


@pytest.fixture(autouse=True)
def people():
    seats = [
        ("coordinator", OFFICE), ("office_head", OFFICE), ("unit_head", UNIT), ("focal_point", UNIT),
        ("shift_lead", CENTRE), ("centre_manager", CENTRE), ("operator", CENTRE),
    ]  # fmt: skip
    return [person(*seat) for seat in seats]


def readers():
    """Order of the step → who was told."""
    found = {}
    for order, name in Notice.objects.values_list("chased__order", "person__username"):
        found.setdefault(order, []).append(name)
    return {order: sorted(names) for order, names in found.items()}


def taken(name):
    return list(Chased.objects.filter(clock=name).order_by("pk").values_list("order", "outcome"))


def back(case, unit):
    return do(case, "send_back", by=f"officer@{unit}", reason="not_competent", proposed="ubnd-740")


@pytest.fixture
def disputed():
    """Sent back by two units: at 13:00 of the Monday the Office has eight working hours to settle it."""
    with clock.frozen(MONDAY):
        case = do(back(forwarded(MONDAY), UNIT), "forward", to=OTHER_UNIT)
        return back(case, OTHER_UNIT)


@pytest.fixture
def asked():
    """More time is asked for; the Office has eight working hours to say."""
    with clock.frozen(MONDAY):
        case = in_hand(MONDAY)
        more = {"extension": "asked", "due_at": MONDAY.replace(day=20, hour=17), "reason": "complex"}
        return do(case, "note", by=f"unit_head@{UNIT}", **more)


@pytest.fixture
def awaited():
    """Answered; the petitioner has nothing but a telephone, and the centre eight working hours to call."""
    with clock.frozen(MONDAY):
        return answered(MONDAY, channel="phone", petitioner=CALLER)


def due_of(case, name):
    return case.dues.get(clock=name, until=None).due_at


@pytest.mark.parametrize(
    ("made", "name", "to_do"),
    [
        ("disputed", "arbitrate", "phân xử thẩm quyền"),
        ("asked", "decide_extension", "đồng ý hoặc không đồng ý gia hạn"),
    ],
)
def test_what_only_the_office_decides_is_told_to_the_office_before_and_once_it_is_late(
    request, made, name, to_do
):
    due_at = due_of(request.getfixturevalue(made), name)
    chase(due_at - hours(1.1))
    assert taken(name) == []
    for _ in range(2):
        chase(due_at - hours(0.9))
    assert taken(name) == [(1, "told")]
    chase(due_at)
    assert taken(name) == [(1, "told")]  # at the very moment it is in time
    chase(due_at + hours(0.1))
    assert taken(name) == [(1, "told"), (2, "told")]
    assert readers() == {1: DECIDERS, 2: DECIDERS}
    words = staff_told("overdue_step")
    assert sorted(words) == DECIDERS
    assert all(line.endswith(f"Việc cần làm: {to_do}.") for line in words.values())


@pytest.mark.parametrize("moment", ["before", "late"])
def test_whoever_coordinates_from_the_centres_room_decides_where_the_office_has_nobody(people, asked, moment):
    for one in people[:2]:
        one.is_active = False
        one.save()
    here = person("coordinator", CENTRE)
    due_at = due_of(asked, "decide_extension")
    chase(due_at - hours(0.9) if moment == "before" else due_at + hours(0.1))
    (told,) = readers().values()
    assert told == [here.username]


def test_a_dispute_that_is_settled_is_chased_no_more(disputed):
    due_at = due_of(disputed, "arbitrate")
    do(disputed, "forward", to="ubnd-740", at=due_at - hours(2))
    chase(due_at + hours(0.1))
    assert taken("arbitrate") == []


def test_a_request_that_is_declined_is_chased_no_more(asked):
    due_at = due_of(asked, "decide_extension")
    chase(due_at - hours(0.9))
    do(asked, "note", by=f"coordinator@{OFFICE}", extension="declined", at=due_at - hours(0.5))
    chase(due_at + hours(0.1))
    assert taken("decide_extension") == [(1, "told")]


def test_a_call_that_is_owed_goes_up_from_the_centre_to_its_manager_and_the_office(awaited):
    due_at = due_of(awaited, "call_back")
    four_hours_late, second_day = MONDAY.replace(day=6, hour=17), MONDAY.replace(day=8)
    for moment in (due_at - hours(0.9), due_at + hours(0.1), four_hours_late, second_day):
        chase(moment)
    assert taken("call_back") == [(order, "told") for order in (1, 2, 3, 4)]
    shift, manager = f"shift_lead.{CENTRE}", f"centre_manager.{CENTRE}"
    assert readers() == {1: [shift], 2: [shift], 3: [manager], 4: DECIDERS}
    words = staff_told("overdue_step")
    assert words[manager].endswith("Việc cần làm: gọi báo kết quả cho người gửi.")


def test_once_the_petitioner_was_told_nobody_is_sent_to_call(awaited):
    due_at = due_of(awaited, "call_back")
    do(awaited, "note", by=f"operator@{CENTRE}", told="phone", at=due_at - hours(2))
    chase(due_at + hours(0.1))
    assert taken("call_back") == []
