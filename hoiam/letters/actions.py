"""Actions (thao tác với văn bản): what this person may do with a document now, as buttons in order."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from .amending import may_amend, may_be_corrected
from .annex_files import unsigned_annexes
from .attach import by_hand
from .models import Document, State
from .models.document import WRITING
from .policy import may_issue, may_return, may_sign, may_write

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


class Action(NamedTuple):
    label: str
    url: str
    key: str = ""
    opens_page: bool = False  # a page of its own; others open in place


def actions(document: Document, person: Person, at: datetime) -> list[Action]:
    """The first one is what the document waits for."""
    if document.is_taken_in:
        return []
    return [
        Action(label, reverse(f"letters:{name}", args=[document.pk]), key, name == "revise")
        for name, label, key in _names(document, person, at)
    ]


def _names(document: Document, person: Person, at: datetime) -> list[tuple[str, str, str]]:
    if document.is_out:
        found = _amending(document) if may_amend(person, document, at) else []
        return [*_annexes(document, person, at), *found]
    if document.state in WRITING:
        return _writing(document) if may_write(person, document.drafting_unit_id, at) else []
    return _signing(document, person, at)


def _annexes(document: Document, person: Person, at: datetime) -> list[tuple[str, str, str]]:
    waits = document.issuer_id is not None and may_issue(person, document.issuer_id, at)
    return [("signed_annexes", "Đưa phụ lục đã ký", "p")] if waits and unsigned_annexes(document) else []


def _amending(document: Document) -> list[tuple[str, str, str]]:
    found = [("replace", "Thay thế", "")]
    return [*found, ("correct", "Đính chính", "")] if may_be_corrected(document) else found


def _writing(document: Document) -> list[tuple[str, str, str]]:
    found = [
        ("submit", "Trình ký", "t"),
        ("revise", "Sửa dự thảo", "s"),
        ("attach", "Liên kết văn bản", "l"),
    ]
    if by_hand(document).exists():
        found.append(("detach", "Gỡ liên kết", ""))
    return [*found, ("discard", "Bỏ dự thảo", "")]


def _signing(document: Document, person: Person, at: datetime) -> list[tuple[str, str, str]]:
    found = []
    if document.state == State.SUBMITTED and may_sign(person, document, at):
        found.append(("sign", "Ký", "k"))
    assert document.issuer_id is not None
    if document.state == State.SIGNED and may_issue(person, document.issuer_id, at):
        found.append(("issue", "Phát hành", "p"))
        if document.number is None:
            found.append(("take_number", "Chỉ lấy số", ""))
    if document.number is None and may_return(person, document, at):
        found.append(("return_document", "Trả lại", "r"))
    return found
