"""Measuring a page (đo trang in): lines of text with size, weight and place in millimetres."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import pdfplumber
import pypdfium2
import pytest

MM = 25.4 / 72


@dataclass(frozen=True)
class Line:
    """A line of one look. `base` is where its letters stand, from the top of the page; all in millimetres."""

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    italic: bool
    colours: frozenset

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def upper(self) -> float:
        """The top of its box of one em."""
        return self.base - 0.8 * self.size * MM


@dataclass(frozen=True)
class Stroke:
    page: int
    left: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


def texts_of(pdf: bytes) -> list[str]:
    """The words of each page, many pages in a moment."""
    with pypdfium2.PdfDocument(pdf) as paper:
        texts = []
        for page in paper:
            words = page.get_textpage()
            texts.append(words.get_text_range())
            words.close()
            page.close()
        return texts


class Measured:
    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        with pdfplumber.open(io.BytesIO(pdf)) as paper:
            self.sizes = [(page.width * MM, page.height * MM) for page in paper.pages]
            self.fonts = {char["fontname"].partition("+")[2] for page in paper.pages for char in page.chars}
            self.lines = [line for page in paper.pages for line in _lines(page)]
            self.strokes = [
                Stroke(page.page_number, one["x0"] * MM, one["x1"] * MM, one["top"] * MM)
                for page in paper.pages
                for one in page.lines
            ]
            self.boxes = [
                (one["x1"] - one["x0"], one["bottom"] - one["top"])
                for page in paper.pages
                for one in (*page.rects, *page.curves)
            ]

    @cached_property
    def texts(self) -> list[str]:
        return texts_of(self.pdf)

    def line(self, start: str) -> Line:
        """The one line that begins with these words."""
        (found,) = [line for line in self.lines if line.text.startswith(start)]
        return found

    def after(self, start: str) -> list[Line]:
        """That line and those drawn after it."""
        return self.lines[self.lines.index(self.line(start)) :]

    def stroke_below(self, line: Line) -> Stroke:
        """The first stroke below a line and in the middle of it."""
        below = [
            one
            for one in self.strokes
            if one.page == line.page and one.top > line.base and abs(one.centre - line.centre) < 1
        ]
        return min(below, key=lambda one: one.top)


def _lines(page: pdfplumber.page.Page) -> list[Line]:
    """As drawn: a new line wherever the letters stand on another height, in another look, or start over."""
    height = page.height
    found: list[list[dict]] = []
    for char in page.chars:
        base, look = round(height - char["matrix"][5], 1), (char["fontname"], round(char["size"], 1))
        last = found[-1][-1] if found else None
        is_same = last is not None and last["_place"] == (base, look) and _follows(last, char)
        char["_place"] = (base, look)
        if is_same:
            found[-1].append(char)
        else:
            found.append([char])
    return [_line(page, chars) for chars in found if "".join(c["text"] for c in chars).strip()]


def _follows(last: dict, char: dict) -> bool:
    """Close behind it: where there is no space between two words, they are of two cells."""
    return char["x0"] - last["x0"] >= 0 and (last["text"] == " " or char["x0"] - last["x1"] < 3)


def _line(page: pdfplumber.page.Page, chars: list[dict]) -> Line:
    inked = [char for char in chars if char["text"].strip()]
    name = chars[0]["fontname"]
    return Line(
        page.page_number,
        "".join(char["text"] for char in chars).strip(),
        inked[0]["x0"] * MM,
        inked[-1]["x1"] * MM,
        (page.height - chars[0]["matrix"][5]) * MM,
        round(chars[0]["size"], 2),
        "Bold" in name,
        "Italic" in name,
        frozenset(_colour(char) for char in inked),
    )


def _colour(char: dict) -> tuple:
    colour = char["non_stroking_color"]
    return tuple(colour) if isinstance(colour, list | tuple) else (colour,)


@pytest.fixture
def measured() -> Callable[[bytes], Measured]:
    return Measured


def by_page(lines: list[Line]) -> dict[int, list[Line]]:
    return {page: list(group) for page, group in groupby(lines, key=lambda line: line.page)}
