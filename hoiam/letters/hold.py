"""Hold (giữ văn bản): lock one document for a verb, look at its state, and write down what was done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from hoiam.kit.refusal import Refused

from .models import Document, DocumentStep, State
from .models.document import WRITING

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


IS_FOR_GOOD: Final = "Văn bản đã phát hành không sửa được; hãy ban hành văn bản thay thế hoặc đính chính."
UNSIGNED: Final = (*WRITING, State.SUBMITTED)


def hold(document: Document, *states: str) -> Document:
    """The document as it is now, locked; refused when it stands in another state than these."""
    held = Document.objects.select_for_update().get(pk=document.pk)
    if held.is_out and not held.is_taken_in and set(states) <= set(WRITING):
        raise Refused(IS_FOR_GOOD)
    if held.state not in states:
        raise Refused(f"Văn bản đang ở bước “{State(held.state).label}”, không làm việc này được.")
    return held


def hold_signed(document: Document) -> Document:
    """For its number: it gets one when its signer has signed it, not before."""
    held = hold(document, State.SIGNED, *UNSIGNED)
    if held.state != State.SIGNED:
        raise Refused(f"Chưa lấy số được: thiếu chữ ký của {held.letter.signatory.name}.")
    return held


def record(document: Document, verb: str, *, by: Person | None, at: datetime, note: str = "") -> None:
    DocumentStep.objects.create(document=document, verb=verb, by=by, at=at, note=note)
