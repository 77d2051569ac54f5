"""Replay (dựng lại lịch sử): fold whole histories in memory with the verbs' decisions, write by COPY.

Import, demo and bench come this way: a hundred thousand cases in minutes. What a replayed history
leaves in the tables equals what the same history leaves when it is lived (a property test holds it).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from hoiam.kit.ids import new_code
from hoiam.kit.refusal import Refused

from .change import Change, Row as ChangedRow, advance
from .copying import copy_rows, take_ids
from .decisions import decide
from .history import content_digest, digest
from .line import Actor, Line
from .models import Case, CaseText, Event, EventText, OutsideId, Petitioner
from .people import sealed_petitioner
from .petition import Petition
from .receive import decide as decide_petition
from .snapshot import Rules, Snapshot
from .write import CASE_COLUMNS, KEYS, TABLES, hold, installation, keyed

Row = dict[str, Any]
as_json: Final = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(slots=True)
class Folded:
    """One history, decided from end to end but not yet written."""

    petition: Petition
    snapshot: Snapshot
    lines: list[Line]
    sealed: Row  # the columns of its petitioner
    rows: dict[str, list[Row]] = field(default_factory=dict)
    words: Row = field(default_factory=dict)
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))  # of what the petitioner wrote
    case_id: int | None = None
    code: str | None = None

    def take(self, change: Change, line: Line) -> None:
        for amended in change.amends:
            for kept in self._open(amended):
                kept.update(amended.values)
        for ended in change.ends:
            for kept in self._open(ended):
                kept.update(ended.values, until=line.at)
        for begun in change.begins:
            self._add(begun, since=line.at, until=None)
        for added in change.adds:
            self._add(added, at=line.at)
        self.words.update(change.words)

    def _open(self, row: ChangedRow) -> list[Row]:
        return [
            kept
            for kept in self.rows.get(row.table, ())
            if kept["until"] is None and all(kept[key] == value for key, value in row.where.items())
        ]

    def _add(self, row: ChangedRow, **moments: datetime | None) -> None:
        self.rows.setdefault(row.table, []).append({**keyed(row.values), **moments})


class BrokenLine(Refused):
    """A history that cannot be, with the number of the line that broke it (from 1)."""

    def __init__(self, number: int, verb: object, reason: Refused) -> None:
        named = f" ({verb})" if verb else ""
        super().__init__(f"Dòng lịch sử {number}{named}: {reason}")
        self.number = number


def fold(petition: Petition, lines: Iterable[Line], rules: Rules, by: Actor) -> Folded:
    """Decide a whole history; raises BrokenLine and writes nothing when a line is not allowed."""
    snapshot, change, born = decide_petition(petition, rules, by)
    folded = Folded(petition, snapshot, [born], sealed_petitioner(petition.petitioner))
    folded.take(change, born)
    for number, line in enumerate(lines, start=1):
        change = _decided(number, line, snapshot, rules)
        folded.take(change, line)
        advance(snapshot, change, line)
        folded.lines.append(line)
    return folded


def _decided(number: int, line: Line, snapshot: Snapshot, rules: Rules) -> Change:
    try:
        change = decide(snapshot, line, rules)
    except Refused as reason:
        raise BrokenLine(number, line.verb, reason) from reason
    if "erased" in line.facts:
        line.texts.clear()  # words erased where the case came from were only stood in for
    return change


@transaction.atomic
def carry_on(case_id: int, lines: Sequence[Line], *, after: int) -> None:
    """More lines of a case whose history has `after` lines here: decided and written like a live verb.

    Nobody is asked for permission and nobody is told: these things were done long ago, elsewhere.
    """
    held = hold(Case(pk=case_id), lines[0].at)
    if held.snapshot.seq != after:
        raise Refused("Phản ánh này vừa được người khác xử lý; hãy nhập lại.")
    for number, line in enumerate(lines, start=after + 1):
        held.write(line, _decided(number, line, held.snapshot, held.rules))


class Link(NamedTuple):
    """A case that names others by code: the one it was split from, the one it was merged into."""

    case_id: int
    parent: str | None
    into: str | None


@transaction.atomic
def link(links: Iterable[Link]) -> None:
    """Codes become references once both cases are here, in whatever order they came; else they stay codes."""
    known = list(links)
    with connection.cursor() as cursor:
        for column, pairs, guard in (
            ("parent_id", [(row.case_id, row.parent) for row in known if row.parent], "true"),
            ("merged_into_id", [(row.case_id, row.into) for row in known if row.into], "c.state = 'merged'"),
        ):
            cursor.execute(
                f"UPDATE cases_case c SET {column} = other.id"
                " FROM unnest(%s::bigint[], %s::text[]) AS named (case_id, code)"
                " JOIN cases_case other ON other.code = named.code"
                f" WHERE c.id = named.case_id AND c.{column} IS NULL AND other.id <> c.id AND {guard}",
                [[case_id for case_id, _ in pairs], [code for _, code in pairs]],
            )


@transaction.atomic
def write_folded(batch: Sequence[Folded], *, recorded_at: datetime) -> None:
    """Write many histories, whole or not at all. Sets each one's `case_id` and `code`."""
    if not batch:
        return
    with connection.cursor() as cursor:
        _give_codes(cursor, batch)
        ids = take_ids(cursor, Case, len(batch))
        for folded, case_id in zip(batch, ids, strict=True):
            folded.case_id = case_id
        copy_rows(cursor, Case, (_case_row(folded, recorded_at) for folded in batch))
        copy_rows(cursor, CaseText, (_text_row(folded) for folded in batch))
        copy_rows(cursor, Petitioner, (_petitioner_row(folded) for folded in batch))
        copy_rows(cursor, OutsideId, _outside_rows(batch))
        for name, model in TABLES.items():
            copy_rows(cursor, model, _rows_of(batch, name))
        _copy_events(cursor, batch, recorded_at)


