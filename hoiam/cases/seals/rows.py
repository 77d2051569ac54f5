"""Rows under a seal (dòng được niêm phong): the lines of a batch as they stand in the tables now.

Bare columns in one question a batch: a million lines are read in about a minute.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from hoiam.cases.history import digest, leaf_of
from hoiam.cases.lifecycle import Verb

from .form import Ranges
from .tree import leaf_hash

_COLUMNS: Final = """
    e.id, c.code, e.seq, e.at, e.recorded_at, e.verb, e.actor, e.person_id, e.unit_id, e.facts,
    e.digest, e.content_digest, e.salt
"""
_WITHIN: Final = """
    FROM unnest(%s::bigint[], %s::bigint[]) AS within (first, last)
    JOIN cases_event e ON e.id BETWEEN within.first AND within.last
    JOIN cases_case c ON c.id = e.case_id
"""
_LEAVES: Final = f"SELECT {_COLUMNS} {_WITHIN} ORDER BY e.id"
_WITH_WORDS: Final = f"""
    SELECT {_COLUMNS}, t.body, t.salt, t.erased_at, t.erased_under, w.content, w.salt, w.erased_at,
        w.erased_under
    {_WITHIN}
    LEFT JOIN cases_eventtext t ON t.event_id = e.id
    LEFT JOIN cases_casetext w ON w.case_id = e.case_id AND e.verb = 'receive'
    ORDER BY e.id
"""
_WIDTH: Final = 13  # columns of a leaf


class Row(NamedTuple):
    """One line as it stands now: enough to name it, its hash, and whether its words are its own."""

    id: int
    code: str
    seq: int
    at: datetime
    recorded_at: datetime
    verb: str
    leaf: bytes
    words_fit: bool
    erased_at: datetime | None
    erased_under: str

    @property
    def hash(self) -> bytes:
        return leaf_hash(self.leaf)


def rows_within(ids: Ranges) -> list[Row]:
    """The lines of a batch with their words looked at."""
    return [_row(found) for found in _asked(_WITH_WORDS, ids)]


def hashes_within(ids: Ranges) -> tuple[list[int], list[bytes], datetime, datetime]:
    """The ids and leaf hashes of a batch about to be sealed, with the span of their recording."""
    found = _asked(_LEAVES, ids)
    recorded = [row[4] for row in found]
    hashes = [leaf_hash(_leaf(row)) for row in found]
    return [row[0] for row in found], hashes, min(recorded), max(recorded)


def _asked(sql: str, ids: Ranges) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [[first for first, _ in ids], [last for _, last in ids]])
        return list(cursor.fetchall())


def _leaf(row: Sequence[Any]) -> bytes:
    return leaf_of((*row[:9], json.loads(row[9]), *row[10:_WIDTH]))


def _row(found: Sequence[Any]) -> Row:
    number, code, seq, at, recorded_at, verb = found[:6]
    body, salt, erased_at, under, content, content_salt, content_erased_at, content_under = found[_WIDTH:]
    spoken = None if body is None else json.loads(body)
    fits = _fits(spoken, salt, erased_at, found[10], spoken)
    if verb == Verb.RECEIVE:
        written = None if content is None else {"content": content}
        fits = fits and _fits(written, content_salt, content_erased_at, found[11], content)
    return Row(
        number, code, seq, at, recorded_at, verb, _leaf(found), fits,
        erased_at or content_erased_at, under or content_under or "",
    )  # fmt: skip


def _fits(words: Any, salt: Any, erased_at: datetime | None, then: Any, left: Any) -> bool:
    """The words are those of then; or they were erased, and then nothing of them is left."""
    if erased_at is not None:
        return not left
    now = None if words is None else digest(words, bytes(salt or b""))
    return now == (None if then is None else bytes(then))
