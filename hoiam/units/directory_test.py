from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.kit.refusal import Refused
from hoiam.units import directory as room
from hoiam.units.directory import Directory, directory
from hoiam.units.factories import AreaFactory, UnitFactory, UnitFunctionFactory
from hoiam.units.models import AreaVersion, Unit, UnitSuccession, UnitVersion

pytestmark = pytest.mark.django_db

TURN = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)


@pytest.fixture(autouse=True)
def _look_again():
    room.forget()


def test_a_code_means_what_it_meant_on_that_day():
    old = UnitFactory(code="t-26041", name="UBND phường Quyết Thắng", until=TURN)
    new = UnitFactory(code="t-26041", name="UBND phường Trấn Biên", since=TURN)
    assert directory().unit_id("t-26041", BEFORE) == old.pk
    assert directory().unit_id("t-26041", TURN) == new.pk


def test_an_unknown_code_is_refused_with_the_day():
    UnitFactory(code="t-gtvt", until=TURN)
    with pytest.raises(Refused, match="^Không có đơn vị mã t-gtvt vào ngày 01/07/2025.$"):
        directory().unit_id("t-gtvt", TURN)
    with pytest.raises(Refused, match="^Không có địa bàn mã 1 vào ngày 01/07/2025.$"):
        directory().area_id("1", TURN)


def test_history_keeps_old_names():
    unit = UnitFactory(name="UBND tỉnh Đồng Nai", until=TURN)
    assert directory().unit(unit.pk, date(2026, 11, 24)).name == "UBND tỉnh Đồng Nai"
    assert not directory().is_valid(unit.pk, TURN)


def test_a_unit_has_the_name_of_the_day():
    unit = UnitFactory(code="t-tinh", name="UBND tỉnh", until=TURN)
    UnitVersion.objects.create(
        unit=unit, during=DateRange(TURN, None), code="t-tinh", name="UBND thành phố", level="province"
    )
    room.forget()
    assert [directory().unit(unit.pk, day).name for day in (BEFORE, TURN)] == ["UBND tỉnh", "UBND thành phố"]


def test_above_and_below():
    province = UnitFactory()
    district = UnitFactory(parent=province)
    commune = UnitFactory(parent=district, until=TURN)
    units = directory()
    assert units.ancestors(commune.pk, BEFORE) == (district.pk, province.pk)
    assert units.descendants(province.pk, BEFORE) == {district.pk, commune.pk}
    assert units.descendants(province.pk, TURN) == {district.pk}
    assert units.is_below(commune.pk, province.pk, BEFORE)
    assert units.is_below(province.pk, province.pk, BEFORE)
    assert not units.is_below(province.pk, commune.pk, BEFORE)
    assert units.parent(commune.pk, BEFORE) == district.pk


def test_a_circle_of_parents_ends():
    one = UnitFactory()
    other = UnitFactory(parent=one)
    UnitVersion.objects.filter(unit=one).update(parent=other)
    room.forget()
    assert directory().ancestors(one.pk, TURN) == (other.pk,)
    assert directory().descendants(one.pk, TURN) == {other.pk}


def test_successors_are_those_of_the_day():
    first, second = UnitFactory(until=BEFORE), UnitFactory(since=BEFORE, until=TURN)
    third, fourth = UnitFactory(since=TURN), UnitFactory(since=TURN)
    for old, new, on in ((first, second, BEFORE), (second, third, TURN), (second, fourth, TURN)):
        UnitSuccession.objects.create(old=old, new=new, on=on, kind="split")
    room.forget()
    units = directory()
    assert units.successors(first.pk, BEFORE) == (second.pk,)
    assert units.successors(first.pk, TURN) == (third.pk, fourth.pk)
    assert units.keepers(third.pk, TURN) == (third.pk,)
    assert units.predecessors(third.pk) == {first.pk, second.pk}
    assert units.relatives(third.pk) == {first.pk, second.pk}, "a sibling is no relative"
    assert units.relatives(second.pk) == {first.pk, third.pk, fourth.pk}