def _give_codes(cursor: Any, batch: Sequence[Folded]) -> None:
    """Random codes nobody has yet: at a hundred thousand cases a month twins are certain to be drawn."""
    taken = {folded.petition.code for folded in batch}
    for folded in batch:
        folded.code = folded.petition.code
    while without := [folded for folded in batch if folded.code is None]:
        drawn = [new_code(folded.petition.received_at) for folded in without]
        cursor.execute("SELECT code FROM cases_case WHERE code = ANY(%s)", [drawn])
        taken.update(code for (code,) in cursor.fetchall())
        for folded, code in zip(without, drawn, strict=True):
            if code not in taken:
                folded.code = code
                taken.add(code)


def _case_row(folded: Folded, recorded_at: datetime) -> Row:
    petition = folded.petition
    row = {KEYS.get(name, name): getattr(folded.snapshot, name) for name in CASE_COLUMNS}
    row.update(
        id=folded.case_id,
        code=folded.code,
        code_is_given=bool(petition.source) and petition.code is not None,
        source=petition.source or installation(),
        source_id=petition.source_id or folded.code,
        is_confidential=bool(petition.petitioner.get("confidential")),
        parent_id=petition.parent,
        recorded_at=recorded_at,
    )
    return row


def _text_row(folded: Folded) -> Row:
    petition = folded.petition
    row: Row = {
        "case_id": folded.case_id,
        "content": petition.content,
        "address": petition.place.address if petition.place else None,
        "conduct_person": petition.conduct.person if petition.conduct else None,
        "salt": folded.salt,
    }
    return row | folded.words


def _content_digest(folded: Folded) -> bytes | None:
    """None where the words had been erased before they came here: nobody knows what they were."""
    if folded.words.get("erased_at"):
        return None
    return content_digest(folded.petition.content, folded.salt)


def _petitioner_row(folded: Folded) -> Row:
    return {"case_id": folded.case_id, **folded.sealed}


def _outside_rows(batch: Sequence[Folded]) -> Iterable[Row]:
    for folded in batch:
        for system, value in folded.petition.outside_ids.items():
            yield {"case_id": folded.case_id, "system": system, "value": value}


def _rows_of(batch: Sequence[Folded], name: str) -> Iterable[Row]:
    for folded in batch:
        for row in folded.rows.get(name, ()):
            row["case_id"] = folded.case_id
            yield row


def _copy_events(cursor: Any, batch: Sequence[Folded], recorded_at: datetime) -> None:
    ids = iter(take_ids(cursor, Event, sum(len(folded.lines) for folded in batch)))
    events: list[Row] = []
    texts: list[Row] = []
    for folded in batch:
        for seq, line in enumerate(folded.lines):
            event_id, salt = next(ids), secrets.token_bytes(16) if line.texts else None
            events.append(
                {
                    "id": event_id,
                    "case_id": folded.case_id,
                    "seq": seq,
                    "at": line.at,
                    "recorded_at": recorded_at,
                    "verb": line.verb.value,
                    "actor": line.by.name,
                    "person_id": line.by.person,
                    "unit_id": line.by.unit,
                    "facts": as_json(line.facts),
                    "digest": digest(line.texts, salt) if salt else None,
                    "content_digest": _content_digest(folded) if seq == 0 else None,
                }
            )
            if salt:
                body = as_json(line.texts)
                texts.append({"event_id": event_id, "body": body, "salt": salt})
    copy_rows(cursor, Event, events)
    copy_rows(cursor, EventText, texts)
