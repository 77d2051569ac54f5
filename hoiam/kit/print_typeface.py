"""Print typeface (bộ chữ in): Times metrics for everything that is printed, from a wheel."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

TYPEFACE: Final = "rinoh_typeface_texgyretermes"


def font_folder() -> Path:
    found = find_spec(TYPEFACE)
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(f"the typeface package {TYPEFACE} is not installed")
    return Path(next(iter(found.submodule_search_locations)))
