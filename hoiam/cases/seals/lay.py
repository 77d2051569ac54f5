"""Lay (niêm phong): whatever was committed and is under no seal yet goes under the next ones.

A batch is the very ids that were there, not a stretch of time: a line whose transaction still runs is not
seen, leaves a gap, and is taken by a later seal when it is there. So nothing is missed and nothing turns up
later inside a batch that is closed, whatever clocks and sequences do (decision 0093).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from hoiam.cases.models import Seal
from hoiam.kit.progress import Progress

from .form import Header, Ranges, gaps_between, ranges_of, root_of_header
from .keys import SealKey, seal_key
from .rows import hashes_within
from .tell import tell_outside
from .tree import root_of

LARGEST: Final = 20_000  # lines under one seal: what is read at once, and what one changed root points at
_LOCK: Final = 0x484F4153
_UNSEALED: Final = """
    SELECT e.id FROM unnest(%s::bigint[], %s::bigint[]) AS open (first, last)
    JOIN cases_event e ON e.id BETWEEN open.first AND open.last
    ORDER BY e.id LIMIT %s
"""
_END: Final = 2**62


def seal_history(at: datetime, *, shown: Progress | None = None) -> list[Seal]:
    """Seal all that waits; each seal is a transaction of its own. Nothing waits: nothing is sealed."""
    laid = []
    while (seal := _seal_next(at)) is not None:
        laid.append(seal)
        if shown:
            shown.advance(seal.lines)
    return laid


def waiting(most: int = LARGEST) -> int:
    """How many lines are under no seal, counted up to `most`."""
    return len(_unsealed(open_ranges(), most))


def has_seals() -> bool:
    return Seal.objects.exists()


@transaction.atomic
def _seal_next(at: datetime) -> Seal | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    numbers = _unsealed(open_ranges(), LARGEST)
    if not numbers:
        return None
    seal = _laid(ranges_of(numbers), at, seal_key())
    seal.save(force_insert=True)
    tell_outside(seal, at)
    return seal


def _laid(ids: Ranges, at: datetime, key: SealKey) -> Seal:
    found, hashes, recorded_from, recorded_until = hashes_within(ids)
    last = Seal.objects.order_by("-number").defer("leaves").first()
    header = Header(
        number=last.number + 1 if last else 1,
        previous=bytes(last.root).hex() if last else None,
        sealed_at=at,
        ids=ids,
        lines=len(found),
        tree=root_of(hashes),
        key=key.public,
    )
    root = root_of_header(header.text())
    return Seal(
        number=header.number,
        sealed_at=at,
        lines=header.lines,
        ids=ids,
        recorded_from=recorded_from,
        recorded_until=recorded_until,
        header=header.text(),
        root=root,
        signature=key.sign(root),
        leaves=b"".join(hashes),
    )


def open_ranges() -> Ranges:
    """Ids under no seal: the gaps, and everything after the last sealed one."""
    sealed = [pair for ids in Seal.objects.values_list("ids", flat=True) for pair in ids]
    last = max((pair[1] for pair in sealed), default=0)
    return [*gaps_between(sealed), [last + 1, _END]]


def _unsealed(ranges: Ranges, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED, [[first for first, _ in ranges], [last for _, last in ranges], most])
        return [number for (number,) in cursor.fetchall()]
