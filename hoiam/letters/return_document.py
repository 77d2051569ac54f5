"""Return (trả lại): the signer or the clerk gives a document back, and says why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hoiam.kit.refusal import Refused

from .hold import hold, record
from .models import Document, State
from .policy import allow, may_return

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def return_document(document: Document, *, reason: str, by: Person, at: datetime) -> Document:
    """Back to whoever drafted it; a signature given before counts no more."""
    held = hold(document, State.SUBMITTED, State.SIGNED)
    allow(may_return(by, held, at), "Trả lại")
    if not reason.strip():
        raise Refused("Trả lại văn bản phải nêu lý do.")
    if held.number is not None:
        raise Refused("Văn bản đã lấy số, không trả lại được; hãy phát hành rồi thay thế hoặc đính chính.")
    held.state = State.RETURNED
    held.signer, held.signer_name, held.signed_at = None, "", None
    held.save(update_fields=["state", "signer", "signer_name", "signed_at"])
    record(held, "return", by=by, at=at, note=reason.strip())
    return held
