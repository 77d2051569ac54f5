"""Submit (trình ký): the draft is checked, drawn as it will be signed, and shown to the signer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from .check import refuse_what_stops
from .hold import hold, record
from .models import Document, FileRole, State
from .models.document import WRITING
from .papers import keep_paper, prepared_pdf
from .policy import allow, may_write

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def submit(document: Document, *, by: Person, at: datetime) -> Document:
    held = hold(document, *WRITING)
    allow(may_write(by, held.drafting_unit_id, at), "Trình ký")
    refuse_what_stops(held, at)
    keep_paper(held, FileRole.PREPARED, prepared_pdf(held.letter), by=by, at=at)
    held.state, held.submitted_at = State.SUBMITTED, at
    held.save(update_fields=["state", "submitted_at"])
    record(held, "submit", by=by, at=at)
    return held
