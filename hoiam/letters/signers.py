"""Signers (người ký): who may sign for a body on a day, in which capacity (NĐ 30/2020, Điều 13)."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from hoiam.accounts.models import Person
from hoiam.kit.moments import short_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .content import Signatory
from .models import Signer


def signers_of(unit: int, on: date) -> QuerySet[Signer]:
    """Everybody who may sign for the body on that day."""
    return Signer.objects.filter(unit=unit, during__contains=on).select_related("person").order_by("pk")


def signatory_for(unit: int, person: Person, on: date, *, capacity: str | None = None) -> Signatory:
    """As this person signs for the body; `capacity` when there are several."""
    rows = signers_of(unit, on).filter(person=person)
    if capacity is not None:
        rows = rows.filter(capacity=capacity)
    row = rows.first()
    if row is None:
        raise Refused(
            f"{person} chưa có quyền ký văn bản của {directory().unit(unit, on).name} vào ngày "
            f"{short_date(on)}; hãy ghi vào danh sách người ký."
        )
    return as_printed(row)


def as_printed(row: Signer) -> Signatory:
    return Signatory(row.capacity, row.position, row.person.full_name)


def may_sign_as(unit: int, person: Person, signatory: Signatory, on: date) -> bool:
    """The document prints exactly what a row of that day allows this person."""
    return any(as_printed(row) == signatory for row in signers_of(unit, on).filter(person=person))
