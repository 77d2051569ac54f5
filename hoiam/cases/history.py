"""History (lịch sử): digests of words kept apart, and the bytes of a line that a seal is laid over.

An event is never changed. Its free words live in tables that can be erased on a decision; the
event keeps their salted digests, so that the seal over the history still fits when they are gone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from .lifecycle import Verb
from .models import CaseText, Event, EventText


def digest(words: Mapping[str, str], salt: bytes) -> bytes:
    """SHA-256 of salt and the words as canonical JSON."""
    return hashlib.sha256(salt + canonical(dict(words))).digest()


def content_digest(content: str, salt: bytes) -> bytes:
    """Of what the petitioner wrote: those words lie with the case, not with its first line."""
    return digest({"content": content}, salt)


def canonical(value: Any) -> bytes:
    """The one way to write this JSON: sorted keys, UTF-8, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf(event: Event) -> bytes:
    """What a seal covers of one line: everything it says, its free words by their digests.

    Reads the event and its case's code and nothing else, so `select_related("case")` is enough.
    """
    return leaf_of(
        (
            event.pk,
            event.case.code,
            event.seq,
            event.at,
            event.recorded_at,
            event.verb,
            event.actor,
            event.person_id,
            event.unit_id,
            event.facts,
            event.digest,
            event.content_digest,
            event.salt,
        )
    )


def leaf_of(row: Sequence[Any]) -> bytes:
    """The same of bare columns, in this order: a million lines are read without a model for each."""
    number, case, seq, at, recorded_at, verb, actor, person, unit, facts, texts, content, salt = row
    return canonical(
        {
            "id": number,
            "case": case,
            "seq": seq,
            "at": _moment(at),
            "recorded_at": _moment(recorded_at),
            "verb": str(verb),
            "actor": actor,
            "person": person,
            "unit": unit,
            "facts": facts,
            "texts": _hex(texts),
            "content": _hex(content),
            "salt": _hex(salt),
        }
    )


def words_fit(event: Event) -> bool:
    """The free words kept for a line are those it was recorded with; of erased ones nothing is left to
    compare. Reads `text` of the event, and `case__text` for a receipt."""
    spoken: EventText | None = getattr(event, "text", None)
    if not _fits(event.digest, spoken, spoken.body if spoken else {}):
        return False
    if event.verb != Verb.RECEIVE:
        return event.content_digest is None
    written = event.case.text
    return _fits(event.content_digest, written, {"content": written.content})


def _fits(known: bytes | memoryview | None, kept: EventText | CaseText | None, words: dict[str, str]) -> bool:
    if kept is not None and kept.erased_at is not None:
        return True
    if kept is None or known is None:
        return kept is None and known is None
    return digest(words, bytes(kept.salt or b"")) == bytes(known)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _hex(value: Any) -> str | None:
    return None if value is None else bytes(value).hex()
