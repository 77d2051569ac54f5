"""Revise (sửa dự thảo): other words for a document nobody has been shown for signing yet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hoiam.kit.refusal import Refused

from .content import Content
from .followed import still_followed
from .hold import hold, record
from .models import Document
from .models.document import WRITING
from .policy import allow, may_write

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def revise(
    document: Document, content: Content, *, by: Person, at: datetime, version: int | None = None
) -> Document:
    """`version` is the one that was looked at; refused when somebody changed it meanwhile."""
    held = hold(document, *WRITING)
    allow(may_write(by, held.drafting_unit_id, at), "Sửa")
    if version is not None and version != held.version:
        raise Refused("Người khác vừa sửa dự thảo này; hãy tải lại trang rồi sửa tiếp.")
    if content.head.unit != held.issuer_id:
        raise Refused("Không đổi được cơ quan ban hành của dự thảo; hãy soạn văn bản khác.")
    content = still_followed(held.letter, content)
    held.content, held.kind, held.subject = content.to_data(), content.kind.value, content.subject
    held.version += 1
    held.save(update_fields=["content", "kind", "subject", "version"])
    record(held, "revise", by=by, at=at)
    return held
