"""The data of Đồng Nai as every installation holds it."""

import re
from collections import Counter
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.kit.refusal import Refused
from hoiam.units import directory as room, reference
from hoiam.units.directory import Directory, directory
from hoiam.units.models import (
    AreaSuccession,
    AreaVersion,
    UnitFunction,
    UnitSuccession,
    UnitVersion,
)
from hoiam.units.reference_rows import reference as reference_rows
from hoiam.units.spelling import old_tone_style

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

Y2021 = date(2021, 1, 1)
Y2024 = date(2024, 11, 1)
JUNE_2025 = date(2025, 6, 30)
JULY_2025 = date(2025, 7, 1)
TODAY = date(2026, 11, 24)


@pytest.fixture
def units():
    room.forget()
    return directory()


def names(units: Directory, code: str) -> list[str | None]:
    found: list[str | None] = []
    for day in (Y2021, Y2024, JUNE_2025, JULY_2025, TODAY):
        try:
            found.append(units.area(units.area_id(code, day), day).full_name)
        except Refused:
            found.append(None)
    return found


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("26041", ["Phường Quyết Thắng", *["Phường Trung Dũng"] * 2, *["Phường Trấn Biên"] * 2]),
        ("26014", ["Phường Tân Tiến", "Phường Tân Mai", "Phường Tân Mai", None, None]),
        ("26146", ["Xã Phú Trung", "Xã Phú Sơn", "Xã Phú Sơn", None, None]),
        ("26485", [*["Xã Phú Hội"] * 3, "Xã Nhơn Trạch", "Phường Nhơn Trạch"]),
        ("742", [*["Huyện Nhơn Trạch"] * 3, None, None]),
        ("75", [*["Tỉnh Đồng Nai"] * 4, "Thành phố Đồng Nai"]),
    ],
)
def test_a_reused_code_means_what_it_meant(units, code, expected):
    assert names(units, code) == expected


def test_a_committee_under_a_reused_code_is_another_unit(units):
    before, after = units.unit_id("ubnd-26041", Y2021), units.unit_id("ubnd-26041", JULY_2025)
    assert before != after
    assert units.unit(before, TODAY).name == "UBND phường Quyết Thắng"
    assert after in units.successors(before, JULY_2025)


def test_a_commune_whose_land_is_the_same_stays_the_same_unit(units):
    kept = [code for code in commune_codes(units, TODAY) if is_same_unit(units, f"ubnd-{code}")]
    assert kept == ["25222", "25225", "26119", "26173", "26209", "26374", "26377"]
    unit = units.unit_id("ubnd-26374", Y2021)
    assert [units.unit(unit, day).name for day in (Y2021, TODAY)] == ["UBND phường Tam Phước"] * 2
    assert [units.unit(units.parent(unit, day), day).code for day in (JUNE_2025, JULY_2025)] == [
        "ubnd-731",
        "ubnd-tinh",
    ]


def commune_codes(units: Directory, on: date) -> list[str]:
    return sorted(area.code for area in units.areas(on, "commune"))


def is_same_unit(units: Directory, code: str) -> bool:
    return units.unit_id(code, Y2021) == units.unit_id(code, TODAY)


def test_every_day_has_its_number_of_communes(units):
    counted = {day: Counter(area.level for area in units.areas(day)) for day in (Y2021, Y2024, JULY_2025)}
    assert counted[Y2021] == {"province": 2, "district": 22, "commune": 170 + 111}
    assert counted[Y2024] == {"province": 2, "district": 22, "commune": 159 + 111}
    assert counted[JULY_2025] == {"province": 1, "commune": 95}


def test_thirteen_wards_became_thirty_three(units):
    kinds = [Counter(area.kind for area in units.areas(day, "commune")) for day in (JULY_2025, TODAY)]
    assert kinds == [{"commune": 72, "ward": 23}, {"commune": 62, "ward": 33}]


def test_every_area_has_its_committee_on_every_day(units):
    for day in (Y2021, Y2024, JUNE_2025, JULY_2025, TODAY):
        for area in units.areas(day):
            committee = units.committee(area.id, day)
            assert committee is not None, area
            expected = "ubnd-tinh" if area.code == "75" else f"ubnd-{area.code}"
            assert units.unit(committee, day).code == expected


def test_a_committee_is_below_the_committee_of_the_area_above(units):
    for day in (Y2021, TODAY):
        for area in units.areas(day):
            above = area.parent and units.committee(area.parent, day)
            assert units.parent(units.committee(area.id, day), day) == above


def test_every_commune_of_2021_went_somewhere(units):
    for area in units.areas(Y2021, "commune"):
        heirs = units.area_keepers(area.id, TODAY)
        assert heirs, area
        assert {units.committee(heir, TODAY) for heir in heirs} == set(
            units.keepers(units.committee(area.id, Y2021), TODAY)
        )


def test_every_commune_of_today_came_from_somewhere(units):
    fresh = [
        area for area in units.areas(JULY_2025, "commune") if not units.is_area_valid(area.id, JUNE_2025)
    ]
    assert len(fresh) == 95 - 7
    assert all(units.area_predecessors(area.id) for area in fresh)


