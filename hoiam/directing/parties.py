"""Parties (các bên trong văn bản): issuer, groups and documents a letter names, as letters composes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from hoiam.calendars.lookup import calendar
from hoiam.kit.moments import civil_date
from hoiam.letters import issuers
from hoiam.letters.compose import Cited, Issuer, Party, Reply as ReplyDate
from hoiam.letters.content import Kind
from hoiam.letters.draft import drafting_unit
from hoiam.letters.groups import group
from hoiam.letters.models import Document
from hoiam.units.directory import directory

from . import dates
from .levels import Body, short_of

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

TYPE_NAMES: Final = {Kind.REPORT: "Báo cáo", Kind.NOTICE: "Thông báo"}


def issuer_of(unit: int, by: Person, at: datetime, signer: Person | None = None) -> Issuer:
    """The body as it prints itself that day, by the unit that `by` drafts in."""
    on = civil_date(at)
    drafting = drafting_unit(by, unit, at)
    return issuers.issuer_of(unit, on, drafting=drafting, signer=signer, called=short_of(unit, on))


def party(body: Body) -> Party:
    return Party(body.name, body.units)


def group_party(code: str, issuer: int, on: date) -> Party | None:
    """A group as one printed line; None when nobody is in it that day."""
    found = group(code, issuer, on)
    return Party(found.text, found.units) if found else None


def cited(document: Document | Cited | None, *, type_name: str = "") -> Cited | None:
    """An issued document as a sentence names it."""
    if document is None or isinstance(document, Cited):
        return document
    assert document.issued_on is not None  # only what is out is cited
    name = type_name or TYPE_NAMES.get(Kind(document.kind), "Văn bản")
    subject = document.subject[:1].lower() + document.subject[1:]
    return Cited(name, document.number_symbol, document.issued_on, _named(document), subject)


def _named(document: Document) -> str:
    """The issuer as others call it that day: UBND tỉnh, UBND huyện Nhơn Trạch, Tổng đài 1022."""
    if document.issuer_id is None or document.issued_on is None:
        return document.issuer_name
    return directory().unit(document.issuer_id, document.issued_on).short_name


def date_of(before: date) -> ReplyDate:
    return ReplyDate(before, dates.letter_words(before, calendar()))
