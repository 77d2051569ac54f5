"""Print typeface (bộ chữ in): Times metrics for everything that is printed, from a wheel."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typst

TYPEFACE: Final = "rinoh_typeface_texgyretermes"


def font_folder() -> Path:
    found = find_spec(TYPEFACE)
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(f"the typeface package {TYPEFACE} is not installed")
    return Path(next(iter(found.submodule_search_locations)))


@cache
def fonts() -> Any:
    """For typst: our typeface and none of the machine's, read once in a process, not once for each file."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())])
