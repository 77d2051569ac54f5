"""Verify (kiểm tra niêm phong): the lines as they stand now, against the seals and the roots kept outside.

Each seal is looked at from the outside in: is its root the kept one, does its header make that root, is it
signed by a key of ours, does it follow the one before, does its tree come out of the lines as they are now,
and are the words of those lines their own. The first thing that does not fit is named.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, Final

from django.db import connection

from hoiam.cases.lifecycle import Verb
from hoiam.cases.models import Seal
from hoiam.kit.ids import show_code
from hoiam.kit.moments import VN, civil_date, moment_words, short_date
from hoiam.kit.progress import Progress
from hoiam.kit.refusal import Refused

from . import drop
from .drop import Kept
from .form import Ranges, root_of_header, said
from .keys import is_signed, seal_key
from .rows import Row, rows_within
from .tree import root_of, split

BELATED: Final = timedelta(days=1)  # longer than any transaction runs


class Misfit(Exception):
    """The first thing that does not fit, as one Vietnamese sentence."""


@dataclass(slots=True)
class Verdict:
    """What was looked at; `misfit` is empty when everything fits."""

    seals: int = 0
    lines: int = 0
    compared: int = 0  # seals whose root was compared with one kept outside
    erased: Counter[tuple[date, str]] = field(default_factory=Counter)  # (day, register no.) → lines
    belated: int = 0  # lines that say they were recorded long before the seal they stand under
    first_belated: str = ""
    misfit: str = ""


def verify_history(
    *, day: date | None = None, roots: Path | None = None, shown: Progress | None = None
) -> Verdict:
    kept = drop.kept_roots(roots)
    seals = _seals(day)
    verdict = Verdict()
    try:
        for expected, seal in enumerate(_in_order(seals), start=1):
            if day is None and seal.number != expected:
                raise Misfit(f"Thiếu niêm phong số {expected}.")
            _look_at(seal, kept.get(seal.number), verdict)
            if shown:
                shown.advance(seal.lines)
        if day is None and max(kept, default=0) > len(seals):
            raise Misfit(f"Thiếu niêm phong số {len(seals) + 1}: bên ngoài còn giữ gốc của nó.")
    except Misfit as misfit:
        verdict.misfit = str(misfit)
    return verdict


def _seals(day: date | None) -> list[int]:
    if day is None:
        return list(Seal.objects.order_by("number").values_list("number", flat=True))
    morning = datetime.combine(day, time(), VN)
    recorded = Seal.objects.filter(recorded_from__lt=morning + timedelta(days=1), recorded_until__gte=morning)
    found = list(recorded.order_by("number").values_list("number", flat=True))
    if not found:
        raise Refused(f"Không có niêm phong nào gồm dòng ghi ngày {short_date(day)}.")
    return found


def _in_order(numbers: list[int]) -> Iterator[Seal]:
    """One at a time: the hashes of twenty thousand lines are a large row."""
    for number in numbers:
        yield Seal.objects.get(number=number)


def _look_at(seal: Seal, kept: Kept | None, verdict: Verdict) -> None:
    verdict.seals += 1
    rows = rows_within(seal.ids)
    verdict.lines += len(rows)
    if kept is not None:
        verdict.compared += 1
        if kept.root != bytes(seal.root).hex():
            raise Misfit(
                f"Niêm phong số {seal.number} đã bị làm lại: gốc khác gốc giữ bên ngoài. {_sealed_then(kept)}"
            )
    told = _header(seal)
    if told["tree"] != root_of([row.hash for row in rows]).hex():
        raise Misfit(_first_misfit(seal.number, seal.ids, rows, split(seal.leaves)))
    _note_belated(seal, rows, verdict)
    for row in rows:
        if not row.words_fit:
            raise Misfit(f"Lời của {_named(row)} không còn là lời lúc ghi (niêm phong số {seal.number}).")
        if row.erased_at is not None:
            verdict.erased[civil_date(row.erased_at), row.erased_under] += 1


def _note_belated(seal: Seal, rows: list[Row], verdict: Verdict) -> None:
    """A line put into the past by hand is sealed when it came, whatever moment of recording it bears. Said,
    and not a misfit: a rehearsal records under moments of its own."""
    before = Seal.objects.filter(number=seal.number - 1).values_list("sealed_at", flat=True).first()
    if before is None:
        return
    late = [row for row in rows if row.recorded_at < before - BELATED]
    verdict.belated += len(late)
    if late and not verdict.first_belated:
        verdict.first_belated = _named(late[0])


def _header(seal: Seal) -> dict[str, Any]:
    """What the header says, once it is known to be under the root, signed, and next in the chain."""
    root, told = bytes(seal.root), said(seal)
    before = Seal.objects.filter(number=seal.number - 1).values_list("root", flat=True).first()
    previous = None if before is None else bytes(before).hex()
    if root_of_header(seal.header) != root:
        raise Misfit(f"Niêm phong số {seal.number}: gốc không phải của phần đầu đi kèm.")
    if told["number"] != seal.number or told["ids"] != seal.ids or told["lines"] != seal.lines:
        raise Misfit(f"Niêm phong số {seal.number}: danh sách dòng đã bị sửa.")
    if told["previous"] != previous:
        raise Misfit(f"Niêm phong số {seal.number} không nối tiếp niêm phong số {seal.number - 1}.")
    if told["key"] not in seal_key().known or not is_signed(root, bytes(seal.signature), told["key"]):
        raise Misfit(f"Niêm phong số {seal.number}: chữ ký không phải của hệ thống này.")
    return told


def _sealed_then(kept: Kept) -> str:
    """Which line is not what it was, by the dropped hashes, if they are those under the kept root."""
    dropped = drop.kept_roots(None).get(kept.number)
    hashes = drop.kept_leaves(kept.number)
    if dropped is None or root_of_header(dropped.header).hex() != kept.root:
        return "Không còn danh sách dòng lúc niêm phong để chỉ ra dòng nào."
    told = json.loads(dropped.header)
    if told["tree"] != root_of(hashes).hex():
        return "Danh sách dòng lúc niêm phong đã bị sửa."
    return _first_misfit(kept.number, told["ids"], rows_within(told["ids"]), hashes)


def _first_misfit(seal: int, ids: Ranges, rows: list[Row], hashes: list[bytes]) -> str:
    """The first line that is not what was sealed; only the batch, when the hashes say nothing of it."""
    numbers = chain.from_iterable(range(first, last + 1) for first, last in ids)
    standing = {row.id: row for row in rows}
    for number, sealed in zip(numbers, hashes, strict=False):
        row = standing.get(number)
        if row is None:
            return _missing(seal, number)
        if row.hash != sealed:
            return f"Dòng đầu tiên không khớp: {_named(row)} (niêm phong số {seal})."
    return f"Các dòng vẫn như lúc niêm phong số {seal}, nhưng danh sách dòng hoặc gốc của nó đã bị sửa."


def _missing(seal: int, number: int) -> str:
    """A line that is gone cannot say whose it was; a case with a hole in its numbers can."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.code FROM cases_case c JOIN cases_event e ON e.case_id = c.id
            GROUP BY c.id, c.code, c.seq HAVING count(*) <> c.seq + 1 ORDER BY max(e.id) LIMIT 1
            """
        )
        row = cursor.fetchone()
    of = f" của phản ánh {show_code(row[0])}" if row else ""
    return f"Dòng lịch sử có số thứ tự chung {number}{of} đã mất (niêm phong số {seal})."


def _named(row: Row) -> str:
    verb = Verb(row.verb).label if row.verb in Verb.values else row.verb
    return f"phản ánh {show_code(row.code)}, dòng {row.seq} “{verb}” lúc {moment_words(row.at)}"
