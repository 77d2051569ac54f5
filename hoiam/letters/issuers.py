"""Issuers (cơ quan ban hành): a body as it prints itself on a day, and who signs for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from hoiam.units.directory import directory

from .compose import Issuer
from .content import Signatory
from .letterheads import letterhead_of
from .signers import as_printed, signatory_for, signers_of

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

NOBODY_SIGNS: Final = Signatory("", "", "")  # the proof-reader stops it


def issuer_of(
    unit: int, on: date, *, drafting: int | None = None, signer: Person | None = None, called: str = ""
) -> Issuer:
    """Without a named signer the first of its rows signs; `called` is its name inside a sentence."""
    head = letterhead_of(unit, on, drafting=drafting)
    return Issuer(head, _signatory(unit, on, signer), called or directory().unit(unit, on).short_name)


def _signatory(unit: int, on: date, signer: Person | None) -> Signatory:
    if signer is not None:
        return signatory_for(unit, signer, on)
    first = signers_of(unit, on).first()
    return as_printed(first) if first else NOBODY_SIGNS