def test_every_unit_that_ended_has_a_successor_but_the_offices_of_the_district(units):
    ended = [unit for unit in units.units(JUNE_2025) if not units.is_valid(unit.id, JULY_2025)]
    orphans = [unit.code for unit in ended if not units.successors(unit.id, JULY_2025)]
    assert sorted(orphans) == ["nt-pnv", "nt-vp"]


def test_a_divided_commune_has_two_heirs(units):
    heirs = units.area_successors(units.area_id("26449", Y2021), JULY_2025)
    assert sorted(units.area(heir, JULY_2025).full_name for heir in heirs) == ["Xã Xuân Hòa", "Xã Xuân Đông"]


def test_seventeen_names_are_borne_twice_and_told_apart(units):
    committees = [unit for unit in units.units(Y2021) if unit.kind == "committee" and unit.level == "commune"]
    names = Counter(unit.name for unit in committees)
    twice = [name for name, count in names.items() if count > 1]
    assert len(twice) == 17
    assert max(names.values()) == 2
    labels = [units.label(unit.id, Y2021) for unit in committees]
    assert len(set(labels)) == len(labels)


def test_names_change_with_the_day(units):
    authority = units.unit_id("ubnd-tinh", Y2021)
    assert units.unit_id("ubnd-tinh", TODAY) == authority
    assert units.unit(authority, date(2026, 4, 29)).name == "UBND tỉnh Đồng Nai"
    assert units.unit(authority, date(2026, 4, 30)).full_name == "Ủy ban nhân dân thành phố Đồng Nai"


@pytest.mark.parametrize("day", [Y2021, JULY_2025, TODAY])
def test_the_centre_and_its_authority_are_there_in_both_eras(units, day):
    centre, authority = units.centre(day), units.unit_id("ubnd-tinh", day)
    office = units.function("office", authority, day)
    assert units.unit(centre, day).code == "1022"
    assert units.unit(office, day).code == "vp-ubnd"
    assert units.parent(centre, day) == office
    assert units.unit(units.function("home_affairs", authority, day), day).code == "so-noi-vu"


def test_the_district_of_the_letter_has_its_own_office(units):
    district = units.unit_id("ubnd-742", Y2021)
    assert units.unit(units.function("office", district, Y2021), Y2021).code == "nt-vp"
    assert units.unit(units.function("home_affairs", district, Y2021), Y2021).code == "nt-pnv"
    assert units.function("office", district, JULY_2025) is None


def test_departments_follow_their_successors(units):
    heirs = units.successors(units.unit_id("so-ldtbxh", Y2021), JULY_2025)
    assert [units.unit(heir, JULY_2025).code for heir in heirs] == ["so-noi-vu", "so-y-te"]
    with pytest.raises(Refused, match="so-gtvt vào ngày 01/07/2025"):
        units.unit_id("so-gtvt", JULY_2025)


def test_names_keep_one_tone_style():
    new_style = re.compile(r"o[àáảãạèéẻẽẹ]\b|(?<!q)u[ỳýỷỹỵ]\b", re.IGNORECASE)
    written = [*AreaVersion.objects.values_list("full_name", flat=True)]
    written += UnitVersion.objects.values_list("name", flat=True)
    assert "Phường Biên Hòa" in written
    assert not [name for name in written if new_style.search(name)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Xuân Hoà", "Xuân Hòa"),
        ("thuỷ lợi", "thủy lợi"),
        ("Quý, quỹ", "Quý, quỹ"),
        ("Hoàn toán khoẻ", "Hoàn toán khỏe"),
        ("Hòa", "Hòa"),
    ],
)
def test_the_tone_goes_to_the_first_vowel_only_at_the_end(written, kept):
    assert old_tone_style(written) == kept


def test_loading_again_changes_nothing(django_assert_max_num_queries):
    before = held()
    with django_assert_max_num_queries(3):
        reference.load()
    assert held() == before


def test_loading_gives_back_what_is_missing_and_keeps_what_was_changed():
    before = held()
    UnitFunction.objects.filter(unit__key="thanh-tra").delete()
    UnitVersion.objects.filter(unit__key="vnpt").update(short_name="VNPT")
    version = UnitVersion.objects.get(unit__key="viettel")
    version.delete()
    version.unit.delete()
    reference.load()
    assert held() == before
    assert UnitVersion.objects.get(unit__key="vnpt").short_name == "VNPT"


def test_an_older_installation_gets_the_functions_it_does_not_know_yet():
    before = held()
    UnitFunction.objects.filter(function="operator").delete()
    reference.load()
    assert held() == before


def test_a_function_that_somebody_ended_stays_ended():
    ended = UnitFunction.objects.get(function="operator")
    UnitFunction.objects.filter(pk=ended.pk).update(during=DateRange(None, JULY_2025))
    UnitFunction.objects.filter(function="inspectorate").delete()
    reference.load()
    ended.refresh_from_db()
    assert ended.during.upper == JULY_2025
    assert UnitFunction.objects.filter(function="operator").count() == 1
    assert UnitFunction.objects.filter(function="inspectorate").exists()


def held() -> list[int]:
    models = (AreaVersion, UnitVersion, AreaSuccession, UnitSuccession, UnitFunction)
    return [model.objects.count() for model in models]


def test_all_rows_of_the_files_are_in():
    rows = reference_rows()
    files = [rows.areas, rows.units, rows.area_successions, rows.unit_successions, rows.functions]
    assert held() == [len(file) for file in files]
