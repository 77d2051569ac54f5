"""The proof of a deadline (chứng minh thời hạn): for `hoiam due` and GET /api/v1/due, in the same words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hoiam.deadlines import WHY_WORDS, AfterHours, Deadline, Segment, Term, due

from .lookup import calendar
from .refusing import refusing

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Proof:
    received_at: datetime
    term: Term
    calendar: str
    deadline: Deadline

    @property
    def due_at(self) -> str:
        return self.deadline.at.isoformat()

    def as_json(self) -> dict[str, Any]:
        return {
            "received_at": self.received_at.astimezone(self.deadline.at.tzinfo).isoformat(),
            "term": str(self.term),
            "calendar": self.calendar,
            "due_at": self.due_at,
            "segments": [_segment(segment) for segment in self.deadline.segments],
        }


def prove(
    received_at: datetime,
    term: str,
    code: str = "default",
    *,
    pauses: Iterable[tuple[datetime, datetime]] = (),
    after_hours: AfterHours | None = None,
) -> Proof:
    """Refused: a term nobody can read, a calendar nobody keeps, a year nobody has decided."""
    with refusing():
        length = Term.parse(term)
        deadline = due(received_at, length, calendar(code), pauses, after_hours=after_hours)
    return Proof(received_at, length, code, deadline)


def _segment(segment: Segment) -> dict[str, Any]:
    minutes = segment.time / _MINUTE
    return {
        "start": segment.start.isoformat(),
        "end": segment.end.isoformat(),
        "days": segment.days,
        "minutes": int(minutes) if minutes.is_integer() else minutes,
        "why": segment.why.value,
        "words": WHY_WORDS[segment.why],
        "note": segment.note,
    }
