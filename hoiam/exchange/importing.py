"""Importing (nhập phản ánh): a file of cases with their history, into the tables, batch by batch.

A batch is in whole or not at all, and a case that is already here with the same lines changes nothing:
whatever stops an import, running it again ends where one clean run would have ended. Nobody is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, Final

from django.db import DatabaseError, DataError, IntegrityError, connection

from hoiam.cases.lifecycle import Verb
from hoiam.cases.line import THE_SYSTEM
from hoiam.cases.lives import Key, Life, known_lives
from hoiam.cases.replay import Folded, Link, carry_on, fold, link, write_folded
from hoiam.cases.world import World
from hoiam.kit.clock import now
from hoiam.kit.progress import say
from hoiam.kit.refusal import Refused
from hoiam.messaging import quiet
from hoiam.units.directory import directory

from .reading import ERASED, Told, read_case
from .records import Record, parsed, records
from .rejected import Rejected
from .sameness import lines_to_come

BATCH: Final = 400
ADVISORY_LOCK: Final = 0x484F494D  # "HOIM"
CLASHES: Final = {
    "case_known_once": "Phản ánh này vừa được nhập ở nơi khác; hãy nhập lại.",
    "cases_case_code_key": "Mã số {code} đã thuộc phản ánh khác.",
    "outside_id_once": "Mã ở hệ thống khác (outside_ids) đã thuộc phản ánh khác.",
}


class ImportWorld(World):
    """One for the whole run. Codes of cases are not asked for one by one: `link` joins them at the end."""

    def case(self, code: str) -> int | None:
        return None


@dataclass(slots=True)
class Entry:
    """One line of the file on its way: told, or refused with a reason."""

    record: Record
    source_id: Any = None
    told: Told | None = None
    reason: str = ""


@dataclass(slots=True)
class Import:
    """One run over one file, and what became of its lines."""

    source: str
    rejected: Rejected
    rules: World = field(default_factory=lambda: ImportWorld(directory()))
    started_at: datetime = field(default_factory=now)
    links: list[Link] = field(default_factory=list)
    new: int = 0
    carried_on: int = 0
    known: int = 0

    @property
    def in_place(self) -> int:
        return self.new + self.carried_on + self.known

    def run(self, file: IO[bytes]) -> Iterator[int]:
        """Yields how many lines are done, batch by batch."""
        with quiet():
            for batch in _batches(self._entry(record) for record in records(file)):
                self._take(batch)
                yield len(batch)
            link(self.links)

    def _entry(self, record: Record) -> Entry:
        entry = Entry(record)
        try:
            if record.trouble:
                raise Refused(record.trouble)
            raw = parsed(record.raw)
            entry.source_id = raw.get("source_id") if isinstance(raw, dict) else None
            entry.told = read_case(raw, self.rules, source=self.source, now=self.started_at)
        except Refused as no:
            entry.reason = no.sentence
        return entry

    def _take(self, batch: Sequence[Entry]) -> None:
        told = {entry.told.key: entry for entry in batch if entry.told}
        here = known_lives(told)
        new: list[tuple[Entry, Folded]] = []
        for key, entry in told.items():
            assert entry.told is not None
            try:
                if key in here:
                    self._go_on(entry.told, here[key])
                else:
                    new.append((entry, self._fold(entry.told)))
            except Refused as no:
                entry.reason = no.sentence
        self._write(new)
        for entry in batch:
            if entry.reason:
                self.rejected.add(entry.record, entry.source_id, entry.reason)

    def _go_on(self, told: Told, here: Life) -> None:
        to_come = lines_to_come(told, here, self.rules)
        if to_come:
            carry_on(here.id, to_come, after=len(here.lines) - 1)
            self.carried_on += 1
        else:
            self.known += 1
        self._remember_links(told, here.id)

    def _fold(self, told: Told) -> Folded:
        folded = fold(told.petition, told.lines, self.rules, THE_SYSTEM)
        if told.erased and told.petition.content == ERASED:
            folded.words.update(content="", erased_at=told.erased.at, erased_under=told.erased.under)
        return folded

    def _write(self, new: Sequence[tuple[Entry, Folded]]) -> None:
        """All at once; when the tables refuse, half and half again, until the one they refuse is alone."""
        try:
            write_folded([folded for _, folded in new], recorded_at=now())
        except (IntegrityError, DataError) as trouble:
            if len(new) == 1:
                new[0][0].reason = _clash(trouble, new[0][1])
                return
            self._write(new[: len(new) // 2])
            self._write(new[len(new) // 2 :])
            return
        self.new += len(new)
        for entry, folded in new:
            assert entry.told is not None and folded.case_id is not None
            self._remember_links(entry.told, folded.case_id)

    def _remember_links(self, told: Told, case_id: int) -> None:
        """Also for cases already here: the case they name may have come only now."""
        parent, into = told.petition.parent_code, _merged_into(told)
        if parent or into:
            self.links.append(Link(case_id, parent, into))


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A second import waits for the first: two runs over one file would be in each other's way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
        if cursor.fetchone() != (True,):
            say("Đang chờ một lần nhập khác xong…")
            cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Some hundreds at a time; a case that comes twice waits until its first line is in."""
    batch: list[Entry] = []
    keys: set[Key | None] = set()
    for entry in entries:
        key = entry.told.key if entry.told else None
        if len(batch) == BATCH or (key and key in keys):
            yield batch
            batch, keys = [], set()
        batch.append(entry)
        keys.add(key)
    if batch:
        yield batch


def _merged_into(told: Told) -> str | None:
    merges = [line.facts["into"] for line in told.lines if line.verb == Verb.MERGE]
    if not merges:
        return None
    into = merges[-1]
    return str(into[0] if isinstance(into, list) else into)


def _clash(trouble: DatabaseError, folded: Folded) -> str:
    diagnosis = getattr(trouble.__cause__, "diag", None)
    sentence = CLASHES.get(getattr(diagnosis, "constraint_name", None) or "")
    if sentence:
        return sentence.format(code=folded.code)
    return f"Cơ sở dữ liệu không nhận: {getattr(diagnosis, 'message_primary', None) or trouble}."
