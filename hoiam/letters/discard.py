"""Discard (bỏ dự thảo): a draft that will not be sent; it is kept, and stands in no list."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from .hold import hold, record
from .models import Document, State
from .models.document import WRITING
from .policy import allow, may_write

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def discard(document: Document, *, by: Person, at: datetime) -> Document:
    held = hold(document, *WRITING)
    allow(may_write(by, held.drafting_unit_id, at), "Bỏ")
    held.state = State.DISCARDED
    held.save(update_fields=["state"])
    record(held, "discard", by=by, at=at)
    return held
