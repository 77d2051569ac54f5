"""Hold (giữ văn bản): lock one document for a verb, look at its state, and write down what was done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hoiam.kit.refusal import Refused

from .models import Document, DocumentStep, State

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


def hold(document: Document, *states: str) -> Document:
    """The document as it is now, locked; refused when it stands in another state than these."""
    held = Document.objects.select_for_update().get(pk=document.pk)
    if held.state not in states:
        raise Refused(f"Văn bản đang ở bước “{State(held.state).label}”, không làm việc này được.")
    return held


def record(document: Document, verb: str, *, by: Person | None, at: datetime, note: str = "") -> None:
    DocumentStep.objects.create(document=document, verb=verb, by=by, at=at, note=note)
