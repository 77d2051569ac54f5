"""PDF by typst (bản in): data goes in, PDF/A comes out; no word of anybody is ever typst code."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

import typst

from hoiam.kit.moments import VN
from hoiam.kit.print_typeface import fonts
from hoiam.letters.content import Annex, Content
from hoiam.signatures.fields import ANNEX_BOX, LEADER, ORGANISATION, Box, Field

from .data import annex_data, kept_inside, letter_data, name_of, under_words

HERE: Final = Path(__file__).parent
LETTER, ANNEX = "letter.typ", "annex.typ"
UNDATED: Final = date(2000, 1, 1)  # a draft bears no day, and the same draft is the same bytes
LANDSCAPE_WIDTH, PORTRAIT_WIDTH = 297.0, 210.0
LEADER_WIDTH, LEADER_HEIGHT = 45.0, 24.0
ORGANISATION_WIDTH: Final = 40.0
MOST_TAGGED: Final = 500  # lines: a table of thousands of cells grows tenfold when each is tagged for readers


def draw_pdf(content: Content, *, number: str | None, on: date | None) -> bytes:
    """The document, with those annexes that every addressee gets whole. Without number or day: a draft."""
    inside = kept_inside(content)
    lines = sum(annex.lines for annex in inside)
    return drawn(LETTER, letter_data(content, inside, number, on), on, is_tagged=lines <= MOST_TAGGED)


def draw_annex(
    content: Content, annex: Annex, *, number: str | None, on: date | None, unit: int | None = None
) -> bytes:
    """An annex as a file of its own; only the rows of `unit` when one is given."""
    part = annex if unit is None else annex.part_of(unit)
    name = f"{part.name} – {name_of(content, number)}"
    data = {
        "name": name,
        "author": content.head.said_name,
        "annex": annex_data(part, under_words(content, number, on)),
    }
    return drawn(ANNEX, data, on, is_tagged=part.lines <= MOST_TAGGED)


def signature_boxes(content: Content, *, number: str | None, on: date | None) -> tuple[Field, ...]:
    """Where the leader and the organisation sign: between position and name, the seal over a third of it."""
    data = letter_data(content, kept_inside(content), number, on)
    place = json.loads(compiler(LETTER, data).query("<signature>", field="value", one=True))
    centre = place["left"] + place["width"] / 2
    top = place["top"] + (place["height"] - LEADER_HEIGHT) / 2
    leader = Box(centre - LEADER_WIDTH / 2, top, LEADER_WIDTH, LEADER_HEIGHT)
    over = leader.left + LEADER_WIDTH / 3 - ORGANISATION_WIDTH
    seal = Box(over, top, ORGANISATION_WIDTH, LEADER_HEIGHT)
    return Field(LEADER, place["page"], leader), Field(ORGANISATION, place["page"], seal)


def annex_signature_box(annex: Annex) -> Field:
    """Of an annex in its own file only the organisation signs, at the top right of the first page."""
    shift = LANDSCAPE_WIDTH - PORTRAIT_WIDTH if annex.landscape else 0
    box = Box(ANNEX_BOX.left + shift, ANNEX_BOX.top, ANNEX_BOX.width, ANNEX_BOX.height)
    return Field(ORGANISATION, 1, box)


def drawn(template: str, data: dict[str, Any], on: date | None, *, is_tagged: bool = True) -> bytes:
    return compiled(compiler(template, data), on, is_tagged=is_tagged)


def compiled(drawing: Any, on: date | None, *, is_tagged: bool = True) -> bytes:
    """PDF/A, dated with the day of the document: the same content is the same bytes."""
    at = datetime.combine(on or UNDATED, time(), VN).astimezone(UTC)
    return bytes(drawing.compile(format="pdf", timestamp=at, pdf_standards=["a-2b"], pdf_tags=is_tagged))


def compiler(template: str, data: dict[str, Any], **inputs: str) -> Any:
    return typst.Compiler(
        input=str(HERE / template),
        root=str(HERE),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False), **inputs},
    )
