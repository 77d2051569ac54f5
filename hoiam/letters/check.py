"""Check (kiểm tra): what the proof-reader finds in a document as it would leave on that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from hoiam.calendars.lookup import calendar
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .annex_numbers import is_roman
from .going_out import enclosed_in
from .models import Document
from .names import names_of
from .proofs import CHECKS, OF_THE_DAY, Check, Finding, proof_read

STOP = "stop"


def check(document: Document, at: datetime) -> list[Finding]:
    """Findings of severity "stop" keep it from being submitted and signed; its day is that of its number.

    What its words may say is enclosed: what it was composed with, and what was attached to it by hand.
    """
    if document.content is None:
        return []
    return _read(document, document.issued_on or civil_date(at), CHECKS)


def refuse_what_stops(document: Document, at: datetime) -> None:
    if stops := _stops(check(document, at)):
        raise Refused(f"Văn bản còn {len(stops)} chỗ phải sửa trước khi ký: {' '.join(stops)}")


def refuse_another_day(document: Document, on: date) -> None:
    """Signed on one day and numbered on another: its words must be true on the day it will bear."""
    if stops := _stops(_read(document, on, OF_THE_DAY)):
        raise Refused(
            f"Lời văn không còn đúng vào ngày văn bản {short_date(on)}, hãy trả lại để sửa rồi ký lại: "
            f"{' '.join(stops)}"
        )


def _read(document: Document, on: date, checks: Iterable[Check]) -> list[Finding]:
    units, letter = directory(), document.letter
    enclosed = set(enclosed_in(document).values_list("document__number_symbol", flat=True))
    there = sorted(enclosed.difference(letter.facts.attachments))
    facts = replace(letter.facts, attachments=(*letter.facts.attachments, *there))
    return proof_read(
        replace(letter, facts=facts),
        on=on,
        calendar=calendar(),
        name_of=lambda unit: units.unit(unit, on).name,
        enclosed=enclosed,
        units=names_of(units, letter.head.unit, on),
        checks=checks,
        roman=is_roman(on),
    )


def _stops(found: list[Finding]) -> list[str]:
    return [one.sentence for one in found if one.severity == STOP]
