"""Envelopes (gói tin văn bản điện tử): a document for one recipient, dropped for the document network."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .edxml.drop_folder import DropFolder
from .edxml.envelope import Attachment, Business, Envelope, Party
from .going_out import files_for
from .models import DeliveryAddress, Document, DocumentFile, Recipient, Relation, Way
from .models.document import KIND_LABELS
from .papers import content_of


def folder() -> DropFolder:
    return DropFolder(Path(settings.HOIAM_EDXML))


def drop(recipient: Recipient, code: str, now: datetime) -> None:
    """The same recipient and document give the same file: dropping it again changes nothing."""
    folder().put(envelope_of(recipient, code))


def envelope_of(recipient: Recipient, code: str) -> Envelope:
    """With the issued file and the recipient's own part of the annexes."""
    document = recipient.document
    assert document.issuer_id is not None and document.issued_on is not None
    units, letter, on = directory(), document.letter, document.issued_on
    number, _, notation = document.number_symbol.partition("/")
    parent = letter.head.parent_name
    return Envelope(
        sender=Party(_code_of(document.issuer_id), letter.head.said_name, parent),
        to=(Party(code, units.unit(recipient.unit_id, on).full_name),),
        number=number,
        notation=notation,
        on=on,
        subject=document.subject,
        place=letter.head.place,
        type_name=KIND_LABELS[letter.kind],
        capacity=re.sub(r"\s+", " ", letter.signatory.capacity),
        position=letter.signatory.position,
        signer=letter.signatory.name,
        due_on=letter.facts.reply_before,
        places=tuple(line.text for line in letter.copies),
        appendixes=tuple(annex.title for annex in letter.annexes),
        business=_business(document),
        attachments=tuple(_attachment(file) for file in files_for(recipient)),
    )


def _code_of(issuer: int) -> str:
    kept = DeliveryAddress.objects.filter(unit=issuer, way=Way.EDXML).first()
    if kept is None:
        raise Refused("Cơ quan ban hành chưa có mã định danh trên trục liên thông; hãy ghi vào địa chỉ nhận.")
    return kept.address


def _business(document: Document) -> Business:
    replaces = document.links.filter(relation=Relation.REPLACES).exists()
    return Business.REPLACE if replaces else Business.NEW


def _attachment(kept: DocumentFile) -> Attachment:
    file = kept.file
    return Attachment(file.name, file.media_type, content_of(file), description=str(kept))
