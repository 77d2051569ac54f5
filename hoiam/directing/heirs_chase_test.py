"""A late reply goes up to the Office of its issuer; of a unit that has ended, its heir is chased."""

from datetime import date, datetime, timedelta

import pytest

from hoiam.cases.factories import do
from hoiam.chasing.models import Chased, Notice
from hoiam.kit.moments import VN
from hoiam.units.directory import directory
from hoiam.units.factories import UnitFunctionFactory
from hoiam.units.models import Unit

from .chase import chase
from .factories import (
    BIEN_HOA,
    LONG_THANH,
    WARD,
    composed,
    explained,
    in_force,
    office,
    passed_on,
    person,
    replied,
    said,
    unit_id,
)  # fmt: skip

pytestmark = pytest.mark.django_db
TURN = datetime(2025, 7, 1, 8, tzinfo=VN)  # districts are no more
OFFICE_OF_BIEN_HOA = "ubnd-26044"  # any unit may be entered as it


def told(unit):
    found = Notice.objects.filter(chased__unit=unit, chased__outcome=Chased.Outcome.TOLD)
    return sorted(found.values_list("person__username", flat=True))


def its_office():
    keys = (unit_id(OFFICE_OF_BIEN_HOA), unit_id(BIEN_HOA))
    unit, serves = (Unit.objects.get(pk=key) for key in keys)
    UnitFunctionFactory(unit=unit, serves=serves)
    return person("office_head", OFFICE_OF_BIEN_HOA)


def test_late_replies_go_up_to_the_office_of_whoever_issued_the_letter(directive):
    """Also where that Office is itself among the late: the letter is of its own house."""
    office()
    head = its_office()
    in_force(passed_on(directive), number=6499)
    chase(datetime(2021, 8, 20, 9, tzinfo=VN))
    assert told(unit_id(WARD)) == told(unit_id(OFFICE_OF_BIEN_HOA)) == [head.username]
    assert told(unit_id(LONG_THANH)) == ["coordinator.vp-ubnd", "office_head.vp-ubnd"]


def heirs(of, at):
    return [directory().unit(unit, at.date()) for unit in directory().successors(unit_id(of), at.date())]


@pytest.fixture
def of_2025(month):
    """A letter of the last days of the districts, with a reply due after them."""
    at = datetime(2025, 6, 24, 9, tzinfo=VN)
    return in_force(composed(at=at, reply_before=date(2025, 7, 11)))


def test_the_open_line_of_an_abolished_addressee_is_chased_to_the_heir_that_has_its_case(month, of_2025):
    """Not to whoever sat in the old unit, nor to the other heirs; the lines replied to before are settled."""
    heir, other = heirs(BIEN_HOA, TURN)[:2]
    replied(of_2025, [explained(month["late"]), said(month["ward"])])
    do(month["open"], "transfer", by="system", at=TURN, to=heir.code, act="NQ 1662")
    for one in (heir, other):
        person("focal_point", one.code, on=TURN)
    chase(TURN + timedelta(days=7))
    assert told(heir.id) == [f"focal_point.{heir.code}"]
    assert told(other.id) == told(unit_id(BIEN_HOA)) == []
    chase(TURN + timedelta(days=17))
    assert Chased.objects.filter(unit=heir.id, order=4, outcome="told").exists()
    assert not Chased.objects.filter(unit__in=(other.id, unit_id(BIEN_HOA))).exists()
