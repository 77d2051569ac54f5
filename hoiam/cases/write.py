"""Writing (ghi): a decided change becomes rows, under the case's lock, in the verb's transaction.

The same names of tables serve the live writer here and replay's COPY, so that a history that was
lived and the same history imported leave equal rows.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import models

from hoiam.kit.clock import now
from hoiam.kit.ids import new_code
from hoiam.kit.moments import short_moment
from hoiam.kit.refusal import Refused

from .change import Change, Row, advance
from .history import content_digest, digest
from .line import Actor, Line
from .models import (
    Answer,
    Assignment,
    Attachment,
    Attributes,
    Case,
    CaseText,
    ClockSegment,
    Due,
    Event,
    EventText,
    ExtensionRequest,
    Joining,
    OutsideId,
    Petitioner,
    Publication,
    Rating,
    Reminder,
    Repeat,
    Span,
)
from .people import sealed_petitioner
from .petition import Petition
from .reading import read_line, whole_second
from .snapshot import Hop, Snapshot
from .world import World, world

if TYPE_CHECKING:
    from hoiam.files.models import File

TABLES: Final[dict[str, type[models.Model]]] = {
    "span": Span,
    "segment": ClockSegment,
    "assignment": Assignment,
    "due": Due,
    "attributes": Attributes,
    "joining": Joining,
    "publication": Publication,
    "answer": Answer,
    "rating": Rating,
    "reminder": Reminder,
    "repeat": Repeat,
    "request": ExtensionRequest,
}
# A snapshot names things by what they are; a table names foreign keys `…_id`.
KEYS: Final = {
    name: f"{name}_id"
    for name in ("category", "area", "conduct_unit", "holder", "assignee", "missed_unit", "merged_into")
}
CASE_COLUMNS: Final = tuple(
    name
    for name in Snapshot.__slots__
    if name not in ("hop", "clocks", "joined", "returned_by", "senders", "pauses")
)


@dataclass(slots=True)
class Held:
    """A case locked until the transaction ends, with its snapshot and the rules of the moment."""

    case: Case
    snapshot: Snapshot
    rules: World
    at: datetime

    def line(self, verb: str, *, by: Actor, **fields: Any) -> Line:
        """A line as the exchange format would carry it; fields left at None are absent."""
        raw = {"verb": verb, **{k: v for k, v in fields.items() if v not in (None, "", [])}}
        return read_line(raw, self.rules, by=by, at=self.at)

    def line_as_said(self, verb: str, *, by: Actor, note: str = "", **fields: Any) -> Line:
        """The same where None is an answer too: "no category", "no place"."""
        raw = {"verb": verb, "note": note or None, **fields}
        return read_line(raw, self.rules, by=by, at=self.at)

    def write(self, line: Line, change: Change) -> Event:
        """Change and record, in that order; the case in memory is brought up to date."""
        advance(self.snapshot, change, line)
        _write_rows(self.case.pk, change, line)
        _update_case(self.case, self.snapshot, change)
        return record(self.case, self.snapshot.seq, line)


def hold(case: Case, at: datetime | None = None) -> Held:
    """Beat one: lock. Whoever comes second waits here and then sees what the first one did."""
    locked = Case.objects.lock(case)
    if case.seen_seq is not None and case.seen_seq != locked.seq:
        raise Refused(
            f"Người khác vừa xử lý phản ánh này lúc {short_moment(locked.last_at)}; "
            "nội dung bạn viết vẫn được giữ bên dưới."
        )
    moment = whole_second(at) if at else max(whole_second(now()), locked.last_at)
    return Held(locked, snapshot_of(locked), world(), moment)


def snapshot_of(case: Case) -> Snapshot:
    snapshot = Snapshot(**{name: getattr(case, KEYS.get(name, name)) for name in CASE_COLUMNS})
    for hop in Assignment.objects.filter(case=case).order_by("since", "id"):
        snapshot.senders[hop.unit_id] = hop.sender_id
        if hop.until is None:
            snapshot.hop = Hop(hop.unit_id, hop.since, hop.sender_id, hop.accepted_at)
        elif hop.ended_by == "send_back" and hop.since >= case.entered_at:
            snapshot.returned_by |= {hop.unit_id}
    running = Due.objects.filter(case=case, until=None).exclude(clock="answer").values_list("clock", "due_at")
    snapshot.clocks = {clock: due_at for clock, due_at in running if due_at is not None}
    if case.asks:
        segments = ClockSegment.objects.filter(case=case, life=case.life, is_running=False)
        stopped = segments.order_by("since").values_list("since", "until")
        snapshot.pauses = tuple((since, until) for since, until in stopped if until is not None)
    snapshot.joined = frozenset(
        Joining.objects.filter(case=case, until=None).values_list("unit_id", flat=True)
    )
    return snapshot


def _write_rows(case_id: int, change: Change, line: Line) -> None:
    for row in change.amends:
        TABLES[row.table]._default_manager.filter(case_id=case_id, until=None).update(**row.values)
    for row in change.ends:
        open_rows = TABLES[row.table]._default_manager.filter(case_id=case_id, until=None, **row.where)
        open_rows.update(until=line.at, **row.values)
    _insert_rows(change.begins, case_id=case_id, since=line.at)
    _insert_rows(change.adds, case_id=case_id, at=line.at)
    if change.words:
        CaseText.objects.filter(case_id=case_id).update(**change.words)


def _insert_rows(rows: Iterable[Row], **common: Any) -> None:
    """One statement a table, in the order of the rows."""
    by_table: dict[str, list[models.Model]] = {}
    for row in rows:
        made = TABLES[row.table](**common, **keyed(row.values))
        by_table.setdefault(row.table, []).append(made)
    for table, some in by_table.items():
        TABLES[table]._default_manager.bulk_create(some)


def _update_case(case: Case, snapshot: Snapshot, change: Change) -> None:
    for name in ("state", "last_at", "seq", *change.case):
        setattr(case, KEYS.get(name, name), getattr(snapshot, name))
    case.save(update_fields=["state", "last_at", "seq", *change.case])


def keyed(values: dict[str, Any]) -> dict[str, Any]:
    return {KEYS.get(name, name): value for name, value in values.items()}


def record(case: Case, seq: int, line: Line, content: bytes | None = None) -> Event:
    """One line of history, in the same transaction as the change it tells of. `content`: of a receipt, the
    digest of what the petitioner wrote."""
    salt = secrets.token_bytes(16) if line.texts else None
    event = Event.objects.create(
        case=case,
        seq=seq,
        at=line.at,
        recorded_at=now(),
        verb=line.verb,
        actor=line.by.name,
        person_id=line.by.person,
        unit_id=line.by.unit,
        facts=line.facts,
        digest=digest(line.texts, salt) if salt else None,
        content_digest=content,
    )
    if salt:
        EventText.objects.create(event=event, body=line.texts, salt=salt)
    return event


def free_code(received_at: datetime) -> str:
    """A code nobody has: of ten million a month, one in a thousand is taken once ten thousand are out."""
    while True:
        code = new_code(received_at)
        if not Case.objects.filter(code=code).exists():
            return code


def write_new(
    petition: Petition, snapshot: Snapshot, change: Change, line: Line, *, recorded_at: datetime
) -> Case:
    code = petition.code or free_code(petition.received_at)
    case = Case.objects.create(
        code=code,
        code_is_given=bool(petition.source) and petition.code is not None,
        source=petition.source or installation(),
        source_id=petition.source_id or code,
        is_confidential=bool(petition.petitioner.get("confidential")),
        parent_id=petition.parent,
        recorded_at=recorded_at,
        **{KEYS.get(name, name): getattr(snapshot, name) for name in CASE_COLUMNS},
    )
    salt = secrets.token_bytes(16)
    CaseText.objects.create(
        case=case,
        content=petition.content,
        address=petition.place.address if petition.place else None,
        conduct_person=petition.conduct.person if petition.conduct else None,
        salt=salt,
    )
    Petitioner.objects.create(case=case, **sealed_petitioner(petition.petitioner))
    OutsideId.objects.bulk_create(
        OutsideId(case=case, system=system, value=value) for system, value in petition.outside_ids.items()
    )
    _write_rows(case.pk, change, line)
    record(case, 0, line, content_digest(petition.content, salt))
    return case


def installation() -> str:
    """The name under which cases made here leave in exports."""
    from django.conf import settings

    return str(settings.HOIAM_INSTALLATION)


def attach(case: Case, event: Event | None, files: Iterable[File], *, purpose: str, at: datetime) -> None:
    Attachment.objects.bulk_create(
        Attachment(case=case, event=event, file=file, purpose=purpose, at=at) for file in files
    )
