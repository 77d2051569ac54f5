"""Who may do what with a document (quyền với văn bản). One question a verb; each reads as a sentence."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.roles import Function, Role
from hoiam.units.standing import standing

from .models import Document
from .signers import may_sign_as, signers_of

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

# Văn thư number, seal and issue; where nobody is, whoever looks after the unit's accounts, or the company.
CLERKS: Final = (Role.CLERK, Role.UNIT_ADMIN, Role.EXTERNAL_UNIT)
TAKING_IN: Final = (
    *CLERKS,
    Role.COORDINATOR,
    Role.OFFICE_HEAD,
    Role.CENTRE_MANAGER,
    Role.FOCAL_POINT,
    Role.UNIT_HEAD,
)


def houses(issuer: int, at: datetime) -> frozenset[int]:
    """Where the work of a body is done: itself, its Office, its clerks."""
    on, units = civil_date(at), directory()
    served = (units.function(function, issuer, on) for function in (Function.OFFICE, Function.CLERK))
    return frozenset({issuer, *(unit for unit in served if unit is not None)})


def may_write(person: Person, drafting_unit: int, at: datetime) -> bool:
    """Whoever sits in the unit that drafts."""
    return drafting_unit in standing(person, at).units


def may_sign(person: Person, document: Document, at: datetime) -> bool:
    """The one whom a row of signers allows to sign as the document prints."""
    on = civil_date(at)
    return (
        document.issuer_id is not None
        and document.content is not None
        and may_sign_as(document.issuer_id, person, document.letter.signatory, on)
    )


def may_return(person: Person, document: Document, at: datetime) -> bool:
    """Any signer of the body, and its clerk when the form is wrong."""
    if document.issuer_id is None:
        return False
    signers = signers_of(document.issuer_id, civil_date(at))
    return signers.filter(person=person).exists() or may_issue(person, document.issuer_id, at)


def may_issue(person: Person, issuer: int, at: datetime) -> bool:
    """The clerk of the body, wherever its clerks sit."""
    seat = standing(person, at)
    return any(seat.has(*CLERKS, unit=unit) for unit in houses(issuer, at))


def may_take_in(person: Person, unit: int, at: datetime) -> bool:
    return standing(person, at).has(*TAKING_IN, unit=unit)


def may_keep_signers(person: Person, at: datetime) -> bool:
    """Whoever keeps signers, letterheads and addresses: the system's administrator or a unit's own."""
    seat = standing(person, at)
    return seat.is_system_admin or seat.has(Role.UNIT_ADMIN)


def allow(permitted: bool, verb: str) -> None:
    """Beat two of every verb."""
    if not permitted:
        raise Refused(f"Bạn không có quyền “{verb}” văn bản này.")
