"""The reorganisation of 1/7/2025 on real units: open work moves, nothing is lost, deadlines stay."""

from datetime import datetime
from pathlib import Path

import pytest

from hoiam import units
from hoiam.cases.factories import do, received, unit_id
from hoiam.cases.models import Case
from hoiam.cases.moving import count_moves, left_behind, move_open_cases, place_by_hand
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.reorganisation import read

pytestmark = pytest.mark.django_db
JUNE = datetime(2025, 6, 27, 9, tzinfo=VN)
JULY = datetime(2025, 7, 1, tzinfo=VN)
PLAN = Path(units.__file__).parent / "data" / "reorganisation_2025-07-01.json"


def held(unit: str, area: str | None, **changes: object) -> Case:
    place = {"area": area} if area else None
    case = received(JUNE, place=place, **changes)
    return do(case, "forward", to=unit, at=JUNE.replace(hour=10))


def test_a_districts_case_goes_to_the_commune_that_holds_its_place():
    case = held("ubnd-731", "26041")
    due_at = case.due_at
    moves = move_open_cases(read(PLAN), JULY)
    case.refresh_from_db()
    assert moves.ways["area"] == 1
    assert directory().unit(case.holder_id, JULY.date()).code.startswith("ubnd-2")
    assert (case.due_at, case.state) == (due_at, "forwarded")
    assert case.events.order_by("-seq").first().verb == "transfer"


def test_a_department_with_one_successor_hands_over_to_it():
    case = held("so-gtvt", None)
    move_open_cases(read(PLAN), JULY)
    case.refresh_from_db()
    assert case.holder_id == unit_id("so-xay-dung", JULY)


def test_without_a_place_a_person_decides_and_the_case_stays_in_sight():
    case = held("ubnd-731", None)
    assert count_moves(read(PLAN)).for_a_person == 1
    moves = move_open_cases(read(PLAN), JULY)
    assert moves.ways == {"person": 1}
    assert list(left_behind(JULY)) == [case]
    place_by_hand(case, to=unit_id("ubnd-26041", JULY), act="NQ 202/2025/QH15", at=JULY)
    assert not left_behind(JULY).exists()


def test_what_was_counted_is_what_is_moved_and_twice_moves_nothing():
    for unit, area in (("ubnd-731", "26041"), ("ubnd-742", "26485"), ("ubnd-731", None), ("so-tnmt", None)):
        held(unit, area)
    counted = count_moves(read(PLAN))
    moved = move_open_cases(read(PLAN), JULY)
    assert (moved.ways, moved.total) == (counted.ways, 4)
    again = move_open_cases(read(PLAN), JULY)
    assert again.ways == {"person": moved.for_a_person} and again.total < 4


def test_a_conduct_case_never_moves_to_the_heirs_of_whom_it_accuses():
    """The district holds a case about a ward; the ward's land and people are now the new ward's."""
    case = held("ubnd-731", "26041", conduct={"unit": "ubnd-26041", "about": "attitude"})
    district = case.holder_id
    moves = move_open_cases(read(PLAN), JULY)
    case.refresh_from_db()
    assert (case.holder_id, moves.ways["person"]) == (district, 1)
    assert case in left_behind(JULY)


def test_a_living_units_case_is_not_placed_by_hand():
    case = held("so-y-te", None)
    with pytest.raises(Refused, match="vẫn đang hoạt động"):
        place_by_hand(case, to=unit_id("ubnd-26041", JULY), act="x", at=JULY)
