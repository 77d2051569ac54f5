"""Replace (thay thế): a new document of equal form for one whose content was wrong (Điều 18 khoản 3)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hoiam.kit.refusal import Refused

from .attach import by_hand
from .content import Content
from .draft import draft
from .models import Document, Relation

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def replace(document: Document, content: Content, *, reason: str, by: Person, at: datetime) -> Document:
    """A draft; once it is issued the old document is replaced."""
    if not reason.strip():
        raise Refused("Thay thế văn bản phải nêu lý do.")
    if content.kind.value != document.kind:
        raise Refused("Văn bản sai nội dung được thay thế bằng văn bản có hình thức tương đương.")
    same = [(one.relation, one.to) for one in by_hand(document)]  # what it says is enclosed goes along again
    links, unit = [(Relation.REPLACES, document), *same], document.drafting_unit_id
    return draft(content, by=by, at=at, links=links, unit=unit, why=reason.strip())
