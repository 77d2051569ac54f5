"""Persons in words (người được nêu tên): a name behind "ông", "bà", and where such a person lives. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hoiam.letters.content import Kind

from .reading import TO, Finding, Reading, stop, warn

CAPITALS: Final = "".join(one for one in map(chr, range(ord("A"), ord("ỹ") + 1)) if one.isupper())
WORD: Final = rf"[{CAPITALS}][^\W\d_]*"
PERSON: Final = re.compile(
    rf"(?<!Hai )\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ụ) ((?:{WORD} ){{1,4}}{WORD})(?! -)"
)
HOME: Final = re.compile(
    r"[,(]? ?(?:hiện )?(?:ở|ngụ|cư ngụ|trú|thường trú|tạm trú|cư trú|địa chỉ|nhà|số(?: nhà)? \d+|tổ \d+|"
    r"khu phố|ấp|thôn|hẻm)\b",
    re.IGNORECASE,
)
CAPACITY: Final = re.compile(
    r"(?:,| -| –|:)? (?:là )?(?:phó |quyền )?(?:chủ tịch|giám đốc|trưởng|chánh|bí thư|chuyên viên|công chức|"
    r"viên chức|cán bộ|lãnh đạo|điện thoại viên|phòng|sở|văn phòng|ubnd|ban|thanh tra|công an|tổng đài)\b",
    re.IGNORECASE,
)


def check_persons(it: Reading) -> Iterator[Finding]:
    """Officials are named with their capacity; a letter of apology is addressed to a person."""
    for where, text in it.texts():
        if where != TO or it.content.kind is not Kind.APOLOGY:
            yield from _named(it, where, text, where)
    for annex in it.content.annexes:
        for at, row in enumerate(annex.rows, start=1):
            yield from _named(it, annex.name, "\n".join(row.cells), f"{annex.name}, dòng {at}")


def _named(it: Reading, where: str, text: str, place: str) -> Iterator[Finding]:
    for found in PERSON.finditer(text):
        if found[1] == it.content.signatory.name or CAPACITY.match(text, found.end()):
            continue
        if HOME.match(text, found.end()):
            yield stop(where, f"{place} có họ tên và nơi ở; hãy bỏ thông tin cá nhân khỏi văn bản.")
        else:
            yield warn(where, f"{place} có họ tên “{found[0]}”; nếu là người gửi, hãy bỏ khỏi văn bản.")
