"""The form of a seal (khuôn niêm phong): the header whose hash is the root, as it is signed and published.

    root = SHA-256( 0x02 ‖ header ), header = canonical JSON with `previous` (the root before) and `tree`
    (the root over the lines of this batch).

So each root covers every line up to it, and whoever holds one root holds all before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from django.conf import settings

from hoiam.cases.history import canonical
from hoiam.cases.models import Seal

FORMAT: Final = "hoiam-seal-1"
_HEADER: Final = b"\x02"
Ranges = list[list[int]]  # [[first, last], …], both ends among them


@dataclass(frozen=True, slots=True)
class Header:
    """What a seal says: which lines, under which root, after which seal, by which key."""

    number: int
    previous: str | None
    sealed_at: datetime
    ids: Ranges
    lines: int
    tree: bytes
    key: str

    def text(self) -> str:
        return canonical(
            {
                "format": FORMAT,
                "installation": str(settings.HOIAM_INSTALLATION),
                "number": self.number,
                "previous": self.previous,
                "sealed_at": self.sealed_at.astimezone(UTC).isoformat(timespec="seconds"),
                "ids": self.ids,
                "lines": self.lines,
                "tree": self.tree.hex(),
                "key": self.key,
            }
        ).decode()


def root_of_header(text: str) -> bytes:
    return sha256(_HEADER + text.encode()).digest()


def as_published(seal: Seal) -> dict[str, Any]:
    """A seal as files, pages and e-mails carry it: everything but the leaves."""
    return {
        "number": seal.number,
        "root": bytes(seal.root).hex(),
        "signature": bytes(seal.signature).hex(),
        "header": seal.header,
    }


def said(seal: Seal) -> dict[str, Any]:
    """What the header says, read from its own bytes."""
    told: dict[str, Any] = json.loads(seal.header)
    return told


def ranges_of(numbers: Iterable[int]) -> Ranges:
    """Ascending numbers as ranges: a day's lines follow each other, save those of transactions undone."""
    ranges: Ranges = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges


def gaps_between(ranges: Iterable[list[int]]) -> Ranges:
    """What no range covers, from 1 to the last covered: of transactions undone, or still running then."""
    gaps: Ranges = []
    reached = 0
    for first, last in sorted(ranges):
        if first > reached + 1:
            gaps.append([reached + 1, first - 1])
        reached = max(reached, last)
    return gaps
