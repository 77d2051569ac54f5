"""Number (cấp số): number, symbol and day, once signed; printed into the file that the organisation signs."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused

from .check import refuse_another_day
from .content import Kind
from .hold import hold_signed, record
from .models import Document, FileRole, Origin, Register
from .papers import keep_paper, latest_bytes, numbered_pdf
from .policy import allow, may_issue
from .registers import enter_number, register_for, take_number
from .symbols import number_symbol

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def take(document: Document, *, by: Person, at: datetime, number: int | None = None) -> Document:
    """A step of its own only where the organisation signs outside: the number is final from here on."""
    held = hold_signed(document)
    allow(held.issuer_id is not None and may_issue(by, held.issuer_id, at), "Lấy số")
    if not numbered_before(held, number):
        number_document(held, by=by, at=at, number=number)
    return held


def numbered_before(document: Document, wanted: int | None) -> bool:
    """Asked twice it is numbered once; but nobody's other number is dropped without a word."""
    if document.number is not None and wanted not in (None, document.number):
        raise Refused(f"Văn bản đã lấy số {document.number_symbol}; không ghi số {wanted} được nữa.")
    return document.number is not None


def number_document(
    document: Document,
    *,
    by: Person,
    at: datetime,
    number: int | None = None,
    register: Register | None = None,
    on: date | None = None,
) -> None:
    """On a locked, signed document: its line in the register, and its file with number and day (today)."""
    assert document.issuer_id is not None
    on, content = on or civil_date(at), document.letter
    refuse_another_day(document, on)
    book = register or register_for(document.issuer_id, Kind(document.kind), is_ours=number is None)
    if number is None:
        document.number = take_number(book, document, on=on, at=at, by=by)
    else:
        document.number = enter_number(book, number, document, on=on, at=at, by=by)
    document.number_symbol = number_symbol(document.number, content)
    document.issued_on, document.year = on, on.year
    _refuse_a_second(document)
    document.save(update_fields=["number", "number_symbol", "issued_on", "year"])
    numbered = numbered_pdf(document, latest_bytes(document, FileRole.SIGNED))
    keep_paper(document, FileRole.NUMBERED, numbered, by=by, at=at)
    record(document, "number", by=by, at=at, note=document.number_symbol)


def _refuse_a_second(document: Document) -> None:
    """Two registers of a body may be set up to print the same symbol; no two documents may bear it."""
    same = Document.objects.filter(
        issuer=document.issuer_id,
        year=document.year,
        number_symbol=document.number_symbol,
        origin=Origin.MADE,
    )
    if same.exists():
        raise Refused(
            f"Cơ quan đã có văn bản số {document.number_symbol} năm {document.year}; hãy xem lại số và sổ."
        )
