"""Stamps (hình chữ ký): what a signature shows on the page, drawn as a small PDF of the field's own size.

Form: Nghị định 30/2020/NĐ-CP, Phụ lục I: the image of a leader's signature is blue, an organisation's red; a
separate annex carries no image, only number, symbol and time, at the top right in size 10.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst

from hoiam.kit.moments import VN
from hoiam.kit.print_typeface import fonts

from .fields import Box

HERE: Final = Path(__file__).parent
BLUE: Final = "#1d3f9c"
RED: Final = "#c8102e"
BLACK: Final = "#000000"
SIZE: Final = 10


def leader_stamp(name: str, at: datetime, box: Box, *, image: bytes | None = None) -> bytes:
    """A person's: the image of the hand's signature where there is one, else who and when in words.

    The seal lies over the left third of it: words keep clear of that.
    """
    words = [] if image else signed_words(name, at)
    return _drawn(words, box, colour=BLUE, image=image, clear=box.width / 3)


def organisation_stamp(name: str, at: datetime, box: Box, *, image: bytes | None = None) -> bytes:
    """An organisation's: who and when; the image of its seal, where there is one, lies under the words."""
    return _drawn(signed_words(name, at), box, colour=RED, image=image)


@lru_cache(maxsize=8)  # a hundred annex files of one document show the same
def annex_stamp(number_symbol: str, at: datetime, box: Box) -> bytes:
    """On an annex that is a file of its own: of which document, and when. No image, at the right."""
    return _drawn([number_symbol, time_words(at)], box, colour=BLACK, at_right=True)


def signed_words(name: str, at: datetime) -> list[str]:
    return [f"Ký bởi: {name}", f"Ngày ký: {time_words(at)}"]


def time_words(at: datetime) -> str:
    """04-08-2021 08:23:42 +07:00"""
    return f"{at.astimezone(VN):%d-%m-%Y %H:%M:%S} +07:00"


def _drawn(
    lines: list[str],
    box: Box,
    *,
    colour: str,
    image: bytes | None = None,
    at_right: bool = False,
    clear: float = 0,
) -> bytes:
    data = {
        "width": box.width,
        "height": box.height,
        "lines": lines,
        "size": SIZE,
        "colour": colour,
        "at_right": at_right,
        "clear": clear,
        "image": list(image) if image else None,
    }
    return bytes(
        typst.compile(
            str(HERE / "stamp.typ"),
            root=str(HERE),
            font_paths=fonts(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format="pdf",
            timestamp=datetime(2020, 1, 1, tzinfo=UTC),  # the same words give the same bytes
            pdf_standards=["a-2b"],
        )
    )
