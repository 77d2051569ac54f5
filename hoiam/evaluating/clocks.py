"""The clocks of a matter (thời hạn các bước): each step has one, from a term row with dates and source."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from hoiam.calendars.lookup import calendar
from hoiam.calendars.refusing import refusing
from hoiam.calendars.term_view import SOFTWARE_DEFAULT, TO_BE_SET
from hoiam.deadlines import Term, due
from hoiam.kit.moments import civil_date

from .lifecycle import CLOCKS, Clock, State
from .models import Matter, MatterClock, StepTerm

# No document sets these; a province writes its own rows. Shipped as rows by reference.py.
OPERATING: Final[dict[Clock, str]] = {
    Clock.CONSIDER: "5 working_days",
    Clock.EXPLAIN: "5 working_days",
    Clock.ARRANGE: "2 working_days",
    Clock.VERIFY: "10 working_days",
    Clock.CONCLUDE: "5 working_days",
    Clock.PROPOSE: "3 working_days",
    Clock.DECIDE: "5 working_days",
    Clock.EXECUTE: "15 working_days",
    Clock.TELL: "3 working_days",
}


class Given(NamedTuple):
    """A deadline and the rule that gave it."""

    due_at: datetime
    rule: str


def given(clock: Clock, at: datetime) -> Given:
    """The deadline of a step that begins now: by the row valid that day, else the software's own."""
    row = StepTerm.objects.filter(clock=clock, during__contains=civil_date(at)).first()
    term = Term.parse(row.text if row else OPERATING[clock])
    with refusing():
        return Given(due(at, term, calendar()).at, f"{term.words}, {basis_of(row)}")


def basis_of(row: StepTerm | None) -> str:
    """The document that says so; without one, whether somebody here set it or the software came with it."""
    if row is None or (not row.source and row.recorded_by_id is None):
        return SOFTWARE_DEFAULT
    return f"theo {row.source}" if row.source else TO_BE_SET


def run(matter: Matter, at: datetime, *, due_at: datetime | None = None) -> MatterClock | None:
    """Stop the clock that runs and start that of the state the matter is in now; none when it has ended."""
    matter.clocks.filter(until=None).update(until=at)
    clock = CLOCKS.get(State(matter.state))
    if clock is None:
        return None
    by_rule = given(clock, at)
    rule = by_rule.rule if due_at is None else "hạn ghi trong quyết định"
    return matter.clocks.create(clock=clock, since=at, due_at=due_at or by_rule.due_at, rule=rule)


def running(matter: Matter) -> MatterClock | None:
    return matter.clocks.filter(until=None).first()
