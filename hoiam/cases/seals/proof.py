"""Proof (bằng chứng cho một phản ánh): its lines, and for each the way from its hash to a published root.

Whoever gets the file checks it without us: docs/how-to/check-a-seal.md, a script of the standard library.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, Final

from hoiam.cases.models import Event, Seal
from hoiam.kit.ids import read_code, show_code
from hoiam.kit.moments import iso
from hoiam.kit.refusal import Refused

from .form import as_published
from .rows import Row, rows_within
from .tree import path_of, split

FORMAT: Final = "hoiam-proof-1"


def proof_of(code: str) -> dict[str, Any]:
    """Every sealed line of the case; lines that wait for their seal are counted."""
    digits = read_code(code)
    numbers = list(Event.objects.filter(case__code=digits).order_by("seq").values_list("id", flat=True))
    if not numbers:
        raise Refused(f"Không có phản ánh mã {show_code(digits)}.")
    rows = {row.id: row for row in rows_within([[number, number] for number in numbers])}
    lines: list[dict[str, Any]] = []
    used: list[Seal] = []
    for seal in _seals_over(numbers):
        used.append(seal)
        hashes = split(seal.leaves)
        places = {number: at for at, number in enumerate(_numbers(seal))}
        lines += [_line(rows[number], seal, places[number], hashes) for number in numbers if number in places]
    if not lines:
        raise Refused(
            "Phản ánh này chưa có dòng nào được niêm phong; hãy lấy bằng chứng sau lần niêm phong tới."
        )
    return {
        "format": FORMAT,
        "case": digits,
        "waiting": len(numbers) - len(lines),
        "lines": lines,
        "seals": [as_published(seal) for seal in used],
    }


def _seals_over(numbers: list[int]) -> list[Seal]:
    """The few seals that cover these lines: the ranges are looked at before the large rows are read."""
    ranges = Seal.objects.order_by("number").values_list("number", "ids")
    over = [
        number
        for number, ids in ranges
        if any(first <= line <= last for first, last in ids for line in numbers)
    ]
    return list(Seal.objects.filter(number__in=over).order_by("number"))


def _numbers(seal: Seal) -> list[int]:
    return list(chain.from_iterable(range(first, last + 1) for first, last in seal.ids))


def _line(row: Row, seal: Seal, place: int, hashes: list[bytes]) -> dict[str, Any]:
    path = [[side, neighbour.hex()] for side, neighbour in path_of(hashes, place)]
    line: dict[str, Any] = {"leaf": row.leaf.decode(), "seal": seal.number, "path": path}
    if row.erased_at is not None:
        line["erased"] = {"at": iso(row.erased_at), "under": row.erased_under}
    return line
