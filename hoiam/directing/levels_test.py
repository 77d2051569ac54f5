"""Bodies are named by their level, as the letters of 2021 name them; who they are comes from rows."""

from datetime import date

import pytest

from hoiam.units.directory import directory

from . import levels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
DAY = date(2021, 8, 4)
NOW = date(2026, 8, 4)
BIEN_HOA, NHON_TRACH, LONG_THANH = "ubnd-731", "ubnd-742", "ubnd-740"


def ids(*codes, on=DAY):
    return [directory().unit_id(code, on) for code in codes]


def one(code, on=DAY):
    return directory().unit_id(code, on)


def test_the_late_units_of_the_letter_of_2021_are_grouped_by_level():
    units = ids("ubnd-739", "ubnd-737", LONG_THANH, "ubnd-738", BIEN_HOA)
    assert levels.heads_words(units, DAY) == (
        "Chủ tịch UBND các huyện: Cẩm Mỹ, Trảng Bom, Long Thành, Thống Nhất và thành phố Biên Hòa"
    )


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ([BIEN_HOA], "Chủ tịch UBND thành phố Biên Hòa"),
        ([BIEN_HOA, LONG_THANH], "Chủ tịch UBND huyện Long Thành và thành phố Biên Hòa"),
        (["so-y-te"], "Người đứng đầu Sở Y tế"),
        (["so-y-te", LONG_THANH], "Người đứng đầu Sở Y tế; Chủ tịch UBND huyện Long Thành"),
        (["so-y-te", "vnpt"], "Người đứng đầu các đơn vị: Sở Y tế, VNPT Đồng Nai"),
    ],
)
def test_few_late_units_and_departments_have_words_of_their_own(codes, said):
    assert levels.heads_words(ids(*codes), DAY) == said


def test_wards_and_communes_of_2026_stand_in_two_lists():
    top = one("ubnd-tinh", NOW)
    below = [unit for unit in directory().units(NOW) if unit.parent == top and unit.kind == "committee"]
    kinds = {"xã": [], "phường": []}
    for unit in below:
        kinds[directory().area(unit.area, NOW).full_name.split()[0].lower()].append(unit.id)
    said = levels.heads_words(kinds["phường"][:2] + kinds["xã"][:2], NOW)
    assert said.startswith("Chủ tịch UBND các xã: ")
    assert "; các phường: " in said


def test_roles_are_replaced_by_level_and_named_without_their_place():
    district = one(NHON_TRACH)
    assert levels.office_of(one("ubnd-tinh"), DAY) == levels.Body("Văn phòng UBND tỉnh", one("vp-ubnd"))
    assert levels.office_of(district, DAY) == levels.Body("Văn phòng HĐND và UBND huyện", one("nt-vp"))
    assert levels.home_affairs_of(one("ubnd-tinh"), DAY).name == "Sở Nội vụ"
    assert levels.home_affairs_of(district, DAY) == levels.Body("Phòng Nội vụ", one("nt-pnv"))


def test_where_no_body_is_entered_the_letter_still_names_it_and_nobody_stands_behind_it():
    assert levels.office_of(one(BIEN_HOA), DAY) == levels.Body("Văn phòng HĐND và UBND thành phố")
    assert levels.home_affairs_of(one("ubnd-26041"), DAY) == levels.Body("Phòng Văn hóa - Xã hội")


def test_only_the_level_that_has_a_centre_has_an_operator():
    assert levels.operator_of(one("ubnd-tinh"), DAY) == levels.Body("VNPT Đồng Nai", one("vnpt"))
    assert levels.operator_of(one(NHON_TRACH), DAY) is None


@pytest.mark.parametrize(
    ("code", "on", "said"),
    [
        ("ubnd-tinh", DAY, "UBND tỉnh"),
        ("ubnd-tinh", NOW, "UBND thành phố"),
        (NHON_TRACH, DAY, "UBND huyện"),
        (BIEN_HOA, DAY, "UBND thành phố"),
    ],
)
def test_an_issuer_is_short_in_its_own_letters(code, on, said):
    assert levels.short_of(one(code, on), on) == said
