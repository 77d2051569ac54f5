"""Placement (nơi tiếp nhận): where an open case of an abolished unit goes. It knows only unit and place.

A body with one successor: there. A local committee, or an office below one: to the committee of the commune
that now holds the place, by the case's area, else by its coordinates. What neither settles goes to a person,
with the reason.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .directory import AreaView, Directory, UnitView, directory
from .places import commune_at
from .plan import Plan
from .roles import Level, UnitKind


@dataclass(frozen=True, slots=True)
class Placement:
    """`to` is a unit of the new day, or None: a person decides, for the `reason` given.

    `how`: stays · succession · area · coordinates · person.
    """

    to: int | None
    how: str
    reason: str = ""


def placement(
    plan: Plan, area_id: int | None, lat: float | None, lng: float | None, unit_id: int
) -> Placement:
    """Where a case held by `unit_id`, in that area or at that point, goes on the plan's first day."""
    units, on = directory(), plan.effective_on
    if units.is_valid(unit_id, on):
        return Placement(unit_id, "stays")
    heirs = units.successors(unit_id, on)
    if len(heirs) == 1:
        return Placement(heirs[0], "succession")
    committee = _local_committee(units, unit_id, on)
    if committee is None:
        return _for_a_person(_several(units, unit_id, heirs, on))
    return _by_place(units, committee, area_id, (lat, lng), on)


def tally(
    plan: Plan, held: Iterable[tuple[int | None, float | None, float | None, int]]
) -> tuple[Counter[str], Counter[str]]:
    """How many cases (area, lat, lng, unit) go which way, and how many to a person for which reason."""
    placed = [placement(plan, *case) for case in held]
    return Counter(place.how for place in placed), Counter(
        place.reason for place in placed if place.to is None
    )


def _by_place(
    units: Directory,
    committee: UnitView,
    area_id: int | None,
    point: tuple[float | None, float | None],
    on: date,
) -> Placement:
    area = _place(units, committee, area_id, on)
    land = communes_of(units, area, on)
    if len(land) == 1:
        return _to_committee(units, min(land), "area", on)
    lat, lng = point
    if lat is None or lng is None:
        return _for_a_person(f"{area.full_name} nay thuộc nhiều xã, phường; phản ánh không có tọa độ.")
    commune = commune_at(lat, lng, on)
    if commune is None or commune not in land:
        return _for_a_person(f"Tọa độ nằm ngoài {area.full_name}; cần người xem lại vị trí.")
    return _to_committee(units, commune, "coordinates", on)


def _place(units: Directory, committee: UnitView, area_id: int | None, on: date) -> AreaView:
    """The area of the case; without one, or with the province only, the committee's own."""
    if area_id is not None and (area := units.area(area_id, on)).level != Level.PROVINCE:
        return area
    assert committee.area is not None
    return units.area(committee.area, on)


def communes_of(units: Directory, area: AreaView, on: date) -> frozenset[int]:
    """The communes of that day that hold its land: itself, its successors, or those of what lay in it."""
    if keepers := units.area_keepers(area.id, on):
        return frozenset(keepers)
    last_day = area.until - timedelta(days=1)
    inside = units.area_descendants(area.id, last_day)
    return frozenset(keeper for part in inside for keeper in units.area_keepers(part, on))


def _to_committee(units: Directory, area_id: int, how: str, on: date) -> Placement:
    committee = units.committee(area_id, on)
    if committee is None:
        return _for_a_person(f"{units.area(area_id, on).full_name} chưa có UBND trong danh bạ.")
    return Placement(committee, how)


def _local_committee(units: Directory, unit_id: int, on: date) -> UnitView | None:
    """The unit itself or the nearest above it that is the committee of a district or commune."""
    for candidate in (unit_id, *units.ancestors(unit_id, on)):
        unit = units.unit(candidate, on)
        if unit.kind == UnitKind.COMMITTEE and unit.level != Level.PROVINCE and unit.area is not None:
            return unit
    return None


def _several(units: Directory, unit_id: int, heirs: tuple[int, ...], on: date) -> str:
    name = units.unit(unit_id, on).name
    if not heirs:
        return f"{name} không có đơn vị kế thừa."
    names = ", ".join(units.unit(heir, on).name for heir in heirs)
    return f"{name} có nhiều đơn vị kế thừa: {names}; cần người chọn theo nội dung."


def _for_a_person(reason: str) -> Placement:
    return Placement(None, "person", reason)
