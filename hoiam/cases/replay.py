"""Replay (dựng lại lịch sử): fold whole histories in memory with the verbs' own decisions, write them with COPY.

Import, demo and bench come this way: a hundred thousand cases in minutes. What a replayed history
leaves in the tables equals what the same history leaves when it is lived (a property test holds it).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from hoiam.kit.ids import new_code
from hoiam.kit.refusal import Refused

from .change import Change, advance
from .copying import copy_rows, take_ids
from .decisions import decide
from .history import digest
from .line import Actor, Line
from .models import Case, CaseText, Event, EventText, OutsideId, Petitioner
from .people import sealed_petitioner
from .receive import Petition, decide as decide_petition
from .snapshot import Rules, Snapshot
from .write import CASE_COLUMNS, KEYS, TABLES, installation, keyed

Row = dict[str, Any]
# Rows hang on the case and, for words, on the event: parents before children.
ORDER: Final = tuple(TABLES)


@dataclass(slots=True)
class Folded:
    """One history, decided from end to end but not yet written."""

    petition: Petition
    snapshot: Snapshot
    lines: list[Line]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    words: dict[str, str | None] = field(default_factory=dict)
    case_id: int | None = None

    def take(self, change: Change, line: Line) -> None:
        for row in change.ends:
            for kept in self.rows.get(row.table, ()):
                if kept["until"] is None and all(kept[k] == v for k, v in row.where.items()):
                    kept.update(row.values, until=line.at)
        for row in change.amends:
            for kept in self.rows.get(row.table, ()):
                if kept["until"] is None:
                    kept.update(row.values)
        for row in change.begins:
            self.rows.setdefault(row.table, []).append({**keyed(row.values), "since": line.at, "until": None})
        for row in change.adds:
            self.rows.setdefault(row.table, []).append({**keyed(row.values), "at": line.at})
        self.words.update(change.words)


class BrokenLine(Refused):
    """A history the lifecycle does not allow, with the number of the line that broke it (from 1)."""

    def __init__(self, number: int, line: Line, reason: Refused) -> None:
        super().__init__(f"Dòng lịch sử {number} ({line.verb}): {reason}")
        self.number = number


def fold(petition: Petition, lines: Iterable[Line], rules: Rules, by: Actor) -> Folded:
    """Decide a whole history; raises BrokenLine and writes nothing when a line is not allowed."""
    snapshot, change, born = decide_petition(petition, rules, by)
    folded = Folded(petition, snapshot, [born])
    folded.take(change, born)
    for number, line in enumerate(lines, start=1):
        try:
            change = decide(snapshot, line, rules)
        except Refused as reason:
            raise BrokenLine(number, line, reason) from reason
        folded.take(change, line)
        advance(snapshot, change, line)
        folded.lines.append(line)
    return folded


@transaction.atomic
def write_folded(batch: Sequence[Folded], *, recorded_at: datetime) -> None:
    """Write many histories, whole or not at all. Sets each one's `case_id`."""
    if not batch:
        return
    with connection.cursor() as cursor:
        ids = take_ids(cursor, Case, len(batch))
        for folded, case_id in zip(batch, ids, strict=True):
            folded.case_id = case_id
        copy_rows(cursor, Case, (_case_row(folded, recorded_at) for folded in batch))
        copy_rows(cursor, CaseText, (_text_row(folded) for folded in batch))
        copy_rows(cursor, Petitioner, (_petitioner_row(folded) for folded in batch))
        copy_rows(cursor, OutsideId, _outside_rows(batch))
        for name in ORDER:
            copy_rows(cursor, TABLES[name], _rows_of(batch, name))
        _copy_events(cursor, batch, recorded_at)


def _case_row(folded: Folded, recorded_at: datetime) -> Row:
    petition = folded.petition
    code = petition.code or new_code(petition.received_at)
    row = {KEYS.get(name, name): getattr(folded.snapshot, name) for name in CASE_COLUMNS}
    row.update(
        id=folded.case_id,
        code=code,
        code_is_given=bool(petition.source) and petition.code is not None,
        source=petition.source or installation(),
        source_id=petition.source_id or code,
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
        "salt": secrets.token_bytes(16),
    }
    return row | folded.words


def _petitioner_row(folded: Folded) -> Row:
    return {"case_id": folded.case_id, **sealed_petitioner(folded.petition.petitioner)}


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
                    "facts": json.dumps(line.facts, ensure_ascii=False),
                    "digest": digest(line.texts, salt) if salt else None,
                }
            )
            if salt:
                body = json.dumps(line.texts, ensure_ascii=False)
                texts.append({"event_id": event_id, "body": body, "salt": salt})
    copy_rows(cursor, Event, events)
    copy_rows(cursor, EventText, texts)


