"""Places and matters (nơi và việc): which unit answers for what, on the day the story is told."""

from __future__ import annotations

import random
from datetime import date
from typing import Final, NamedTuple

from hoiam.categories.lookup import by_id, category_id
from hoiam.units.directory import AreaView, directory
from hoiam.units.roles import Level

# What people bring most, by weight, and who answers: the local committee unless a body is named.
MATTERS_2021: Final = {
    "MT01": (12, None), "MT02": (9, None), "MT04": (6, None), "GT01": (10, None), "DT01": (7, None),
    "TN01": (6, None), "DT02": (5, None), "CS01": (5, None), "GT05": (3, "so-gtvt"), "VT01": (3, "so-gtvt"),
    "YT02": (6, "so-y-te"), "CN01": (6, "cap-nuoc"), "DL01": (6, "dien-luc"), "DD01": (6, "so-tnmt"),
    "HC01": (8, None),
}  # fmt: skip
MATTERS_NOW: Final = {
    "MT01": (12, None), "MT02": (9, None), "MT04": (6, None), "GT01": (10, None), "DT01": (7, None),
    "TN01": (6, None), "DT02": (5, None), "CS01": (5, None), "GT05": (3, "so-xay-dung"),
    "VT01": (3, "so-xay-dung"), "YT05": (5, "so-y-te"), "DL01": (6, "dien-luc-dn"), "DD01": (6, "so-nnmt"),
    "HC01": (8, None),
}  # fmt: skip


class Matter(NamedTuple):
    category: str
    name: str
    unit: str
    area: AreaView
    where: str


def communes(on: date, province: str = "75") -> list[AreaView]:
    """Communes and wards of the province on that day."""
    book = directory()
    root = book.area_id(province, on)
    return [area for area in book.areas(on, Level.COMMUNE) if root in book.area_ancestors(area.id, on)]


def matter(on: date, areas: list[AreaView], chance: random.Random, *, category: str | None = None) -> Matter:
    """Something wrong somewhere, and who must act: a body of the province, or the local committee."""
    table = MATTERS_2021 if on < date(2025, 7, 1) else MATTERS_NOW
    code = category or chance.choices(list(table), [weight for weight, _ in table.values()])[0]
    area, book = chance.choice(areas), directory()
    body = table.get(code, (1, None))[1]
    unit = body or f"ubnd-{book.area(_local(area), on).code if on < date(2025, 7, 1) else area.code}"
    return Matter(code, by_id(category_id(code, on)).name, unit, area, book.area_words(area.id, on))


def _local(commune: AreaView) -> int:
    """Before 1/7/2025 the district answered."""
    assert commune.parent is not None
    return commune.parent