def test_the_office_of_an_authority_is_a_row():
    authority, office = UnitFactory(), UnitFactory()
    UnitFunctionFactory(unit=office, serves=authority, function="office", during=DateRange(None, TURN))
    units = directory()
    assert units.function("office", authority.pk, BEFORE) == office.pk
    assert units.function("office", authority.pk, TURN) is None
    assert units.function("clerk", authority.pk, BEFORE) is None
    assert units.serves(office.pk, "office", BEFORE) == {authority.pk}


def test_without_a_centre_it_is_refused():
    with pytest.raises(Refused, match="Tổng đài 1022 vào ngày 01/07/2025"):
        Directory([], []).centre(TURN)


def test_lists_follow_the_vietnamese_alphabet():
    parent = AreaFactory()
    expected = ["An Phước", "Ân Hòa", "Dầu Giây", "Đak Lua", "Xuân Hòa"]
    for name in reversed(expected):
        AreaFactory(name=name, parent=parent)
    assert [area.name for area in directory().areas(TURN) if area.parent == parent.pk] == expected


def test_two_units_of_one_name_are_told_apart():
    district = AreaFactory(name="Nhơn Trạch", full_name="Huyện Nhơn Trạch", level="district")
    area = AreaFactory(name="Phước An", parent=district)
    here = UnitFactory(name="UBND xã Thử Nghiệm", area=area)
    only = UnitFactory(name="UBND xã Một Mình", area=area)
    UnitFactory(name="UBND xã Thử Nghiệm", area=AreaFactory(name="Phước An", parent=AreaFactory()))
    assert directory().label(here.pk, TURN) == "UBND xã Thử Nghiệm (huyện Nhơn Trạch)"
    assert directory().label(only.pk, TURN) == "UBND xã Một Mình"


def test_a_question_is_never_a_query(django_assert_num_queries):
    area = AreaFactory()
    unit = UnitFactory(area=area, parent=UnitFactory())
    units = directory()
    with django_assert_num_queries(0):
        for _ in range(100):
            directory().unit_id(units.unit(unit.pk, TURN).code, TURN)
            units.descendants(unit.pk, TURN), units.ancestors(unit.pk, TURN), units.centre(TURN)
            units.area_words(area.pk, TURN), units.label(unit.pk, TURN), units.units(TURN)


def test_a_change_by_anybody_is_seen():
    unit = UnitFactory(name="Tên cũ")
    before = directory()
    UnitVersion.objects.filter(unit=unit).update(name="Tên mới")
    room.forget()
    assert directory().unit(unit.pk, TURN).name == "Tên mới"
    assert before.unit(unit.pk, TURN).name == "Tên cũ", "a snapshot does not change under its user"


def test_nothing_is_read_again_when_nothing_changed(django_assert_num_queries):
    UnitFactory()
    before = directory()
    room.forget()
    with django_assert_num_queries(1):
        assert directory() is before


def test_a_change_taken_back_is_forgotten():
    unit = UnitFactory(name="Tên cũ")
    with transaction.atomic():
        UnitVersion.objects.filter(unit=unit).update(name="Tên mới")
        room.forget()
        assert directory().unit(unit.pk, TURN).name == "Tên mới"
        transaction.set_rollback(True)
    UnitVersion.objects.filter(unit=unit).update(short_name="Khác")
    room.forget()
    assert directory().unit(unit.pk, TURN).name == "Tên cũ"


@pytest.mark.parametrize("same", ["code", "identity"])
def test_the_database_refuses_two_versions_on_one_day(same):
    unit = UnitFactory(code="dv-x", until=TURN)
    other = Unit.objects.create(key="khác", kind="department")
    clash = {"unit": unit, "code": "dv-y"} if same == "identity" else {"unit": other, "code": "dv-x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitVersion.objects.create(during=DateRange(BEFORE, None), name="x", level="province", **clash)
    UnitVersion.objects.create(during=DateRange(TURN, None), name="x", level="province", **clash)


def test_the_database_refuses_one_area_code_twice_on_one_day():
    AreaFactory(code="t-26014", until=TURN)
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaFactory(code="t-26014", since=BEFORE)
    AreaFactory(code="t-26014", since=TURN)
    assert AreaVersion.objects.filter(code="t-26014").count() == 2
