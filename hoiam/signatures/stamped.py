"""Stamped (trang được đóng thêm chữ): what an office's own system prints on a page, and where it may.

Such systems print the number, the day, "Ký bởi …" and a line of their own. The page as it was sent is drawn
first and untouched (compare.py sees to that); whatever is printed after it stays in the places kept free and
in the upper and lower margin, and covers no word. Fonts and shadings can draw what no reader of words finds,
so the two pages are also looked at as pictures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

import pdfplumber
from pdfplumber.utils.exceptions import PdfminerException
from PIL import Image, ImageChops

from hoiam.kit.pdf_pictures import opened
from hoiam.kit.refusal import Refused

from .fields import POINTS_PER_MM
from .prepare import UNREADABLE

Box = tuple[float, float, float, float]  # left, top, right, bottom in points from the top left corner

MARGIN: Final = 20 * POINTS_PER_MM  # Decree 30: the least of the upper and the lower one
SLACK: Final = 2 * POINTS_PER_MM  # another program's letters are a little larger than ours
PIXELS_PER_POINT: Final = 2
MOST_SAID: Final = 60


def beyond_its_places(
    sent: bytes, returned: bytes, number: int, *, kept: Iterable[Box], notes: Iterable[tuple[Box, str]]
) -> str | None:
    """None when all that is new on the page is where it may be. `kept`: places for number, day, signatures;
    `notes`: annotations that are new, and what they say."""
    try:
        with pdfplumber.open(BytesIO(sent)) as before, pdfplumber.open(BytesIO(returned)) as after:
            page, other = before.pages[number - 1], after.pages[number - 1]
            places = _places(page, kept)
            held = [_box(one) for one in (*page.extract_words(), *page.images)]
            printed = [one for one in _new(page.chars, other.chars) if not _is_within(_box(one), places)]
    except PdfminerException as broken:
        raise Refused(UNREADABLE) from broken
    said = [pdfplumber.utils.text.extract_text(printed)] if printed else []
    said += [
        words
        for box, words in notes
        if not _is_within(box, places) or any(_overlap(box, one) for one in held)
    ]
    if said:
        return (
            f"Trang {number} của tệp mang về có thêm chữ “{' '.join(said[0].split())[:MOST_SAID]}” ngoài chỗ "
            "ghi số, ghi ngày, ô chữ ký và lề trên, lề dưới."
        )
    if _looks_otherwise(_picture(sent, number), _picture(returned, number), places, held):
        return f"Nội dung trang {number} của tệp mang về khác tệp gửi đi."
    return None


def _places(page: Any, kept: Iterable[Box]) -> list[Box]:
    width, height = float(page.width), float(page.height)
    wider = [(left - SLACK, top - SLACK, right + SLACK, low + SLACK) for left, top, right, low in kept]
    return [(0, 0, width, MARGIN), (0, height - MARGIN, width, height), *wider]


def _new(before: Sequence[Any], after: Sequence[Any]) -> list[Any]:
    known = Counter(map(_glyph, before))
    new = []
    for one in after:
        if known[_glyph(one)]:
            known[_glyph(one)] -= 1
        else:
            new.append(one)
    return new


def _glyph(one: Any) -> tuple[object, ...]:
    return (one["text"], one["fontname"], *(round(edge, 1) for edge in _box(one)))


def _box(one: Any) -> Box:
    return float(one["x0"]), float(one["top"]), float(one["x1"]), float(one["bottom"])


def _is_within(box: Box, places: Iterable[Box]) -> bool:
    left, top, right, low = box
    return any(left >= x and top >= y and right <= x1 and low <= y1 for x, y, x1, y1 in places)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _picture(pdf: bytes, number: int) -> Image.Image:
    """The page without annotations: those are compared one by one."""
    with opened(pdf) as document:
        if document is None:
            raise Refused(UNREADABLE)
        page = document[number - 1]
        drawn = page.render(scale=PIXELS_PER_POINT, may_draw_forms=False, draw_annots=False)
        return drawn.to_pil().convert("RGB")  # type: ignore[no-any-return]


def _looks_otherwise(
    before: Image.Image, after: Image.Image, places: Iterable[Box], held: Iterable[Box]
) -> bool:
    """Outside the places, and in them wherever something stood already."""
    difference = ImageChops.difference(before, after)
    stood = [(box, difference.crop(box)) for box in map(_in_pixels, held)]
    for box in map(_in_pixels, places):
        difference.paste((0, 0, 0), box)
    for box, part in stood:
        difference.paste(part, box)
    return difference.getbbox() is not None


def _in_pixels(box: Box) -> tuple[int, int, int, int]:
    left, top, right, low = (round(edge * PIXELS_PER_POINT) for edge in box)
    return left, top, right, low
