"""Lives (đời phản ánh): whole cases with every line of their history, as they were said.

The other direction of replay: what import compares with and export writes. Nothing here asks who may
see a case; whoever calls answers for that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from psycopg import sql

from hoiam.kit.sealing import unseal

Key = tuple[str, str]  # source and source_id: what a case is known by
CHUNK: Final = 1000


class Erased(NamedTuple):
    """Words taken out on a decision: when, and the number in the register of erasures."""

    at: datetime
    under: str


class Said(NamedTuple):
    """One line as it was said: its codes and moments, its free words, or that they were erased."""

    at: datetime
    verb: str
    actor: str
    facts: dict[str, Any]
    texts: dict[str, str]
    erased: Erased | None = None


class Life(NamedTuple):
    """A whole case. `code` is None where it means nothing outside; `lines[0]` is the receipt."""

    id: int
    code: str | None
    source: str
    source_id: str
    petitioner_type: str
    is_confidential: bool
    parent: str | None
    content: str
    erased: Erased | None
    identity: dict[str, str]
    outside_ids: dict[str, str]
    lines: list[Said]

    @property
    def received(self) -> Said:
        return self.lines[0]


# A code counts outside when it came with the case, the case was made here, or another case names it.
_CASES: Final = sql.SQL("""
    SELECT c.id, c.source, c.source_id, c.petitioner_type, c.is_confidential, p.code,
           CASE WHEN c.code_is_given OR c.code = c.source_id
                  OR EXISTS (SELECT FROM cases_case o WHERE o.parent_id = c.id)
                  OR EXISTS (SELECT FROM cases_case o WHERE o.merged_into_id = c.id)
                THEN c.code END,
           t.content, t.erased_at, t.erased_under, {sealed}
    FROM cases_case c
    JOIN cases_casetext t ON t.case_id = c.id
    LEFT JOIN cases_case p ON p.id = c.parent_id
    {joins} WHERE {where}
    ORDER BY c.received_at, c.source COLLATE "C", c.source_id COLLATE "C"
""")
_LINES: Final = """
    SELECT e.case_id, e.at, e.verb, e.actor, e.facts, t.body, t.erased_at, t.erased_under
    FROM cases_event e LEFT JOIN cases_eventtext t ON t.event_id = e.id
    WHERE e.case_id = ANY(%s) ORDER BY e.case_id, e.seq
"""
_OUTSIDE: Final = "SELECT case_id, system, value FROM cases_outsideid WHERE case_id = ANY(%s) ORDER BY system"


def known_lives(keys: Iterable[Key]) -> dict[Key, Life]:
    """Of these cases the ones already here."""
    wanted = list(keys)
    with connection.cursor() as cursor:
        cursor.execute(
            _question("(c.source, c.source_id) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"),
            [[source for source, _ in wanted], [source_id for _, source_id in wanted]],
        )
        rows = cursor.fetchall()
    return {(life.source, life.source_id): life for life in _lives(rows)}


def count_lives(since: datetime | None = None, until: datetime | None = None) -> int:
    where, values = _received(since, until)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM cases_case c WHERE ") + sql.SQL(where), values)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def all_lives(
    since: datetime | None = None, until: datetime | None = None, *, identities: bool = False
) -> Iterator[Life]:
    """Cases received in [since, until), by (received_at, source, source_id), as of one instant.

    Streams: a server-side cursor for the cases, one question per thousand for their lines.
    """
    where, values = _received(since, until)
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:  # ours is the outermost transaction: nothing moves while we read
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        question = _question(where, identities=identities)
        cursor.execute(sql.SQL("DECLARE lives NO SCROLL CURSOR FOR ") + question, values)
        while True:
            cursor.execute(f"FETCH {CHUNK} FROM lives")
            rows = cursor.fetchall()
            if not rows:
                break
            yield from _lives(rows)
        cursor.execute("CLOSE lives")


def _received(since: datetime | None, until: datetime | None) -> tuple[str, list[datetime]]:
    bounds = [("c.received_at >= %s", since), ("c.received_at < %s", until)]
    given = [(condition, moment) for condition, moment in bounds if moment is not None]
    return " AND ".join(["true", *(condition for condition, _ in given)]), [moment for _, moment in given]


def _question(where: str, *, identities: bool = False) -> sql.Composed:
    joins = "LEFT JOIN cases_petitioner s ON s.case_id = c.id" if identities else ""
    sealed = "s.sealed" if identities else "NULL::bytea"
    return _CASES.format(sealed=sql.SQL(sealed), joins=sql.SQL(joins), where=sql.SQL(where))


def _lives(rows: Sequence[tuple[Any, ...]]) -> Iterator[Life]:
    ids = [row[0] for row in rows]
    lines, outside = _lines_of(ids), _outside_of(ids)
    for id, source, source_id, type, is_confidential, parent, code, content, at, under, sealed in rows:
        yield Life(
            id=id,
            code=code,
            source=source,
            source_id=source_id,
            petitioner_type=type,
            is_confidential=is_confidential,
            parent=parent or lines[id][0].facts.get("parent"),
            content=content,
            erased=Erased(at, under) if at else None,
            identity=json.loads(unseal(sealed)) if sealed else {},
            outside_ids=outside.get(id, {}),
            lines=lines[id],
        )


def _lines_of(ids: list[int]) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = {id: [] for id in ids}
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [ids])
        for case_id, at, verb, actor, facts, body, erased_at, under in cursor:
            erased = Erased(erased_at, under) if erased_at else None
            texts = json.loads(body) if body and not erased else {}
            found[case_id].append(Said(at, verb, actor, json.loads(facts), texts, erased))
    return found


def _outside_of(ids: list[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OUTSIDE, [ids])
        for case_id, system, value in cursor:
            found.setdefault(case_id, {})[system] = value
    return found
