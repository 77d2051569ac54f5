"""Units ordered in words (nơi được giao): whom a sentence tells to act, data behind it or not. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from hoiam.letters.content import Kind

from .reading import Finding, Reading, stop

ORDERING: Final = (Kind.LETTER, Kind.NOTICE)
ORDER: Final = re.compile(r"\b(?:giao|yêu cầu|đề nghị) ", re.IGNORECASE)
HEADS: Final = re.compile(
    r"(?:(?:các|chủ tịch|giám đốc|thủ trưởng|trưởng|chánh|lãnh đạo|đồng chí) )*", re.IGNORECASE
)
JOINED: Final = re.compile(r"(?:,? chủ trì, phối hợp(?: với| cùng)?|,? và|,? cùng(?: với)?|[,;]) ")
COMMITTEE: Final = "UBND "
PLACE: Final = r"(?:thành phố|thị xã|thị trấn|đặc khu|huyện|xã|phường)"
# "UBND các huyện: Cẩm Mỹ, Trảng Bom và thành phố Biên Hòa; các phường: …" names one committee after another.
SEVERAL: Final = re.compile(
    rf"(?:(?:UBND|Ủy ban nhân dân) )?(?:các )?({PLACE}(?:(?:,| và) {PLACE})*): ?", re.IGNORECASE
)
# A point that opens with them orders them, whether it says "giao" or not.
POINT: Final = re.compile(rf"\d+\. (?={HEADS.pattern}{SEVERAL.pattern})", re.IGNORECASE)


def check_ordered(it: Reading) -> Iterator[Finding]:
    """Whoever "Giao …" names gets the document; those of the data are looked at by `check_executors`."""
    if it.content.kind not in ORDERING:
        return
    lines = (*it.content.addressees, *it.content.copies)
    told = {it.content.head.unit, *it.content.facts.executors, *(unit for one in lines for unit in one.units)}
    printed = {one.text for one in lines}
    for where, one in it.paragraphs():
        for at in _orders(one.text):
            for name in _listed(it, one.text, at):
                if told.isdisjoint(it.units[name]) and name not in printed:
                    yield stop(where, f"{name} được giao việc nhưng không có trong Kính gửi hoặc Nơi nhận.")


def _orders(text: str) -> Iterator[int]:
    """Behind which words those who are ordered are named."""
    if point := POINT.match(text):
        yield point.end()
    yield from (order.end() for order in ORDER.finditer(text))


def _listed(it: Reading, text: str, at: int) -> Iterator[str]:
    """The names that stand one behind the other from there on."""
    unsaid: tuple[str, ...] = ("",)  # how a name may begin without its list saying so each time
    while True:
        at = _behind(HEADS, text, at)
        if several := SEVERAL.match(text, at):
            places = re.findall(PLACE, several[1].lower())
            unsaid, at = ("", COMMITTEE, *(f"{COMMITTEE}{place} " for place in places)), several.end()
        name, length = max((_name_at(it, begin, text[at:]) for begin in unsaid), key=itemgetter(1))
        if not name:
            return
        yield name
        at += length
        if not JOINED.match(text, at):
            return
        at = _behind(JOINED, text, at)


def _behind(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _name_at(it: Reading, unsaid: str, text: str) -> tuple[str, int]:
    """The longest name that is whole there, and how much of the text says it."""
    whole = unsaid + text
    there = (name for name in it.units if len(name) > len(unsaid) and whole.startswith(name))
    name = max((name for name in there if not whole[len(name) :][:1].isalnum()), key=len, default="")
    return name, max(0, len(name) - len(unsaid))
