"""Words (lời văn của dự thảo): a body as plain text for a person to change, and back. Pure."""

from __future__ import annotations

import re
from typing import Any

from .content import Paragraph

_POINT = re.compile(r"([0-9]+)\. ")


def as_text(body: tuple[Paragraph, ...]) -> str:
    """A blank line between paragraphs; two stars around what is bold."""
    return "\n\n".join(plain(one) for one in body)


def plain(one: Paragraph) -> str:
    return "".join(f"**{run.text}**" if run.bold else run.text for run in one.runs)


def as_body(text: str, before: tuple[Paragraph, ...] = ()) -> tuple[Paragraph, ...]:
    """What was not changed stays as it was; of the rest the words say what it is."""
    unchanged: dict[str, list[Paragraph]] = {}
    for one in before:
        unchanged.setdefault(" ".join(plain(one).split()), []).append(one)
    said = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    return tuple(
        unchanged[words].pop(0) if unchanged.get(words) else _fresh(words, n, len(said))
        for n, words in enumerate(said)
    )


def _fresh(words: str, n: int, many: int) -> Paragraph:
    role: Any = "text"
    if point := _POINT.match(words):
        return Paragraph.of(words, "point", int(point[1]))
    if n == many - 1:
        role = "closing"
    elif n == 0:
        role = "opening"
    return Paragraph.of(words, role)
