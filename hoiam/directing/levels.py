"""Levels (cấp): how bodies of a level are named together, and which body has a role at this level.

"Chủ tịch UBND các huyện: Cẩm Mỹ, Trảng Bom và thành phố Biên Hòa"; Sở Nội vụ → Phòng Nội vụ → Phòng
Văn hóa - Xã hội. Who has a role is a row of units (UnitFunction); where nobody is entered yet, the letter
still names the body as its level calls it, and no account stands behind the name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hoiam.units.directory import UnitView, directory
from hoiam.units.roles import AreaKind, Function, Level, UnitKind

# The order in which letters name them, and the word before several and before one.
AREA_WORDS: Final[dict[str, str]] = {
    AreaKind.RURAL_DISTRICT: "huyện",
    AreaKind.TOWN: "thị xã",
    AreaKind.CITY: "thành phố",
    AreaKind.COMMUNE: "xã",
    AreaKind.WARD: "phường",
    AreaKind.TOWNSHIP: "thị trấn",
}
OFFICE_NAMES: Final = {
    Level.PROVINCE: "Văn phòng UBND",
    Level.DISTRICT: "Văn phòng HĐND và UBND",
    Level.COMMUNE: "Văn phòng HĐND và UBND",
}
HOME_AFFAIRS_NAMES: Final = {
    Level.PROVINCE: "Sở Nội vụ",
    Level.DISTRICT: "Phòng Nội vụ",
    Level.COMMUNE: "Phòng Văn hóa - Xã hội",
}


@dataclass(frozen=True, slots=True)
class Body:
    """A body a letter names; `unit` None: it has no account here."""

    name: str
    unit: int | None = None

    @property
    def units(self) -> tuple[int, ...]:
        return () if self.unit is None else (self.unit,)


def office_of(issuer: int, on: date) -> Body:
    """The issuer's Office: "Văn phòng UBND tỉnh", "Văn phòng HĐND và UBND huyện"."""
    return _body(issuer, Function.OFFICE, on, f"{OFFICE_NAMES[_level(issuer, on)]} {place_word(issuer, on)}")


def home_affairs_of(issuer: int, on: date) -> Body:
    return _body(issuer, Function.HOME_AFFAIRS, on, HOME_AFFAIRS_NAMES[_level(issuer, on)])


def operator_of(issuer: int, on: date) -> Body | None:
    """The company that runs the centre; a level without a centre of its own has none."""
    unit = directory().function(Function.OPERATOR, issuer, on)
    return None if unit is None else Body(directory().unit(unit, on).name, unit)


def _body(issuer: int, function: Function, on: date, name: str) -> Body:
    unit = directory().function(function, issuer, on)
    if unit is None:
        return Body(name)
    return Body(_without_place(directory().unit(unit, on), issuer, on), unit)


def _without_place(unit: UnitView, issuer: int, on: date) -> str:
    """Inside its own letter a body is named without the place: "Phòng Nội vụ", not "… huyện Nhơn Trạch"."""
    place = directory().unit(issuer, on).place_name
    name = unit.name.removesuffix(place).rstrip() if place else unit.name
    if unit.level == Level.PROVINCE or name == unit.name:
        return unit.name
    is_office = name.startswith(OFFICE_NAMES[Level.DISTRICT])
    return name if is_office else name.removesuffix(place_word(issuer, on)).rstrip()


def place_word(issuer: int, on: date) -> str:
    """The word for the issuer's own land: tỉnh, huyện, thành phố, xã, phường."""
    area = directory().unit(issuer, on).area
    if area is None:
        return ""
    found = directory().area(area, on)
    if found.level == Level.PROVINCE:
        return "thành phố" if found.kind == AreaKind.CENTRAL_CITY else "tỉnh"
    return AREA_WORDS[found.kind]


def short_of(issuer: int, on: date) -> str:
    """UBND tỉnh, UBND huyện: the issuer in its own letters."""
    unit = directory().unit(issuer, on)
    return f"UBND {place_word(issuer, on)}" if unit.kind == UnitKind.COMMITTEE else unit.short_name


def name_of(unit: int, on: date) -> str:
    return directory().label(unit, on)


def _level(issuer: int, on: date) -> Level:
    return Level(directory().unit(issuer, on).level)


# -- several bodies of one level ------------------------------------------------------------------------


def bodies_below(issuer: int, on: date) -> list[UnitView]:
    """The departments or divisions of the issuer itself."""
    kinds = (UnitKind.DEPARTMENT, UnitKind.DIVISION)
    return [unit for unit in directory().units(on) if unit.parent == issuer and unit.kind in kinds]


def heads_words(units: Sequence[int], on: date) -> str:
    """The heads of these units, by level: who is told to act.

    "Chủ tịch UBND các huyện: A, B và thành phố C"; "Người đứng đầu Sở X; Chủ tịch UBND huyện A".
    """
    book = directory()
    views = [book.unit(unit, on) for unit in units]
    local = [v for v in views if v.kind == UnitKind.COMMITTEE and v.area is not None]
    others = [v for v in views if v not in local]
    parts = [
        _others_words(others, "Người đứng đầu"),
        f"Chủ tịch UBND {_areas_words(local, on)}" if local else "",
    ]
    return "; ".join(part for part in parts if part)


def units_words(units: Sequence[int], on: date) -> str:
    """The same units themselves, in a letter of a district: "UBND các phường: …; Phòng Y tế"."""
    book = directory()
    views = [book.unit(unit, on) for unit in units]
    local = [v for v in views if v.kind == UnitKind.COMMITTEE and v.area is not None]
    others = ", ".join(v.name for v in views if v not in local)
    parts = [others, f"UBND {_areas_words(local, on)}" if local else ""]
    return "; ".join(part for part in parts if part)


def _others_words(others: Sequence[UnitView], head: str) -> str:
    if not others:
        return ""
    if len(others) == 1:
        return f"{head} {others[0].name}"
    return f"{head} các đơn vị: {', '.join(unit.name for unit in others)}"


def _areas_words(local: Sequence[UnitView], on: date) -> str:
    groups: dict[str, list[str]] = {}
    for unit in sorted(local, key=lambda one: _kind_order(one, on)):
        groups.setdefault(AREA_WORDS[_area_kind(unit, on)], []).append(_area_name(unit, on))
    parts = [
        f"{word} {names[0]}" if len(names) == 1 else f"các {word}: {', '.join(names)}"
        for word, names in groups.items()
    ]
    plural = sum(len(names) > 1 for names in groups.values())
    if plural > 1:
        return "; ".join(parts)
    return " và ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def _area_name(unit: UnitView, on: date) -> str:
    assert unit.area is not None  # only committees of an area come here
    return directory().area(unit.area, on).name


def _area_kind(unit: UnitView, on: date) -> str:
    assert unit.area is not None
    return directory().area(unit.area, on).kind


def _kind_order(unit: UnitView, on: date) -> int:
    return list(AREA_WORDS).index(AreaKind(_area_kind(unit, on)))
