import pytest

from hoiam.cases.factories import MONDAY, hours, in_state, person
from hoiam.cases.lifecycle import ENDED, State
from hoiam.units.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_lawful_way_to_it(state):
    case = in_state(state)
    case.refresh_from_db()
    assert case.state == state
    assert case.hops.filter(until=None).count() == (0 if state in ENDED else 1)


def test_a_person_has_the_seat_asked_for_and_is_made_once():
    head = person("unit_head", "ubnd-731")
    assert standing(head, MONDAY + hours(1)).has("unit_head")
    assert person("unit_head", "ubnd-731") == head
    assert person("unit_head", "ubnd-731", name="khac") != head
