"""The Office nearest to what is late follows it: the district's its communes, the province's all the rest."""

import pytest
from django.urls import reverse

from hoiam.cases.factories import MONDAY, UNIT, do, hours, in_hand, person, received, unit_id
from hoiam.chasing.chase import chase, chase_these, look
from hoiam.chasing.lateness import sections
from hoiam.chasing.models import Chased, Notice
from hoiam.chasing.running import Running
from hoiam.chasing.sent import taken_by
from hoiam.kit import clock
from hoiam.messaging.samples import STAFF
from hoiam.units.factories import UnitFunctionFactory
from hoiam.units.models import Membership, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
DISTRICT, ITS_OFFICE, ITS_DIVISION, COMMUNE = "ubnd-742", "nt-vp", "nt-pnv", "ubnd-26485"
WARD = "ubnd-26041"  # of Biên Hòa, which has no Office in the reference data
PROVINCE, ITS_COORDINATOR = "ubnd-tinh", "coordinator.vp-ubnd"
LATEST = MONDAY.replace(day=15)  # the third working day after the deadline: the step of the Office


@pytest.fixture(autouse=True)
def coordinators():
    return person("coordinator", ITS_OFFICE), person("coordinator", "vp-ubnd")


def lived(unit, **changes):
    with clock.frozen(MONDAY):
        return in_hand(MONDAY, unit=unit, **changes)


def conduct(accused, holder):
    with clock.frozen(MONDAY):
        case = received(MONDAY, conduct={"unit": accused, "about": "attitude"})
        do(case, "forward", to=holder, at=MONDAY + hours(1))
        return do(case, "accept", by=f"officer@{holder}", at=MONDAY + hours(2))


def told():
    return sorted(Notice.objects.values_list("person__username", flat=True))


def told_of_a_letter(unit, issuer):
    """Whom the last step of a reply tells, a week after the day that was named."""
    running = Running(
        key="reply:1", clock="reply", due_at=MONDAY, unit=unit_id(unit), about="6499/UBND-CCHC",
        known_at=MONDAY - hours(24), issuer=unit_id(issuer), template="document_due",
        facts=STAFF["document_due"],
    )  # fmt: skip
    chase_these([running], look(MONDAY.replace(day=12)))
    assert Chased.objects.get(outcome="told").order == 4
    return told()


@pytest.mark.parametrize("unit", [COMMUNE, ITS_DIVISION])
def test_a_unit_of_a_district_escalates_to_the_office_of_the_district(unit):
    lived(unit)
    chase(LATEST)
    assert told() == ["coordinator.nt-vp"]


@pytest.mark.parametrize("unit", [DISTRICT, ITS_OFFICE, WARD, "so-y-te", "dien-luc"])
def test_a_district_its_office_and_who_has_no_nearer_one_escalate_to_the_province(unit):
    lived(unit)
    chase(LATEST)
    assert told() == [ITS_COORDINATOR]


def test_an_office_entered_today_follows_from_today():
    UnitFunctionFactory(
        unit=Unit.objects.get(pk=unit_id("so-y-te")), serves=Unit.objects.get(pk=unit_id(UNIT))
    )
    person("office_head", "so-y-te")
    lived(WARD)
    chase(LATEST)
    assert told() == ["office_head.so-y-te"]


def test_an_office_in_which_nobody_sits_hands_on_to_the_one_above(coordinators):
    Membership.objects.filter(person=coordinators[0]).delete()
    lived(COMMUNE)
    chase(LATEST)
    assert told() == [ITS_COORDINATOR]


def test_an_office_behind_the_wall_of_a_conduct_case_is_passed_by():
    conduct(ITS_OFFICE, ITS_DIVISION)
    chase(LATEST)
    assert told() == [ITS_COORDINATOR]


def test_an_office_outside_the_wall_of_a_conduct_case_follows_it():
    conduct(COMMUNE, ITS_DIVISION)
    chase(LATEST)
    assert told() == ["coordinator.nt-vp"]


@pytest.mark.parametrize(
    ("issuer", "unit", "who"),
    [
        (DISTRICT, COMMUNE, "coordinator.nt-vp"),
        (DISTRICT, ITS_OFFICE, "coordinator.nt-vp"),
        (PROVINCE, DISTRICT, ITS_COORDINATOR),
        (PROVINCE, COMMUNE, ITS_COORDINATOR),
        (UNIT, WARD, ITS_COORDINATOR),
    ],
)
def test_a_late_reply_escalates_to_the_office_of_whoever_issued_the_letter(issuer, unit, who):
    assert told_of_a_letter(unit, issuer) == [who]


def late_at(who):
    return {row.name for section in sections(who, LATEST) for row in section.rows}


def test_the_office_of_a_district_sees_what_is_late_in_its_district_and_nothing_else(coordinators):
    for unit in (DISTRICT, COMMUNE, WARD):
        lived(unit)
    chase(LATEST)
    assert late_at(coordinators[0]) == {"UBND huyện Nhơn Trạch", "UBND xã Phú Hội"}
    assert len(late_at(coordinators[1])) == 3
    assert late_at(person("officer", ITS_OFFICE)) == set()
    units = set(taken_by(coordinators[0], LATEST).values_list("unit", flat=True))
    assert units == {unit_id(DISTRICT), unit_id(COMMUNE)}


def test_it_opens_the_page_of_a_unit_of_its_district(client, coordinators):
    own, other = lived(COMMUNE), lived(WARD)
    client.force_login(coordinators[0])
    with clock.frozen(LATEST):
        pages = [client.get(reverse("chasing:unit", args=[unit])) for unit in (COMMUNE, WARD)]
    assert own.shown_code in pages[0].content.decode()
    assert other.shown_code not in pages[1].content.decode()


def test_it_sees_no_lateness_of_a_case_about_its_own_house(coordinators):
    conduct(ITS_OFFICE, ITS_DIVISION)
    chase(LATEST)
    assert late_at(coordinators[0]) == set()
    assert not taken_by(coordinators[0], LATEST).exists()
    assert late_at(coordinators[1]) == {"Phòng Nội vụ huyện Nhơn Trạch"}


def test_the_centre_is_followed_by_the_office_of_the_province():
    with clock.frozen(MONDAY):
        received(MONDAY)
    chase(MONDAY.replace(day=8))
    assert Chased.objects.get(outcome="told").clock == "route"
    assert told() == [ITS_COORDINATOR]
