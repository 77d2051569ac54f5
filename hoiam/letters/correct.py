"""Correct (đính chính): a công văn says what was wrong in the form of an issued one (Điều 18 khoản 3)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hoiam.kit.refusal import Refused

from .content import Content, Kind
from .draft import draft
from .models import Document, Relation

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def correct(document: Document, content: Content, *, reason: str, by: Person, at: datetime) -> Document:
    """A draft; once it is issued the old document is corrected, and stays in force."""
    if not reason.strip():
        raise Refused("Đính chính văn bản phải nêu sai sót.")
    if content.kind is not Kind.LETTER:
        raise Refused("Đính chính văn bản bằng công văn.")
    links, unit = [(Relation.CORRECTS, document)], document.drafting_unit_id
    return draft(content, by=by, at=at, links=links, unit=unit, why=reason.strip())
