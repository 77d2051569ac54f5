"""By mail (gửi thư điện tử): a row of the outbox, with the signed file, own annexes and what is enclosed."""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate

from django.conf import settings

from hoiam.kit.sealing import seal
from hoiam.messaging.models import Channel, Enclosure, Message, State

from .going_out import files_for, link_to
from .models import Document, DocumentFile, Recipient
from .visible import WALLED

MEGABYTE = 1024 * 1024


def put_in_the_outbox(
    recipient: Recipient, address: str, *, template: str, words: str, at: datetime
) -> Message:
    """In the transaction of the delivery: both are there or neither is, and the outbox sends it once."""
    document = recipient.document
    files = _files(recipient)
    fitting = _fitting(files)
    message = Message.objects.create(
        channel=Channel.EMAIL,
        to_contact=seal(address),
        template=template,
        about=document.number_symbol[:40],
        subject=f"Văn bản đến: {document.number_symbol}"[:120],
        body=f"{words}\n{_where(document, fitting, len(files) - len(fitting))}",
        state=State.QUEUED,
        created_at=at,
        send_after=at,
    )
    Enclosure.objects.bulk_create(
        Enclosure(message=message, name=one.name, media_type=one.media_type, kept_as=one.kept_as)
        for one in (kept.file for kept in fitting)
    )
    return message


def _files(recipient: Recipient) -> list[DocumentFile]:
    """Of a proposal about conduct none: a mailbox is read by more people than it is for."""
    return [] if recipient.document.kind in WALLED else files_for(recipient)


def _fitting(files: list[DocumentFile]) -> list[DocumentFile]:
    """As many as one letter may carry, from the first on."""
    most = settings.HOIAM_MAX_MAIL_MB * MEGABYTE
    weights = accumulate(kept.file.size for kept in files)
    return [kept for kept, weight in zip(files, weights, strict=True) if weight <= most]


def _where(document: Document, fitting: list[DocumentFile], left: int) -> str:
    """What is enclosed, what is not and why, and where all of it is."""
    said = [f"Kèm theo: {', '.join(kept.file.name for kept in fitting)}."] if fitting else []
    if left:
        most = settings.HOIAM_MAX_MAIL_MB
        said.append(f"{left} tệp không gửi kèm được vì quá {most} MB; xin tải tại trang văn bản.")
    return "\n".join([*said, f"Trang văn bản: {link_to(document)}"])
