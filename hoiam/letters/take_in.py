"""Take in (tiếp nhận văn bản đến): a document made elsewhere, kept as a file with what identifies it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.files.base import File as Upload
from django.db import transaction

from hoiam.files.keep import keep
from hoiam.files.models import File
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.refusal import Refused
from hoiam.signatures.prepare import UNREADABLE
from hoiam.units.directory import directory
from hoiam.units.standing import standing

from .arriving import Arrival, arrived, keep_arrived
from .content import Kind
from .models import Document
from .number_in_file import number_symbol_in
from .papers import content_of
from .pictures import page_count
from .policy import TAKING_IN, allow, may_take_in
from .symbols import tidy
from .verdicts import PDF

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def take_in(
    file: Upload | File,
    *,
    number_symbol: str,
    date: dt.date,
    signer: str,
    issuer: int | str,
    kind: Kind | str,
    subject: str,
    by: Person,
    at: dt.datetime,
    unit: int | None = None,
) -> Document:
    """`issuer` is a unit's id, or the name of a body we do not know; `unit` takes it in.

    A blank `number_symbol` is read from the file.
    """
    taking = unit if unit is not None else taking_unit(by, at)
    allow(may_take_in(by, taking, at), "Tiếp nhận")
    kept = file if isinstance(file, File) else keep(file, by=by, at=at)
    content = content_of(kept)
    _refuse_what_nobody_can_read(kept, content)
    symbol = tidy(number_symbol or number_symbol_in(content))
    name = _issuer_name(issuer, date)
    _refuse_what_cannot_be(symbol, name, date, at)
    known_issuer = issuer if isinstance(issuer, int) else None
    it = Arrival(symbol, date, signer.strip(), known_issuer, name, Kind(kind), subject.strip())
    document = arrived(it, unit=taking, by=by, at=at)
    if document is None:
        raise Refused(f"Văn bản số {symbol} của {name} đã được tiếp nhận.")
    keep_arrived(document, [kept], by=by, at=at)
    return document


def taking_unit(person: Person, at: dt.datetime) -> int:
    """The unit of the person's seat that takes documents in."""
    seats = standing(person, at).seats
    return min((unit for role, unit in seats if role in TAKING_IN), default=0)


def _refuse_what_nobody_can_read(kept: File, content: bytes) -> None:
    """Broken or locked: whoever sent it has another one."""
    if kept.media_type == PDF and not page_count(content):
        raise Refused(UNREADABLE)


def _issuer_name(issuer: int | str, date: dt.date) -> str:
    return directory().unit(issuer, date).name if isinstance(issuer, int) else " ".join(issuer.split())


def _refuse_what_cannot_be(symbol: str, issuer_name: str, date: dt.date, at: dt.datetime) -> None:
    if not symbol or not issuer_name:
        raise Refused("Văn bản đến phải có số, ký hiệu và cơ quan ban hành.")
    if date > civil_date(at):
        raise Refused(f"Ngày văn bản {short_date(date)} còn ở phía trước; hãy xem lại.")
