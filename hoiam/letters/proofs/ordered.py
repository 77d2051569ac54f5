"""Units ordered in words (nơi được giao): whom a sentence tells to act, data behind it or not. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hoiam.letters.content import Kind

from .reading import Finding, Reading, stop

ORDERING: Final = (Kind.LETTER, Kind.NOTICE)
ORDER: Final = re.compile(r"\b(?:giao|yêu cầu|đề nghị) ", re.IGNORECASE)
HEADS: Final = re.compile(
    r"(?:(?:các|chủ tịch|giám đốc|thủ trưởng|trưởng|chánh|lãnh đạo|đồng chí) )*", re.IGNORECASE
)
JOINED: Final = re.compile(r"(?:,? chủ trì, phối hợp(?: với| cùng)?|,? và|,? cùng(?: với)?|[,;]) ")


def check_ordered(it: Reading) -> Iterator[Finding]:
    """Whoever "Giao …" names gets the document; those of the data are looked at by `check_executors`."""
    if it.content.kind not in ORDERING:
        return
    lines = (*it.content.addressees, *it.content.copies)
    told = {it.content.head.unit, *it.content.facts.executors, *(unit for one in lines for unit in one.units)}
    printed = {one.text for one in lines}
    for where, one in it.paragraphs():
        for order in ORDER.finditer(one.text):
            for name in _listed(it, one.text, order.end()):
                if told.isdisjoint(it.units[name]) and name not in printed:
                    yield stop(where, f"{name} được giao việc nhưng không có trong Kính gửi hoặc Nơi nhận.")


def _listed(it: Reading, text: str, at: int) -> Iterator[str]:
    """The names that stand one behind the other from there on."""
    at = _behind(HEADS, text, at)
    while name := _name_at(it, text, at):
        yield name
        at += len(name)
        if not JOINED.match(text, at):
            return
        at = _behind(HEADS, text, _behind(JOINED, text, at))


def _behind(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _name_at(it: Reading, text: str, at: int) -> str:
    """The longest name that is whole there."""
    there = (name for name in it.units if text.startswith(name, at))
    return max((name for name in there if not text[at + len(name) :][:1].isalnum()), key=len, default="")
