"""Recipients (nhắc ai): from "leader", "Office" to people, for a whole batch with one query.

Nobody behind the wall of a conduct case is told of it. Where a unit has nobody in the role, whoever works
there is told instead; where it has nobody at all, that is written down for others to see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from hoiam.accounts.models import Person
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory
from hoiam.units.models import Membership
from hoiam.units.roles import Role
from hoiam.units.standing import standing

from .running import Running
from .steps import IN_UNIT, Step, To

FOCAL: Final = frozenset({Role.FOCAL_POINT, Role.EXTERNAL_UNIT, Role.SHIFT_LEAD, Role.COORDINATOR})
LEADING: Final = frozenset({Role.UNIT_HEAD, Role.CENTRE_MANAGER, Role.OFFICE_HEAD})
COORDINATING: Final = frozenset({Role.COORDINATOR, Role.SHIFT_LEAD})
DECIDING: Final = frozenset({Role.COORDINATOR, Role.OFFICE_HEAD})
WORKING: Final = FOCAL | LEADING | {Role.OFFICER, Role.OPERATOR}
People = dict[int, Person]


class Seats:
    """Who sits in the units of a batch, in the centre and in the Office, on one day."""

    def __init__(self, units: Iterable[int], at: datetime) -> None:
        book, on = directory(), civil_date(at)
        self.at, self.centre = at, book.centre(on)
        self.office = book.function("office", book.root(on), on)
        seats = Membership.objects.filter(
            unit__in={*units, self.centre, self.office} - {None},
            role__in=WORKING,
            during__contains=on,
            person__is_active=True,
        )
        self._seats: defaultdict[int, list[tuple[str, Person]]] = defaultdict(list)
        for seat in seats.select_related("person").order_by("person"):
            self._seats[seat.unit_id].append((seat.role, seat.person))

    def of_step(self, step: Step, running: Running) -> list[Person]:
        """Whom this step of this deadline tells; each once, in the order of their accounts."""
        to = step.to - IN_UNIT if running.is_waiting else step.to
        people: People = {}
        for one in to:
            people |= self._named(one, running)
        if not people and to & IN_UNIT:
            people = self._in(running.unit, WORKING)
        accused = running.accused
        return [
            people[pk]
            for pk in sorted(people)
            if accused is None or accused not in standing(people[pk], self.at).walls
        ]

    def _named(self, to: To, running: Running) -> People:
        match to:
            case To.OFFICER:
                return self._officer(running)
            case To.FOCAL_POINT:
                return self._in(running.unit, FOCAL)
            case To.LEADER:
                return self._in(running.unit, LEADING)
            case To.CENTRE:
                return self._in(self.centre, COORDINATING)
            case To.OFFICE:
                return self._in(self.office, DECIDING)
            case To.REMINDER:
                asked = Person.objects.filter(pk=running.asked_by or 0, is_active=True)
                return {person.pk: person for person in asked}

    def _officer(self, running: Running) -> People:
        """Whoever it was assigned to; before that, those of the unit who assign."""
        assignee = running.case.assignee if running.case is not None else None
        if assignee is not None and assignee.is_active:
            return {assignee.pk: assignee}
        return self._in(running.unit, FOCAL)

    def _in(self, unit: int | None, roles: frozenset[Role]) -> People:
        found = self._seats.get(unit, []) if unit is not None else []
        return {person.pk: person for role, person in found if role in roles}
