"""Sign (ký): the person whom a row of that day allows signs the bytes that were submitted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from .check import refuse_what_stops
from .hold import hold, record
from .models import Document, FileRole, State
from .papers import keep_paper, latest_bytes
from .policy import allow, may_sign
from .signing import leader_signs

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def sign(document: Document, *, by: Person, at: datetime, returned: bytes | None = None) -> Document:
    """`returned` is the same file signed outside and brought back."""
    held = hold(document, State.SUBMITTED)
    allow(may_sign(by, held, at), "Ký")
    refuse_what_stops(held, at)
    prepared = latest_bytes(held, FileRole.PREPARED)
    signed = leader_signs(held, prepared, by=by, at=at, returned=returned)
    keep_paper(held, FileRole.SIGNED, signed, by=by, at=at)
    held.state = State.SIGNED
    held.signer, held.signer_name, held.signed_at = by, held.letter.signatory.name, at
    held.save(update_fields=["state", "signer", "signer_name", "signed_at"])
    record(held, "sign", by=by, at=at)
    return held
