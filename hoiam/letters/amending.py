"""Amending (thay thế, đính chính bằng tay): the draft, its words begun, that mends an issued document."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused

from .compose import Cited, correction, replacement
from .content import Head, Kind
from .correct import correct
from .letterheads import letterhead_of
from .models import Document
from .models.document import KIND_LABELS
from .policy import may_write
from .replace import replace
from .visible import WALLED

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


def may_amend(person: Person, document: Document, at: datetime) -> bool:
    """Whoever may draft where it was drafted, as long as it is in force."""
    is_own = document.is_in_force and not document.is_taken_in
    return is_own and may_write(person, document.drafting_unit_id, at)


def may_be_corrected(document: Document) -> bool:
    """The công văn that corrects is for whole houses to see, which what it corrects may not be."""
    return document.kind not in WALLED


def begin_replacement(document: Document, *, reason: str, by: Person, at: datetime) -> Document:
    """All its words and annexes again, under the letterhead of the day."""
    words = replacement(document.letter, _head(document, at), _cited(document), civil_date(at))
    return replace(document, words, reason=reason, by=by, at=at)


def begin_correction(document: Document, *, reason: str, by: Person, at: datetime) -> Document:
    """`reason`, what was wrong and how it reads right, is what the letter says."""
    if not may_be_corrected(document):
        raise Refused("Đề xuất về công vụ không đính chính bằng công văn; hãy thay thế bằng đề xuất khác.")
    words = correction(document.letter, _head(document, at), _cited(document), reason)
    return correct(document, words, reason=reason, by=by, at=at)


def _head(document: Document, at: datetime) -> Head:
    assert document.issuer_id is not None
    return letterhead_of(document.issuer_id, civil_date(at), drafting=document.drafting_unit_id)


def _cited(document: Document) -> Cited:
    assert document.issued_on is not None
    name = KIND_LABELS[Kind(document.kind)]
    return Cited(name, document.number_symbol, document.issued_on, document.issuer_name)
