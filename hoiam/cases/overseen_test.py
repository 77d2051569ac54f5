"""Every conduct case can be worked by somebody, and by nobody it accuses: over all units of both eras."""

from datetime import datetime, timedelta

import pytest

from hoiam.cases.factories import MONDAY, actor, do, hours, person, petition, received, unit_id
from hoiam.cases.lifecycle import Verb
from hoiam.cases.models import Case
from hoiam.cases.people import may_see_identity
from hoiam.cases.policy import may
from hoiam.cases.receive import receive
from hoiam.cases.testing import staff_told
from hoiam.cases.told import tell_coordinators
from hoiam.cases.visible import is_walled
from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.units import directory as room
from hoiam.units.directory import directory
from hoiam.units.models import UnitFunction
from hoiam.units.standing import standing

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 23, 9, tzinfo=VN)
ERAS = pytest.mark.parametrize("at", [MONDAY, TODAY], ids=["2021", "2026"])
WORK = (Verb.CLASSIFY, Verb.FORWARD, Verb.ANSWER, Verb.CLOSE)
TOP = "ubnd-tinh"


@pytest.fixture(autouse=True)
def _look_again():
    room.forget()
    yield
    room.forget()


def workers(at):
    """Everybody who could ever coordinate: the centre, the Office, home affairs, the inspectorate."""
    seats = (
        ("coordinator", "1022"), ("coordinator", "vp-ubnd"), ("home_affairs", "so-noi-vu"),
        ("unit_head", "thanh-tra"),
    )  # fmt: skip
    return [person(role, unit, on=at) for role, unit in seats]


def about(accused, at):
    """A case at the centre that accuses the unit."""
    case = received(at, conduct={"unit": "so-y-te", "about": "attitude"})
    Case.objects.filter(pk=case.pk).update(conduct_unit=accused)
    return Case.objects.get(pk=case.pk)


def can_work(someone, case, at):
    return Case.objects.visible_to(someone, at).filter(pk=case.pk).exists() and all(
        may(someone, verb, case, at) for verb in WORK
    )


@ERAS
def test_whoever_is_accused_somebody_outside_the_wall_can_work_the_case(at):
    """Units of that day and all that were before: a report may be about a body that has ended."""
    case, people = about(unit_id(TOP, at), at), workers(at)
    book, alone = directory(), []
    gone = [unit for unit in book.every_unit() if book.unit(unit, at.date()).since <= at.date()]
    assert len(gone) > 290
    for accused in gone:
        Case.objects.filter(pk=case.pk).update(conduct_unit=accused)
        case.conduct_unit_id = accused
        able = [one for one in people if can_work(one, case, at)]
        if not able:
            alone.append(book.unit(accused, at.date()).name)
        assert not any(accused in standing(one, at).walls for one in able)
    assert alone == []


@ERAS
def test_nobody_of_the_accused_or_below_it_is_outside_the_wall_but_who_oversees_the_top(at):
    book, on = directory(), at.date()
    through = {
        (book.unit(accused.id, on).code, book.unit(unit, on).code)
        for accused in book.units(on)
        for unit in {accused.id} | book.descendants(accused.id, on)
        if not is_walled(unit, accused.id, on)
    }
    assert through == {(TOP, "thanh-tra")}


@ERAS
@pytest.mark.parametrize("role", ["officer", "unit_head", "home_affairs", "auditor"])
def test_about_the_top_only_those_who_act_for_its_inspectorate_see_it(at, role):
    case = about(unit_id(TOP, at), at)
    seen = Case.objects.visible_to(person(role, "thanh-tra", on=at), at).filter(pk=case.pk).exists()
    assert seen == (role in ("unit_head", "home_affairs"))
    others = [person("authority_head", TOP, on=at), person("auditor", TOP, on=at), *workers(at)[:3]]
    assert not any(Case.objects.visible_to(other, at).filter(pk=case.pk).exists() for other in others)


def test_two_seats_do_not_lead_around_the_wall():
    case = about(unit_id(TOP), MONDAY)
    both = person("unit_head", "thanh-tra", name="hai-noi")
    person("officer", TOP)
    assert can_work(both, case, MONDAY)
    again = person("unit_head", "thanh-tra", name="hai-noi")
    again.memberships.create(unit_id=unit_id(TOP), role="officer", during=again.memberships.first().during)
    again.__dict__.pop("_standings", None)
    assert not Case.objects.visible_to(again, MONDAY).filter(pk=case.pk).exists()


def test_the_inspectorate_has_no_sight_of_what_others_can_look_into():
    for accused in ("vp-ubnd", "so-noi-vu", "ubnd-731"):
        case = about(unit_id(accused), MONDAY)
        assert (
            not Case.objects.visible_to(person("unit_head", "thanh-tra"), MONDAY).filter(pk=case.pk).exists()
        )


def test_from_the_first_word_to_the_end_of_a_case_about_the_top():
    inspector = person("unit_head", "thanh-tra")
    with clock.frozen(MONDAY):
        case = receive(petition(conduct={"unit": TOP, "about": "delay"}), by=actor("petitioner"))
    assert may_see_identity(case, inspector, MONDAY)
    case = do(case, "forward", to="thanh-tra", by="unit_head.thanh-tra@thanh-tra")
    assert can_work(inspector, case, MONDAY + hours(2))
    assert not may_see_identity(case, person("coordinator", "vp-ubnd"), MONDAY)


def test_it_is_never_forwarded_to_those_it_accuses_though_the_inspectorate_may_have_it():
    case = about(unit_id(TOP), MONDAY)
    for unit in (TOP, "vp-ubnd", "so-noi-vu", "so-y-te", "ubnd-731"):
        with pytest.raises(Refused, match="đơn vị bị phản ánh"):
            do(case, "forward", to=unit)


@pytest.mark.parametrize("accused", ["vp-ubnd", TOP])
def test_what_coordinators_are_told_goes_to_who_stands_in_for_them(accused):
    people = {one.username for one in workers(MONDAY)}
    case = about(unit_id(accused), MONDAY)
    tell_coordinators(case, "extension_asked", at=MONDAY, until=MONDAY + timedelta(days=9), reason="x")
    told = set(staff_told("extension_asked")) & people
    assert told == {"unit_head.thanh-tra"} if accused == TOP else told == {"home_affairs.so-noi-vu"}


def drop(*functions):
    UnitFunction.objects.filter(function__in=functions, serves=unit_id(TOP)).delete()
    room.forget()


def test_without_an_inspectorate_home_affairs_looks_into_it():
    drop("inspectorate")
    case = about(unit_id(TOP), MONDAY)
    assert can_work(person("home_affairs", "so-noi-vu"), case, MONDAY)
    assert not Case.objects.visible_to(person("unit_head", "thanh-tra"), MONDAY).filter(pk=case.pk).exists()


def test_without_either_such_a_report_is_refused_with_the_way_out():
    drop("inspectorate", "home_affairs")
    with pytest.raises(Refused, match="cần ghi chức năng Thanh tra"):
        received(conduct={"unit": TOP, "about": "delay"})
    with pytest.raises(Refused, match="cần ghi chức năng Thanh tra"):
        do(received(), "classify", conduct={"unit": TOP, "about": "delay"})
    assert received(conduct={"unit": "so-y-te", "about": "delay"}).conduct_unit_id
