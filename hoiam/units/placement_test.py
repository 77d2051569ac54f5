"""Where the open cases of 30/6/2025 go by the shipped plan; a case is only its unit and place here."""

from datetime import date

import pytest

from hoiam.units import directory as room
from hoiam.units.directory import directory
from hoiam.units.places import code_at, commune_at
from hoiam.units.reference_rows import DATA
from hoiam.units.reorganisation import placement, read, tally

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

JULY_2021 = date(2021, 7, 2)
JUNE_2025 = date(2025, 6, 30)
TURN = date(2025, 7, 1)
PLAN = read(DATA / "reorganisation_2025-07-01.json")
IN_XUAN_HOA = (10.8487, 107.5586)  # checked against the map below
BIEN_HOA = (10.9447, 106.8243)


@pytest.fixture(autouse=True)
def _look_again():
    room.forget()


def place(unit, area=None, point=(None, None), on=JUNE_2025):
    """The code the case goes to, and how; or None and why not."""
    units = directory()
    area_id = units.area_id(area, on) if area else None
    found = placement(PLAN, area_id, *point, units.unit_id(unit, on))
    return (units.unit(found.to, TURN).code, found.how) if found.to else (None, found.reason)


def test_a_district_case_goes_to_the_commune_that_holds_its_area():
    assert place("ubnd-742", "26485") == ("ubnd-26485", "area")
    assert place("ubnd-731", "25993") == ("ubnd-25993", "area")


def test_an_area_of_2021_is_followed_through_both_changes():
    """Phường Tân Tiến → Tân Mai (1/11/2024) → Tam Hiệp (1/7/2025)."""
    assert place("ubnd-731", "26014", on=JULY_2021) == ("ubnd-26017", "area")


def test_a_divided_commune_is_decided_by_coordinates():
    assert code_at(*IN_XUAN_HOA) == "26446"
    assert place("ubnd-741", "26449", IN_XUAN_HOA) == ("ubnd-26446", "coordinates")
    assert place("ubnd-26449", "26449", IN_XUAN_HOA) == ("ubnd-26446", "coordinates")


def test_a_divided_commune_without_coordinates_goes_to_a_person():
    assert place("ubnd-741", "26449") == (
        None,
        "Xã Xuân Tâm nay thuộc nhiều xã, phường; phản ánh không có tọa độ.",
    )


def test_coordinates_that_contradict_the_area_go_to_a_person():
    assert place("ubnd-741", "26449", BIEN_HOA) == (
        None,
        "Tọa độ nằm ngoài Xã Xuân Tâm; cần người xem lại vị trí.",
    )
    assert place("ubnd-742", None, BIEN_HOA)[0] is None


def test_a_district_case_without_an_area_goes_by_its_coordinates():
    to, how = place("ubnd-731", None, BIEN_HOA)
    assert (to, how) == (f"ubnd-{code_at(*BIEN_HOA)}", "coordinates")


def test_the_area_of_a_whole_district_is_not_enough():
    assert place("ubnd-731", "731")[0] is None
    assert place("ubnd-731", "731", BIEN_HOA)[1] == "coordinates"
    assert place("ubnd-731", "75")[0] is None, "the province is everywhere"


def test_a_district_case_with_neither_goes_to_a_person():
    assert place("ubnd-742") == (
        None,
        "Huyện Nhơn Trạch nay thuộc nhiều xã, phường; phản ánh không có tọa độ.",
    )


def test_the_office_of_a_district_passes_its_cases_by_place():
    assert place("nt-pnv", "26485") == ("ubnd-26485", "area")
    assert place("nt-vp")[0] is None


def test_a_merged_commune_passes_everything_to_its_one_successor():
    assert place("ubnd-26041") == ("ubnd-26041", "succession")
    assert place("ubnd-26014", on=JULY_2021) == ("ubnd-26017", "succession")


def test_a_department_with_one_successor_goes_there():
    assert place("so-gtvt") == ("so-xay-dung", "succession")
    assert place("ubnd-70") == ("ubnd-tinh", "succession")


def test_a_department_with_several_successors_goes_to_a_person():
    assert place("so-ldtbxh", "26485") == (
        None,
        "Sở Lao động - Thương binh và Xã hội có nhiều đơn vị kế thừa: Sở Nội vụ, Sở Y tế; "
        "cần người chọn theo nội dung.",
    )


def test_what_goes_on_is_not_moved():
    assert place("so-y-te", "26485") == ("so-y-te", "stays")
    assert place("ubnd-26374") == ("ubnd-26374", "stays")


def test_every_case_with_an_area_in_one_piece_finds_its_place():
    """None lost: each commune of 2021 × the committees that could hold a case there."""
    units = directory()
    lost = []
    for area in units.areas(JULY_2021, "commune"):
        committee = units.committee(area.id, JULY_2021)
        for holder in (committee, units.parent(committee, JULY_2021)):
            found = placement(PLAN, area.id, None, None, holder)
            if found.to is None:
                lost.append(area.code)
            else:
                assert units.is_valid(found.to, TURN)
    assert set(lost) == {"26128", "26449"}, "the two communes that were divided"


def test_what_will_happen_is_counted_before_it_happens():
    units = directory()
    district, department = (units.unit_id(code, JUNE_2025) for code in ("ubnd-742", "so-ldtbxh"))
    area = units.area_id("26485", JUNE_2025)
    ways, reasons = tally(PLAN, [(area, None, None, district)] * 3 + [(area, None, None, department)])
    assert ways == {"area": 3, "person": 1}
    assert sum(reasons.values()) == 1


def test_no_map_is_known_before_the_95_communes():
    assert commune_at(*BIEN_HOA, JUNE_2025) is None
    assert directory().area(commune_at(*BIEN_HOA, TURN), TURN).level == "commune"
    assert commune_at(21.03, 105.85, TURN) is None, "Hà Nội"


def test_every_commune_lies_where_its_polygon_is():
    astray = [
        area.code for area in directory().areas(TURN, "commune") if code_at(area.lat, area.lng) != area.code
    ]
    assert astray == []
