"""Check (kiểm tra): what the proof-reader finds in a document as it would leave on that day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from hoiam.calendars.lookup import calendar
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .going_out import enclosed_in
from .models import Document
from .names import names_of
from .proofs import Finding, proof_read

STOP = "stop"


def check(document: Document, at: datetime) -> list[Finding]:
    """Findings of severity "stop" keep it from being submitted and signed.

    What its words may say is enclosed: what it was composed with, and what was attached to it by hand.
    """
    if document.content is None:
        return []
    on, units, letter = civil_date(at), directory(), document.letter
    enclosed = set(enclosed_in(document).values_list("document__number_symbol", flat=True))
    there = sorted(enclosed.difference(letter.facts.attachments))
    facts = replace(letter.facts, attachments=(*letter.facts.attachments, *there))
    return proof_read(
        replace(letter, facts=facts),
        on=on,
        calendar=calendar(),
        name_of=lambda unit: units.unit(unit, on).name,
        enclosed=enclosed,
        units=names_of(units, document.letter.head.unit, on),
    )


def refuse_what_stops(document: Document, at: datetime) -> None:
    stops = list(_stops(document, at))
    if stops:
        raise Refused(f"Văn bản còn {len(stops)} chỗ phải sửa trước khi ký: {' '.join(stops)}")


def _stops(document: Document, at: datetime) -> Iterator[str]:
    yield from (found.sentence for found in check(document, at) if found.severity == STOP)
