"""Names (tên đơn vị trong lời văn): what a letter of this issuer may call the units of that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from hoiam.units.directory import Directory
from hoiam.units.roles import Level


def names_of(units: Directory, issuer: int, on: date) -> Mapping[str, set[int]]:
    """Full names; short ones only of the province and of the issuer's own: "Phòng Nội vụ huyện" is each's."""
    known: dict[str, set[int]] = defaultdict(set)
    for unit in units.units(on):
        known[unit.name].add(unit.id)
        if unit.level == Level.PROVINCE or units.is_below(unit.id, issuer, on):
            known[unit.short_name].add(unit.id)
    return known
