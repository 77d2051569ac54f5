"""Opening (mở văn bản): the first opening by somebody of a recipient is when that unit has read it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from .models import Document, Recipient
from .visible import units_opening

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


def opened(document: Document, *, by: Person, at: datetime) -> None:
    """Once a unit; whoever opens it later changes nothing."""
    if not document.is_out:
        return
    units = units_opening(by, document, at)
    Recipient.objects.filter(document=document, unit__in=units, read_at=None).update(read_at=at, read_by=by)
