"""Visible (ai được xem văn bản): one rule for lists, pages and files.

Whoever works in the house of the issuer, or in the unit that drafted it or took it in, sees a
document in every state. A recipient sees it once it is out, with its own part of the annexes, and what is
enclosed with it, without annexes. Nobody else learns that there is such a document.
A proposal about conduct is narrower still: home affairs, clerk and head of its house and of where it goes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory
from hoiam.units.roles import Function, Role
from hoiam.units.standing import Standing, standing

from .content import Kind
from .models import Document, DocumentFile, DocumentLink, FileRole, Recipient, Relation
from .models.document import OUT

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


# Proposals about somebody's conduct: for those who work them and the head who decides, not for whole houses.
WALLED: Final = (Kind.PROPOSAL.value,)
BEHIND_THE_WALL: Final = (Role.HOME_AFFAIRS, Role.CLERK, Role.UNIT_HEAD, Role.AUTHORITY_HEAD)


def documents_visible_to(person: Person, at: datetime | None = None) -> QuerySet[Document]:
    at = at or now()
    seat, on = standing(person, at), civil_date(at)
    inside, receiving, behind = working_units(seat, on), receiving_units(seat, on), _behind(seat)
    enclosed = DocumentLink.objects.filter(
        to=OuterRef("pk"),
        relation=Relation.ATTACHES,
        document__state__in=OUT,
        document__recipients__unit__in=receiving,
    )
    anybody = Q(issuer__in=inside) | Q(drafting_unit__in=seat.units)
    anybody |= Q(state__in=OUT) & (_got(receiving) | Q(Exists(enclosed)))
    few = Q(issuer__in=behind) | Q(drafting_unit__in=behind) | Q(state__in=OUT) & _got(behind)
    return Document.objects.filter(~Q(kind__in=WALLED) & anybody | Q(kind__in=WALLED) & few)


def _got(units: frozenset[int]) -> Q:
    return Q(Exists(Recipient.objects.filter(document=OuterRef("pk"), unit__in=units)))


def _behind(seat: Standing) -> frozenset[int]:
    """Units in which this person may know of conduct: its own house only, no Office stands in for it."""
    return frozenset(unit for role, unit in seat.seats if role in BEHIND_THE_WALL)


def is_inside(person: Person, document: Document, at: datetime) -> bool:
    """Works where the document was made: sees all of it, drafts and every recipient's part too."""
    seat = standing(person, at)
    if document.kind in WALLED:
        return bool({document.drafting_unit_id, document.issuer_id} & _behind(seat))
    return document.drafting_unit_id in seat.units or document.issuer_id in working_units(
        seat, civil_date(at)
    )


def units_opening(person: Person, document: Document, at: datetime) -> frozenset[int]:
    """The recipients for whom this person opens the document."""
    seat = standing(person, at)
    return _behind(seat) if document.kind in WALLED else receiving_units(seat, civil_date(at))


def files_visible_to(person: Person, document: Document, at: datetime) -> QuerySet[DocumentFile]:
    """Of a document this person sees: everything inside; a recipient the issued file and its own annexes."""
    if is_inside(person, document, at):
        return document.files.all()
    receiving = units_opening(person, document, at)
    own = Q(role=FileRole.ANNEX) & (Q(unit__in=receiving) | Q(unit=None, is_for_all=True))
    return document.files.filter(Q(role__in=[FileRole.ISSUED, FileRole.TAKEN_IN]) | own)


def working_units(seat: Standing, on: date) -> frozenset[int]:
    """Own units, and the bodies whose Office or clerks they are."""
    units = directory()
    served = (
        units.serves(unit, function, on)
        for unit in seat.units
        for function in (Function.OFFICE, Function.CLERK)
    )
    return seat.units.union(*served)


def receiving_units(seat: Standing, on: date) -> frozenset[int]:
    """Whose letters this person opens: those of the units above, and of ended ones they took over from."""
    units, own = directory(), working_units(seat, on)
    ended = (
        frozenset(old for old in units.predecessors(unit) if not units.is_valid(old, on)) for unit in own
    )
    return own.union(*ended)
