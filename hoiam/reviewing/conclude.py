"""Conclude (kết luận phiên rà soát): the session is closed and its minutes become a document to be checked,
signed and issued like any other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.refusal import Refused
from hoiam.letters.compose import conclusion
from hoiam.letters.draft import draft

from .choose import hold_open
from .minutes import conclusion_of
from .models import Session
from .seats import allow


@transaction.atomic
def conclude(
    session: Session,
    *,
    attendees: Sequence[str],
    by: Person,
    at: datetime,
    signer: Person | None = None,
) -> Session:
    """`attendees`: names as the minutes print them. Lines without a decision open the next session."""
    held = hold_open(session.pk)
    allow(by, held.authority_id, at)
    present = [name.strip() for name in attendees if name.strip()]
    if not present:
        raise Refused("Thông báo kết luận phải ghi thành phần dự phiên.")
    content = conclusion(conclusion_of(held, present, by=by, at=at, signer=signer))
    held.document = draft(content, by=by, at=at)
    held.attendees = present
    held.concluded_at, held.concluded_by = at, by
    held.save(update_fields=["document", "attendees", "concluded_at", "concluded_by"])
    return held
