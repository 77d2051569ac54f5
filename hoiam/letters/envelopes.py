"""Envelopes (gói tin văn bản điện tử): a document for one recipient, dropped for the document network."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .edxml.drop_folder import DropFolder
from .edxml.envelope import Attachment, Business, Envelope, Party
from .edxml.read import LARGEST
from .edxml.write import LARGEST_ATTACHMENT
from .going_out import files_for, link_to
from .models import DeliveryAddress, Document, DocumentFile, Recipient, Relation, Way
from .models.document import KIND_LABELS
from .papers import content_of

MOST: Final = LARGEST * 2 // 3  # bytes of files: written in base64 they take four thirds of it


def folder() -> DropFolder:
    return DropFolder(Path(settings.HOIAM_EDXML))


def drop(recipient: Recipient, code: str, now: datetime) -> None:
    """The same recipient and document give the same file: dropping it again changes nothing."""
    folder().put(envelope_of(recipient, code))


def envelope_of(recipient: Recipient, code: str) -> Envelope:
    """With the issued file, the recipient's own part of the annexes, and what is enclosed."""
    document = recipient.document
    assert document.issuer_id is not None and document.issued_on is not None
    units, letter, on = directory(), document.letter, document.issued_on
    number, _, notation = document.number_symbol.partition("/")
    parent = letter.head.parent_name
    attached, left = _parted(files_for(recipient), document)
    return Envelope(
        sender=Party(_code_of(document.issuer_id), letter.head.said_name, parent),
        to=(Party(code, units.unit(recipient.unit_id, on).full_name),),
        number=number,
        notation=notation,
        on=on,
        subject=document.subject,
        content=_where(document, left),
        place=letter.head.place,
        type_name=KIND_LABELS[letter.kind],
        capacity=re.sub(r"\s+", " ", letter.signatory.capacity),
        position=letter.signatory.position,
        signer=letter.signatory.name,
        due_on=letter.facts.reply_before,
        places=tuple(line.text for line in letter.copies),
        appendixes=tuple(annex.title for annex in letter.annexes),
        business=_business(document),
        attachments=tuple(_attachment(one, document) for one in attached),
    )


def _parted(files: list[DocumentFile], document: Document) -> tuple[list[DocumentFile], list[DocumentFile]]:
    """What goes along, and what is enclosed but too large to: the letter does not wait for that."""
    attached: list[DocumentFile] = []
    left: list[DocumentFile] = []
    room = MOST
    for one in files:
        fits = one.document_id == document.pk or one.file.size <= min(LARGEST_ATTACHMENT, room)
        (attached if fits else left).append(one)
        room -= one.file.size if fits else 0
    return attached, left


def _where(document: Document, left: list[DocumentFile]) -> str:
    """Blank when all is there."""
    if not left:
        return ""
    names = "; ".join(one.document.name for one in left)
    return f"Không gửi kèm được vì tệp quá lớn: {names}; xin tải tại trang văn bản {link_to(document)}"


def _code_of(issuer: int) -> str:
    kept = DeliveryAddress.objects.filter(unit=issuer, way=Way.EDXML).first()
    if kept is None:
        raise Refused("Cơ quan ban hành chưa có mã định danh trên trục liên thông; hãy ghi vào địa chỉ nhận.")
    return kept.address


def _business(document: Document) -> Business:
    replaces = document.links.filter(relation=Relation.REPLACES).exists()
    return Business.REPLACE if replaces else Business.NEW


def _attachment(kept: DocumentFile, document: Document) -> Attachment:
    file, called = kept.file, str(kept) if kept.document_id == document.pk else kept.document.name
    return Attachment(file.name, file.media_type, content_of(file), description=called)
