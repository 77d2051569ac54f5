"""Issue (phát hành): the clerk numbers a signed document, the organisation signs, and it is on its way.

Number, signature, register line, recipients and deliveries are one transaction; what takes long (the files of
annexes) or leaves the house is left to the worker.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from .addressing import address
from .annex_files import plan_annexes
from .hold import hold, hold_signed, record
from .link import CHANGING
from .models import Document, FileRole, Register, Relation, State
from .number import number_document, numbered_before
from .numbered_outside import numbered_outside
from .papers import docx, keep_paper, latest_bytes
from .policy import allow, may_issue
from .signing import organisation_signs
from .waking import wake

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def issue(
    document: Document,
    *,
    by: Person,
    at: datetime,
    number: int | None = None,
    register: Register | None = None,
    returned: bytes | None = None,
) -> Document:
    """`number`: typed, from the office's own system; without it, the next of our register.

    `returned`: the numbered file that the organisation signed outside; where nobody gave a number here
    before, its number and day are the document's.
    """
    held = hold_signed(document)
    allow(held.issuer_id is not None and may_issue(by, held.issuer_id, at), "Phát hành")
    if not numbered_before(held, number):
        on = None
        if returned is not None:
            number, on = numbered_outside(held, returned, typed=number, at=at)
        number_document(held, by=by, at=at, number=number, register=register, on=on)
    numbered = latest_bytes(held, FileRole.NUMBERED)
    final = organisation_signs(held, numbered, at=at, returned=returned)
    keep_paper(held, FileRole.ISSUED, final, by=by, at=at)
    keep_paper(held, FileRole.DOCX, docx(held), by=by, at=at)
    held.state, held.issued_at, held.issued_by = State.ISSUED, at, by
    held.save(update_fields=["state", "issued_at", "issued_by"])
    record(held, "issue", by=by, at=at)
    address(held, at=at)
    plan_annexes(held)
    _change_earlier(held, by=by, at=at)
    transaction.on_commit(wake)
    return held


def _change_earlier(document: Document, *, by: Person, at: datetime) -> None:
    """What this one replaces or corrects is so from now on."""
    for made in document.links.filter(relation__in=CHANGING).order_by("to"):
        earlier = hold(made.to, State.ISSUED, State.CORRECTED)
        replaces = made.relation == Relation.REPLACES
        earlier.state = State.REPLACED if replaces else State.CORRECTED
        earlier.save(update_fields=["state"])
        record(earlier, earlier.state, by=by, at=at, note=document.number_symbol)
