"""The world around a case (quy tắc đang có hiệu lực): terms, calendars, units and lists, as rows say them.

Implements `Rules` for deciding and `Book` for reading lines, over in-memory directories: an import
asks hundreds of thousands of times and causes no query.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from hoiam.accounts.models import Person
from hoiam.calendars.parameters import parameter
from hoiam.calendars.refusing import refusing
from hoiam.calendars.terms import TermView, term_for
from hoiam.categories.lookup import by_id, category_id
from hoiam.deadlines import Term, due, resume
from hoiam.deadlines.elapsed import share_used
from hoiam.kit.ids import read_code
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import Directory, directory

from .lists import is_listed
from .models import Case
from .snapshot import Snapshot
from .visible import is_looked_into, is_walled


class Timed(NamedTuple):
    at: datetime
    rule: str


class World:
    """Rules and codes as they are now; keep one for a request or a batch of an import."""

    def __init__(self, units: Directory) -> None:
        self._units = units
        self._people: dict[str, int | None] = {}

    # -- codes (Book) --------------------------------------------------------------------------------

    def unit(self, code: str, on: date) -> int:
        return self._units.unit_id(code, on)

    def area(self, code: str, on: date) -> int:
        return self._units.area_id(code, on)

    def category(self, code: str, on: date) -> int:
        return category_id(code, on)

    def person(self, username: str) -> int | None:
        if username not in self._people:
            found = Person.objects.filter(username=username).values_list("pk", flat=True).first()
            self._people[username] = found
        return self._people[username]

    def is_listed(self, list_name: str, value: str) -> bool:
        return is_listed(list_name, value)

    def case(self, code: str) -> int | None:
        try:
            digits = read_code(code)
        except Refused:
            return None
        return Case.objects.filter(code=digits).values_list("pk", flat=True).first()

    # -- the organisation ----------------------------------------------------------------------------

    def centre(self, at: datetime) -> int:
        return self._units.centre(civil_date(at))

    def coordinates(self, unit: int | None, at: datetime) -> bool:
        """The unit is the centre or the Office of the province: it forwards in the centre's name."""
        on = civil_date(at)
        root = self._units.root(on)
        return unit is None or unit in (
            self._units.centre(on),
            self._units.function("office", root, on),
            root,
        )

    def walls(self, accused: int, unit: int, at: datetime) -> bool:
        return is_walled(unit, accused, civil_date(at))

    def is_looked_into(self, accused: int, at: datetime) -> bool:
        return is_looked_into(accused, civil_date(at))

    def keeper(self, unit: int, at: datetime) -> int:
        """Who has the unit's work now: itself, its only successor, else the centre."""
        keepers = self._units.keepers(unit, civil_date(at))
        return keepers[0] if len(keepers) == 1 else self.centre(at)

    def unit_name(self, unit: int, at: datetime) -> str:
        return self._units.unit(unit, civil_date(at)).name

    def unit_code(self, unit: int, at: datetime) -> str:
        return self._units.unit(unit, civil_date(at)).code

    def area_code(self, area: int, at: datetime) -> str:
        return self._units.area(area, civil_date(at)).code

    def category_code(self, category: int) -> str:
        return by_id(category).code

    # -- terms ---------------------------------------------------------------------------------------

    def parameter(self, name: str, at: datetime) -> int:
        return parameter(name, at)

    def answer_due(self, case: Snapshot) -> Timed:
        """From receipt in the first life, from the reopening in a later one; pauses of this life added."""
        begun = case.received_at if case.life == 1 else case.entered_at
        term = self.answer_term(case)
        return Timed(_due(begun, term, case.pauses), term.rule)

    def step_due(self, step: str, case: Snapshot, start: datetime) -> Timed | None:
        term = term_for(step, case.category, case.kind, case.urgency, case.received_at)
        return None if term is None else Timed(_due(start, term, ()), term.rule)

    def may_pause(self, case: Snapshot, at: datetime) -> bool:
        """Asking stops the clock only where the term says so, early, and a limited number of times."""
        term = self.answer_term(case)
        if case.due_at is None or case.missed_at is not None or case.due_at < at or not term.pause_days:
            return False
        begun = case.received_at if case.life == 1 else case.entered_at
        with refusing():
            early = share_used(begun, case.due_at, at, term.calendar) <= term.ask_before
        return early and case.asks < term.pause_times

    def pause_end(self, case: Snapshot, start: datetime, until: datetime) -> datetime:
        """A pause lasts at most the working days the term allows, whatever is answered."""
        term = self.answer_term(case)
        with refusing():
            longest = due(start, Term.parse(f"{term.pause_days} working_days"), term.calendar).at
        return min(until, longest)

    def resumed_due(self, case: Snapshot, pause: tuple[datetime, datetime]) -> Timed:
        term = self.answer_term(case)
        if case.due_by_hand and case.paused_due is not None:
            with refusing():
                moved = resume(case.paused_due, pause, term.calendar)
            return Timed(moved, "đặt tay, cộng thời gian tạm dừng")
        begun = case.received_at if case.life == 1 else case.entered_at
        return Timed(_due(begun, term, (*case.pauses, pause)), term.rule)

    def answer_term(self, case: Snapshot) -> TermView:
        """The term the case was born with, with its basis in words."""
        term = term_for("answer", case.category, case.kind, case.urgency, case.received_at)
        assert term is not None  # an answer always has a term: the software's own when no row is set
        return term


def world() -> World:
    return World(directory())


def _due(start: datetime, term: TermView, pauses: Iterable[tuple[datetime, datetime]]) -> datetime:
    return term.due(start, tuple(pauses)).at
