"""Telling (báo): who is told what after a verb. Rows of the outbox, in the verb's own transaction.

Nobody is told of a case he could not open: people behind the walls of a conduct case least of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from hoiam.accounts.models import Person
from hoiam.categories.lookup import by_id
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date
from hoiam.messaging import is_quiet
from hoiam.messaging.tell import tell, tell_petitioner as tell_contact
from hoiam.units.directory import directory
from hoiam.units.models import Membership
from hoiam.units.standing import standing

from .lists import listed
from .models import Case
from .people import identity_of
from .visible import OVERSEEING, coordinates_instead

RECEIVING: Final = ("focal_point", "officer", "unit_head", "external_unit", "coordinator", "shift_lead")
COORDINATING: Final = ("coordinator",)


def people_of(unit: int, at: datetime, roles: tuple[str, ...] = RECEIVING) -> list[Person]:
    """Who sits in a unit on that day, in one of the roles."""
    seats = Membership.objects.filter(unit_id=unit, role__in=roles, during__contains=civil_date(at))
    return list(Person.objects.filter(is_active=True, pk__in=seats.values("person_id")))


def tell_unit(
    case: Case, unit: int, template: str, *, at: datetime, roles: tuple[str, ...] = RECEIVING, **facts: Any
) -> None:
    """Tell a unit's people about a case."""
    if not is_quiet():
        tell_people(case, people_of(unit, at, roles), template, at=at, **facts)


def tell_holder(case: Case, template: str, *, at: datetime, **facts: Any) -> None:
    """Whoever works on it: the colleague it was assigned to, else the people of the unit that holds it."""
    if case.assignee is None:
        tell_unit(case, case.holder_id, template, at=at, **facts)
    else:
        tell_people(case, [case.assignee], template, at=at, **facts)


def tell_coordinators(case: Case, template: str, *, at: datetime, **facts: Any) -> None:
    """Those who decide for the centre: in the centre itself and in the province's Office; when these are
    accused, who coordinates instead of them."""
    people = _who_decides(at) if case.conduct_unit_id is None else _who_decides(at) + _instead(case, at)
    tell_people(case, people, template, at=at, **facts)


def _who_decides(at: datetime) -> list[Person]:
    book, on = directory(), civil_date(at)
    units = (book.centre(on), book.function("office", book.root(on), on))
    return [person for unit in units if unit is not None for person in people_of(unit, at, COORDINATING)]


def _instead(case: Case, at: datetime) -> list[Person]:
    book, on = directory(), civil_date(at)
    root = book.root(on)
    bodies = {book.function("home_affairs", root, on), book.overseer(root, on)} - {None}
    people = [person for unit in bodies if unit for person in people_of(unit, at, OVERSEEING)]
    return [person for person in people if coordinates_instead(standing(person, at), case, at)]


def tell_people(case: Case, people: list[Person], template: str, *, at: datetime, **facts: Any) -> None:
    """Whoever stands behind a wall is left out: an accused unit, and people who sit in two units too."""
    accused = case.conduct_unit_id
    if accused is not None:
        people = [person for person in people if accused not in standing(person, at).walls]
    category = by_id(case.category_id).name if case.category_id else "Chưa phân loại"
    due_at = case.due_at or case.paused_due
    told = {"code": show_code(case.code), "category": category, "due_at": due_at, **facts}
    tell(people, template, about=case.code, facts=told, at=at)


def tell_petitioner(case: Case, template: str, *, at: datetime, **facts: Any) -> None:
    """Tell whoever brought the case; nothing happens when no way to reach them is known."""
    if is_quiet():
        return
    contact = identity_of(case)
    if not contact.get("phone") and not contact.get("email"):
        return
    unit = directory().unit(case.holder_id, civil_date(at))
    told = {
        "code": show_code(case.code),
        "due_at": case.due_at or case.paused_due,
        "unit": unit.name,
        "unit_short": unit.short_name,
        **facts,
    }
    tell_contact(contact, template, about=case.code, facts=told, at=at)


def tell_petitioners(case: Case, template: str, *, at: datetime, **facts: Any) -> None:
    """The petitioner of the case and everybody whose report was merged into it."""
    tell_petitioner(case, template, at=at, **facts)
    followers = _merged_into([case])
    while followers:
        for follower in followers:
            tell_petitioner(follower, template, at=at, **facts)
        followers = _merged_into(followers)


def _merged_into(cases: Sequence[Case]) -> list[Case]:
    """Those merged straight into one of these, with their petitioners: one question however many they are."""
    return list(Case.objects.filter(merged_into__in=cases).select_related("petitioner").order_by("pk"))


def public_reason(list_name: str, value: str | None) -> dict[str, Any]:
    """What a citizen is told of a reason: public words, its basis in law, what to do next."""
    row = listed(list_name, value)
    if row is None:
        return {"reason_public": value or "", "legal_basis": None, "what_next": None}
    return {
        "reason_public": row.public_label or row.label,
        "legal_basis": row.legal_basis or None,
        "what_next": row.what_next or None,
    }
