"""Recipients (nhắc ai): from "leader", "Office" to people, for a whole batch with one query.

Nobody behind the wall of a conduct case is told of it. Where a unit has nobody in the role, whoever works
there is told instead; where it has nobody at all, that is written down for others to see. Where the Office
nearest to it has nobody who may know, the next one above is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from hoiam.accounts.models import Person
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory
from hoiam.units.models import Membership
from hoiam.units.roles import Function, Role
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
    """Who sits in the units of a batch, in the centre and in the Offices above them, on one day."""

    def __init__(self, batch: Iterable[Running], at: datetime) -> None:
        on = civil_date(at)
        self.at, self.on, self.centre = at, on, directory().centre(on)
        units = {self.centre}.union(*((one.unit, *offices_above(one, on)) for one in batch))
        seats = Membership.objects.filter(
            unit__in=units,
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
        return [person for _, person in sorted(self._knowing(people, running).items())]

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
                return self._office(running)
            case To.REMINDER:
                asked = Person.objects.filter(pk=running.asked_by or 0, is_active=True)
                return {person.pk: person for person in asked}

    def _officer(self, running: Running) -> People:
        """Whoever it was assigned to; before that, those of the unit who assign."""
        assignee = running.case.assignee if running.case is not None else None
        if assignee is not None and assignee.is_active:
            return {assignee.pk: assignee}
        return self._in(running.unit, FOCAL)

    def _office(self, running: Running) -> People:
        """The nearest Office where somebody sits who may know of it."""
        offices = (self._in(office, DECIDING) for office in offices_above(running, self.on))
        return next(filter(None, (self._knowing(people, running) for people in offices)), {})

    def _knowing(self, people: People, running: Running) -> People:
        """Without those behind the wall of a conduct case."""
        accused = running.accused
        if accused is None:
            return people
        return {pk: one for pk, one in people.items() if accused not in standing(one, self.at).walls}

    def _in(self, unit: int, roles: frozenset[Role]) -> People:
        return {person.pk: person for role, person in self._seats.get(unit, []) if role in roles}


def offices_above(running: Running, on: date) -> tuple[int, ...]:
    """The Offices that follow it, the nearest first, then the province's, and the centre's room, in which its
    people may sit (docs/decisions/0081).

    A letter is followed for its issuer, a case for the authorities above the unit that is late; an Office
    that is late itself is followed by the next one.
    """
    book = directory()
    if running.issuer is not None:
        authorities = (running.issuer, *book.ancestors(running.issuer, on))
    else:
        own = book.serves(running.unit, Function.OFFICE, on)
        authorities = tuple(one for one in book.ancestors(running.unit, on) if one not in own)
    offices = (book.function(Function.OFFICE, one, on) for one in (*authorities, book.root(on)))
    rooms = (*(office for office in offices if office is not None), book.centre(on))
    return tuple(dict.fromkeys(rooms))
