"""Telling (báo): who is told what after a verb. Rows of the outbox, in the verb's own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from hoiam.accounts.models import Person
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date
from hoiam.messaging.tell import tell, tell_petitioner as tell_contact
from hoiam.units.directory import directory
from hoiam.units.models import Membership

from .models import Case
from .people import identity_of

RECEIVING: Final = ("focal_point", "officer", "unit_head", "external_unit")


def people_of(unit: int, at: datetime, roles: tuple[str, ...] = RECEIVING) -> list[Person]:
    """Who sits in a unit on that day, in one of the roles."""
    seats = Membership.objects.filter(unit_id=unit, role__in=roles, during__contains=civil_date(at))
    return list(Person.objects.filter(is_active=True, pk__in=seats.values("person_id")))


def tell_unit(
    case: Case, unit: int, template: str, *, at: datetime, roles: tuple[str, ...] = RECEIVING, **facts: Any
) -> None:
    """Tell a unit's people about a case. An accused unit is never told of its conduct case."""
    on = civil_date(at)
    if case.conduct_unit_id is not None and directory().is_below(unit, case.conduct_unit_id, on):
        return
    category = case.category.name if case.category else "Chưa phân loại"
    told = {"code": show_code(case.code), "category": category, "due_at": case.due_at, **facts}
    tell(people_of(unit, at, roles), template, about=case.code, facts=told, at=at)


def tell_petitioner(case: Case, template: str, *, at: datetime, **facts: Any) -> None:
    """Tell whoever brought the case; nothing happens when no way to reach them is known."""
    contact = identity_of(case)
    if not contact.get("phone") and not contact.get("email"):
        return
    unit = directory().unit(case.holder_id, civil_date(at))
    told = {"code": show_code(case.code), "due_at": case.due_at, "unit": unit.name, **facts}
    tell_contact(contact, template, about=case.code, facts=told, at=at)
