"""Counting (đếm việc): how many are in each list of a person, in one round trip, up to a bound.

Building twelve queries costs more than asking them. What they say depends on the standing and the directory
alone, so the words are kept for as long as both stay as they are; only the moments are new each time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection

from hoiam.kit.moments import civil_date
from hoiam.units.directory import Directory, directory

from .queues import Look, Queue

COUNTED: Final = 1000  # a list of more is "999+"
KEPT: Final = 1000  # people whose questions are kept
# The moments a list may ask about, by their name on Look.
MOMENTS: Final = ("at", "tonight", "soon", "recently")


@dataclass(frozen=True, slots=True)
class _Moment:
    """A place in the values where a moment of the look belongs."""

    name: str


@dataclass(frozen=True, slots=True)
class _Question:
    names: tuple[str, ...]
    sql: str
    values: tuple[Any, ...]
    book: Directory  # of which it was made: another one, another question


_kept: OrderedDict[Any, _Question] = OrderedDict()
_lock = Lock()


def counts(look: Look, queues: Sequence[Queue]) -> dict[str, int]:
    """How many are in each list, at most COUNTED."""
    found: dict[str, int] = dict.fromkeys((queue.name for queue in queues), 0)
    asked = _question(look, queues)
    if asked.names:
        values = [getattr(look, one.name) if isinstance(one, _Moment) else one for one in asked.values]
        with connection.cursor() as cursor:
            cursor.execute(asked.sql, values)
            found.update(zip(asked.names, cursor.fetchone() or (), strict=True))
    return found


def count_words(count: int) -> str:
    return f"{COUNTED - 1}+" if count >= COUNTED else str(count)


def _question(look: Look, queues: Sequence[Queue]) -> _Question:
    book = directory()
    key = (look.person.pk, look.seat, civil_date(look.at), tuple(queue.name for queue in queues))
    with _lock:
        kept = _kept.get(key)
        if kept is not None and kept.book is book:
            _kept.move_to_end(key)
            return kept
    made = _made(look, queues, book)
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _made(look: Look, queues: Sequence[Queue], book: Directory) -> _Question:
    names: list[str] = []
    parts: list[str] = []
    values: list[Any] = []
    for queue in queues:
        try:
            sql, params = queue.cases(look).order_by().values("pk")[:COUNTED].query.sql_with_params()
        except EmptyResultSet:
            continue
        names.append(queue.name)
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        values.extend(params)
    moments = {getattr(look, name): _Moment(name) for name in MOMENTS}
    placed = tuple(moments.get(one, one) if isinstance(one, datetime) else one for one in values)
    unknown = [one for one in placed if isinstance(one, datetime)]
    if unknown:
        raise AssertionError(f"a list asks about moments that a look does not name: {unknown}")
    return _Question(tuple(names), f"SELECT {', '.join(parts)}", placed, book)
