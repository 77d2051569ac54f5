"""A sentence may call a unit by its full name; by a short one only where that can mean no other."""

from datetime import date

import pytest

from hoiam.units.directory import directory

from .names import names_of

pytestmark = pytest.mark.django_db
ON = date(2021, 8, 4)


def test_short_names_of_the_province_are_everybodys_and_those_of_a_district_its_own():
    units = directory()
    division, police = units.unit_id("nt-pnv", ON), units.unit_id("cong-an-tinh", ON)
    own = names_of(units, units.unit_id("ubnd-742", ON), ON)
    other = names_of(units, units.unit_id("ubnd-731", ON), ON)
    assert own["Phòng Nội vụ huyện"] == {division}
    assert "Phòng Nội vụ huyện" not in other
    assert other["Phòng Nội vụ huyện Nhơn Trạch"] == {division}
    assert own["Công an tỉnh"] == other["Công an tỉnh"] == {police}
