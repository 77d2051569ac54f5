"""Check (kiểm tra): what the proof-reader finds in a document as it would leave on that day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from hoiam.calendars.lookup import calendar
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused

from .models import Document

STOP = "stop"


class Finding(Protocol):
    severity: str
    sentence: str
    where: str


def check(document: Document, at: datetime) -> Sequence[Finding]:
    """Findings of severity "stop" keep it from being submitted and signed."""
    if document.content is None:
        return []
    if not find_spec("hoiam.letters.proofs"):
        return []
    proofs = import_module("hoiam.letters.proofs")
    return list(proofs.proof_read(document.letter, on=civil_date(at), calendar=calendar()))


def refuse_what_stops(document: Document, at: datetime) -> None:
    stops = [found.sentence for found in check(document, at) if found.severity == STOP]
    if stops:
        raise Refused(f"Văn bản còn {len(stops)} lỗi phải sửa trước khi trình ký: {' '.join(stops)}")
