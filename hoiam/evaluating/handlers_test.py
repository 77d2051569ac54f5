"""Who handles whose matter: a table of the accused and the unit that works it, and whose head decides."""

from datetime import date

import pytest

from hoiam.cases.visible import is_walled
from hoiam.kit.refusal import Refused
from hoiam.units import directory
from hoiam.units.models import UnitFunction

from .handlers import handled_by, handler_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
ON = date(2021, 7, 5)
TABLE = """
    ubnd-731    so-noi-vu   ubnd-tinh   a district: home affairs of the province
    ubnd-26041  so-noi-vu   ubnd-tinh   a ward whose district has no home affairs in the rows
    so-tnmt     so-noi-vu   ubnd-tinh   a department
    ubnd-742    so-noi-vu   ubnd-tinh   a chairman: one level up
    nt-pnv      so-noi-vu   ubnd-tinh   home affairs of a district: one level up
    nt-vp       so-noi-vu   ubnd-tinh   the Office of a district: one level up
    thanh-tra   so-noi-vu   ubnd-tinh   the inspectorate
    so-noi-vu   thanh-tra   ubnd-tinh   home affairs of the province: the inspectorate
    vp-ubnd     thanh-tra   ubnd-tinh   its Office: the inspectorate
    1022        thanh-tra   ubnd-tinh   the centre: the inspectorate
    dien-luc    so-noi-vu   ubnd-tinh   a company that lies under nobody
    ubnd-tinh   thanh-tra   -           the chairman of the province: nobody stands above
"""
ROWS = [line.split(maxsplit=3) for line in TABLE.strip().splitlines()]


def code(unit):
    return directory.directory().unit(unit, ON).code if unit else "-"


@pytest.mark.parametrize(("accused", "unit", "authority", "why"), ROWS, ids=[row[0] for row in ROWS])
def test_the_table(accused, unit, authority, why):
    found = handler_of(directory.directory().unit_id(accused, ON), ON)
    assert (code(found.unit), code(found.authority)) == (unit, authority), why


def test_what_lies_below_a_district_with_home_affairs_stays_there():
    book = directory.directory()
    wards = book.descendants(book.unit_id("ubnd-742", ON), ON)
    functions = {book.unit_id(name, ON) for name in ("nt-pnv", "nt-vp")}
    handled = {code(handler_of(unit, ON).unit) for unit in wards - functions}
    assert handled == {"nt-pnv"}


def test_no_unit_of_the_province_is_judged_by_itself_or_by_one_behind_its_wall():
    book = directory.directory()
    top = {book.root(ON), *book.relatives(book.root(ON))}
    for unit in book.units(ON):
        found = handler_of(unit.id, ON)
        assert found.unit != unit.id and not book.is_below(unit.id, found.unit, ON), unit
        assert unit.id in top or not is_walled(found.unit, unit.id, ON), unit


def test_where_nobody_can_judge_it_is_said_and_not_given_to_the_accused():
    UnitFunction.objects.filter(function="inspectorate").delete()
    directory.forget()
    with pytest.raises(Refused, match="Thanh tra"):
        handler_of(directory.directory().unit_id("so-noi-vu", ON), ON)


def test_the_matters_of_a_unit_that_ended_are_with_its_heir():
    book, after = directory.directory(), date(2025, 8, 1)
    old = book.unit_id("ubnd-26041", ON)
    (heir,) = book.keepers(old, after)
    assert heir != old and old in handled_by(frozenset({heir}), after)
