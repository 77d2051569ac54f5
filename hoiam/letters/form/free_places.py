"""Free places (chỗ để trống): where number and day come once a document is signed, and the words drawn there.

Decree 30 numbers a document after the leader signed it, and nothing of what was signed may change. So the
file that is signed has no number in it, only places kept free; blanks.py makes form fields of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from hoiam.letters.content import Content
from hoiam.signatures.fields import Box

from .data import kept_inside, letter_data
from .pdf import LETTER, compiled, compiler, drawn

NUMBER: Final = "number"
DAY: Final = "day"


@dataclass(frozen=True, slots=True)
class FreePlace:
    name: str  # number, day, under-1, under-2 …
    page: int  # 1 is the first
    box: Box


def draw_free(content: Content) -> tuple[bytes, tuple[FreePlace, ...]]:
    """The document without number and day, and where they belong."""
    inputs = {"keeps-free": "1"}
    drawing = compiler(LETTER, letter_data(content, kept_inside(content), None, None), **inputs)
    pdf = compiled(drawing, None)
    found = json.loads(drawing.query("<kept-free>", field="value"))
    places, annexes = [], 0
    for one in found:
        name = one["name"]
        if name not in (NUMBER, DAY):
            annexes += 1
            name = f"{name}-{annexes}"
        box = Box(one["left"], one["top"], one["width"], one["height"])
        places.append(FreePlace(name, one["page"], box))
    return pdf, tuple(places)


def words_for(content: Content, number: str | None, on: date | None) -> dict[str, str]:
    """Place → what is written there; without number and day, what a draft shows."""
    data = letter_data(content, kept_inside(content), number, on)
    under = {f"under-{n}": annex["under"] for n, annex in enumerate(data["annexes"], start=1)}
    return {NUMBER: data["head"]["number"], DAY: data["head"]["place-and-date"], **under}


def draw_filling(place: FreePlace, words: str) -> bytes:
    """A page of the size of the place with the words in it, as the form would have set them."""
    data = {
        "width": place.box.width,
        "height": place.box.height,
        "words": words,
        "italic": place.name != NUMBER,
    }
    return drawn("filling.typ", data, None)
