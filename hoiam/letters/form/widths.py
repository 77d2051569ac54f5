"""Widths (độ dài chữ): how long words are on paper, for rules as long as the words above them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from fontTools.ttLib import TTFont

from .pdf import font_folder

MM_PER_POINT: Final = 25.4 / 72


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """In millimetres, in Times metrics."""
    cmap, advances, per_em = _metrics("bold" if bold else "regular")
    units = sum(advances[cmap[ord(sign)]][0] for sign in words if ord(sign) in cmap)
    return float(units) / per_em * size * MM_PER_POINT


@cache
def _metrics(weight: str) -> tuple[dict[int, str], Any, int]:
    with TTFont(Path(font_folder()) / f"texgyretermes-{weight}.otf") as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm
