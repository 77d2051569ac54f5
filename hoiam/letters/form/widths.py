"""Widths (độ dài chữ): how long words are on paper, for rules as long as the words above them."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from fontTools.ttLib import TTFont

from hoiam.kit.print_typeface import font_folder

MM_PER_POINT: Final = 25.4 / 72


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """In millimetres, in Times metrics."""
    cmap, advances, per_em = _metrics("bold" if bold else "regular")
    units = sum(advances[cmap[ord(sign)]][0] for sign in words if ord(sign) in cmap)
    return float(units) / per_em * size * MM_PER_POINT


def lines_of(words: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The words in as few lines as fit into `room` (mm), the lines as equal as can be."""
    parts = words.split()
    for many in range(1, len(parts) + 1):  # no words, no lines
        ways = [_cut(parts, ends) for ends in combinations(range(1, len(parts)), many - 1)]
        widest, lines = min((max(width_of(line, size, bold=bold) for line in lines), lines) for lines in ways)
        if widest <= room or many == len(parts):
            return lines
    return []


def _cut(parts: list[str], ends: tuple[int, ...]) -> list[str]:
    return [" ".join(parts[start:end]) for start, end in zip((0, *ends), (*ends, len(parts)), strict=True)]


@cache
def _metrics(weight: str) -> tuple[dict[int, str], Any, int]:
    with TTFont(Path(font_folder()) / f"texgyretermes-{weight}.otf") as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm
