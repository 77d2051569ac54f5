"""Places (vị trí): the commune of a point, by the polygons of the 95 communes of 1/7/2025.

A reference map, not a legal boundary (data/README.md). Of earlier days no polygons are known.
"""

import json
from datetime import date
from functools import cache
from typing import Any, Final

from .directory import directory
from .reference_rows import DATA

MAP_OF: Final = date(2025, 7, 1)


def commune_at(lat: float, lng: float, on: date) -> int | None:
    """The area id of the commune the point lies in on that day; None where or when the map does not reach."""
    if on < MAP_OF or (code := code_at(lat, lng)) is None:
        return None
    areas = directory()
    keepers = areas.area_keepers(areas.area_id(code, MAP_OF), on)
    return keepers[0] if len(keepers) == 1 else None


def code_at(lat: float, lng: float) -> str | None:
    """The code of the polygon, as of 1/7/2025. On a border it is the same one each time."""
    from shapely import Point

    codes, tree = _map()
    found = tree.query(Point(lng, lat), predicate="intersects")
    return codes[min(found)] if len(found) else None


@cache
def _map() -> tuple[list[str], Any]:
    """Read at the first question: most processes never ask."""
    from shapely import STRtree
    from shapely.geometry import shape

    with (DATA / "dongnai_communes_2025_simplified.geojson").open(encoding="utf-8") as file:
        features = json.load(file)["features"]
    features.sort(key=lambda feature: feature["properties"]["code"])
    codes = [feature["properties"]["code"] for feature in features]
    return codes, STRtree([shape(feature["geometry"]) for feature in features])
