"""Arriving (văn bản đến): the row of a document made elsewhere, whoever or whatever brought it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hoiam.files.models import File

from .content import Kind
from .hold import record
from .models import Document, DocumentFile, FileRole, Origin, State
from .papers import content_of
from .verdicts import PDF, look_at_arrived

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Arrival:
    """What identifies it; `issuer` is the unit of ours that made it, where it is one."""

    number_symbol: str
    date: dt.date
    signer: str
    issuer: int | None
    issuer_name: str
    kind: Kind
    subject: str


def arrived(it: Arrival, *, unit: int, by: Person | None, at: dt.datetime) -> Document | None:
    """The document as `unit` took it in; None when it did so before. One row, however many come at once."""
    document, is_new = Document.objects.get_or_create(
        origin=Origin.TAKEN_IN,
        drafting_unit_id=unit,
        issuer_name=it.issuer_name,
        year=it.date.year,
        number_symbol=it.number_symbol,
        defaults={
            "kind": it.kind.value,
            "state": State.ISSUED,
            "subject": it.subject,
            "issuer_id": it.issuer,
            "drafter": by,
            "drafted_at": at,
            "signer_name": it.signer,
            "issued_on": it.date,
            "issued_at": at,
        },
    )
    return document if is_new else None


def keep_arrived(
    document: Document, files: Iterable[File], *, by: Person | None, at: dt.datetime, note: str = ""
) -> None:
    """Its files, what their signatures are worth, and the line that says it came."""
    kept = list(files)
    main = next((one for one in kept if one.media_type == PDF), kept[0])
    for one in kept:
        role = FileRole.TAKEN_IN if one is main else FileRole.ENCLOSED
        signatures = look_at_arrived(one, content_of(one), at)
        DocumentFile.objects.create(document=document, role=role, file=one, signatures=signatures, at=at)
    record(document, "take_in", by=by, at=at, note=note)
