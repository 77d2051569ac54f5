"""Draft (soạn văn bản): a content becomes a document that can be checked, signed and issued."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory
from hoiam.units.standing import standing

from .content import Content
from .hold import record
from .link import link
from .models import Document
from .policy import allow, houses, may_write

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def draft(
    content: Content,
    *,
    by: Person,
    at: datetime,
    links: Iterable[tuple[str, Document]] = (),
    unit: int | None = None,
    why: str = "",
) -> Document:
    """`unit` drafts it (else the seat of `by` nearest to the issuer); `links` = (relation, earlier)."""
    issuer = content.head.unit
    drafting = unit if unit is not None else drafting_unit(by, issuer, at)
    allow(may_write(by, drafting, at), "Soạn")
    document = Document.objects.create(
        kind=content.kind.value,
        subject=content.subject,
        content=content.to_data(),
        issuer_id=issuer,
        issuer_name=directory().unit(issuer, civil_date(at)).name,
        drafting_unit_id=drafting,
        drafter=by,
        drafted_at=at,
    )
    record(document, "draft", by=by, at=at, note=why)
    for relation, earlier in links:
        link(document, earlier, relation, at=at)
    return document


def drafting_unit(person: Person, issuer: int, at: datetime) -> int:
    """The body's own house first, then any other unit the person sits in."""
    own = standing(person, at).units
    return min(own & houses(issuer, at) or own, default=issuer)
