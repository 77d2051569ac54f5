"""Signed annexes (phụ lục đã ký mang về): where the body signs outside, its annex files come back one by one.

Nothing of the document is sent to anybody before the last of them is back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from hoiam.kit.numbers import number
from hoiam.kit.refusal import Refused
from hoiam.signatures.compare import compare
from hoiam.signatures.fields import ORGANISATION

from .annex_files import unsigned_annexes
from .hold import hold, record
from .models import AnnexWork, Document, DocumentFile, FileRole
from .models.document import OUT
from .papers import content_of, keep_paper
from .policy import allow, may_issue
from .signing import brought_back
from .waking import wake

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def take_signed_annexes(
    document: Document, returned: Sequence[UploadedFile], *, by: Person, at: datetime
) -> Document:
    """Any number of them, in any order and under any name; all are taken or none."""
    held = hold(document, *OUT)
    allow(held.issuer_id is not None and may_issue(by, held.issuer_id, at), "Đưa phụ lục đã ký")
    work = AnnexWork.objects.select_for_update().filter(document=held).first()
    waiting = {one: content_of(one.file) for one in unsigned_annexes(held)}
    if work is None or not waiting:
        raise Refused("Văn bản không có phụ lục nào chờ ký.")
    for upload in returned:
        signed = upload.read()
        sent = _sent_as(signed, waiting, str(upload.name))
        kept = brought_back(waiting.pop(sent), signed, ORGANISATION, at)
        keep_paper(held, FileRole.ANNEX, kept, by=by, at=at, annex=sent.annex, unit=sent.unit_id)
    work.made += len(returned)
    if work.made == work.total:
        work.done_at, work.last_error = at, ""
        transaction.on_commit(wake)
    work.save(update_fields=["made", "done_at", "last_error"])
    record(held, "sign_annexes", by=by, at=at, note=f"{number(len(returned))} tệp")
    return held


def _sent_as(signed: bytes, waiting: dict[DocumentFile, bytes], name: str) -> DocumentFile:
    """Most programs sign behind what was there; one that writes the file anew is looked at page by page."""
    found = next((one for one, sent in waiting.items() if signed.startswith(sent)), None)
    found = found or next((one for one, sent in waiting.items() if compare(sent, signed) is None), None)
    if found is None:
        raise Refused(f"Tệp “{name}” không phải phụ lục nào đang chờ ký của văn bản này, hoặc chưa được ký.")
    return found
