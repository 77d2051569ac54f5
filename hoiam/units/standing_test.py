from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.factories import PersonFactory
from hoiam.kit.moments import VN
from hoiam.units import directory as room
from hoiam.units.directory import directory
from hoiam.units.factories import MembershipFactory, UnitFactory, unit
from hoiam.units.models import Membership
from hoiam.units.roles import LEADING, Role
from hoiam.units.standing import Standing, sees_all, standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

JULY_2021 = datetime(2021, 7, 2, 9, tzinfo=VN)
BEFORE = datetime(2025, 6, 30, 23, 59, tzinfo=VN)
TURN = datetime(2025, 7, 1, 0, 0, tzinfo=VN)


@pytest.fixture(autouse=True)
def _look_again():
    room.forget()


def seated(code: str, role: str = Role.OFFICER, at: datetime = JULY_2021, until: date | None = None):
    return MembershipFactory(unit=unit(code, at.date()), role=role, during=DateRange(None, until)).person


def ids(*codes: str, at: datetime = JULY_2021) -> set[int]:
    return {directory().unit_id(code, at.date()) for code in codes}


def test_seats_are_those_of_the_day():
    person = seated("so-y-te", until=date(2025, 7, 1))
    assert standing(person, BEFORE).seats == {("officer", *ids("so-y-te"))}
    assert standing(person, TURN) == Standing()


def test_the_day_is_the_day_in_vietnam():
    person = seated("so-y-te", until=date(2025, 7, 1))
    late_evening_in_greenwich = datetime.fromisoformat("2025-06-30T17:30:00+00:00")
    assert not standing(person, late_evening_in_greenwich).seats


def test_a_seat_in_a_unit_that_has_ended_is_no_seat():
    person = seated("ubnd-742", Role.UNIT_HEAD)
    assert standing(person, BEFORE).units == ids("ubnd-742")
    assert standing(person, TURN) == Standing()


def test_who_has_left_has_no_standing():
    person = seated("so-y-te")
    person.is_active = False
    assert standing(person, TURN) == Standing()


def test_one_question_a_day_is_one_query(django_assert_num_queries):
    person = seated("so-y-te")
    directory()
    with django_assert_num_queries(1):
        for _ in range(10):
            standing(person, BEFORE)


def test_has_asks_for_any_of_the_roles_in_the_unit_named():
    person = seated("so-y-te", Role.FOCAL_POINT)
    (own,), (other,) = ids("so-y-te"), ids("so-xay-dung")
    stands = standing(person, BEFORE)
    assert stands.has(Role.OFFICER, Role.FOCAL_POINT)
    assert stands.has(Role.FOCAL_POINT, unit=own)
    assert stands.has(unit=own)
    assert not stands.has(Role.FOCAL_POINT, unit=other)
    assert not stands.has(Role.OFFICER)


@pytest.mark.parametrize("role", Role)
def test_only_those_who_lead_reach_below_their_unit(role):
    reach = standing(seated("ubnd-742", role), JULY_2021).reach
    communes = ids("ubnd-26485", "nt-vp")
    assert (communes <= reach) == (role in LEADING)
    assert ids("ubnd-742") <= reach
    assert not ids("ubnd-731") & reach


def test_the_wall_hides_our_own_conduct_and_our_superiors():
    walls = standing(seated("nt-vp"), JULY_2021).walls
    assert ids("nt-vp", "ubnd-742", "ubnd-tinh") <= walls
    assert not ids("ubnd-731", "so-noi-vu", "ubnd-26485") & walls


def test_the_wall_stands_after_a_merger():
    """A case of 2021 about a district stays hidden from the communes that took its work over."""
    walls = standing(seated("ubnd-26485", at=TURN), TURN).walls
    assert ids("ubnd-742", "ubnd-26485") <= walls
    assert not ids("ubnd-731", "ubnd-739") & walls


def test_the_wall_looks_ahead_too():
    """Whoever sat in the abolished department does not read what its successor is accused of."""
    walls = standing(seated("so-gtvt"), JULY_2021).walls
    assert ids("so-xay-dung", at=TURN) <= walls


def test_siblings_of_one_abolished_district_are_not_walled_from_each_other():
    walls = standing(seated("ubnd-26485", at=TURN), TURN).walls
    assert not ids("ubnd-26503", at=TURN) & walls, "both hold land of Nhơn Trạch"


def test_the_centre_and_the_office_are_known_by_their_rows():
    in_centre, in_office = standing(seated("1022"), BEFORE), standing(seated("vp-ubnd"), BEFORE)
    assert (in_centre.is_centre, in_centre.is_office) == (True, False)
    assert (in_office.is_centre, in_office.is_office) == (False, True)
    assert in_office.offices == ids("ubnd-tinh")


def test_the_office_of_a_district_is_the_office_of_that_district_only():
    stands = standing(seated("nt-vp"), JULY_2021)
    assert stands.offices == ids("ubnd-742")
    assert not stands.is_office


def test_a_person_sits_in_one_place_once():
    seat = MembershipFactory(unit=UnitFactory(), role=Role.OFFICER)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(
            person=seat.person, unit=seat.unit, role=Role.OFFICER, during=DateRange(TURN.date(), None)
        )
    MembershipFactory(person=seat.person, unit=seat.unit, role=Role.UNIT_HEAD)
    assert Membership.objects.filter(person=seat.person).count() == 2


def test_somebody_without_a_seat_stands_nowhere():
    assert standing(PersonFactory(is_system_admin=True), TURN) == Standing(is_system_admin=True)


@pytest.mark.parametrize(
    ("code", "role", "is_all"),
    [
        ("1022", Role.OPERATOR, True),
        ("vp-ubnd", Role.COORDINATOR, True),
        ("ubnd-tinh", Role.AUTHORITY_HEAD, True),
        ("ubnd-tinh", Role.AUDITOR, True),
        ("ubnd-tinh", Role.OFFICER, False),
        ("1022", Role.CLERK, False),
        ("nt-vp", Role.COORDINATOR, False),
        ("ubnd-742", Role.AUTHORITY_HEAD, False),
        ("so-noi-vu", Role.HOME_AFFAIRS, False),
    ],
)
def test_who_sits_at_the_top_looks_at_every_unit(code, role, is_all):
    assert sees_all(standing(seated(code, role), JULY_2021), JULY_2021) is is_all
