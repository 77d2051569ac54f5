"""Chase (đôn đốc): one look at every running deadline; whoever must know of it is told, once for each step.

The order of a batch: decide · claim · tell · record. Claiming is one statement that only one process wins;
it commits with what was told, so that any number of workers may run this at once, and any may be killed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from hoiam.calendars.lookup import calendar
from hoiam.cases.clocks import CLOCKS
from hoiam.cases.queries import broken_promises, running_dues
from hoiam.deadlines import Calendar
from hoiam.messaging.night import is_night
from hoiam.messaging.tell import once_each

from .apology import apologise
from .models import Chased, Clock, Notice
from .recipients import Seats
from .running import Running, of_due, of_promise
from .steps import IN_UNIT, Decision, Step, decide, reach, steps_due
from .table import Table, steps_on
from .telling import Push, push

BATCH: Final = 500
Tally = Counter[str]


class Found(NamedTuple):
    """A step decided for a deadline, and how often the unit was urged before."""

    running: Running
    step: Step
    outcome: str
    times: int


@dataclass(frozen=True)
class Look:
    """What one look at the clocks needs, read once."""

    at: datetime
    table: Table
    kept: Calendar
    is_night: bool


def look(at: datetime) -> Look:
    return Look(at, steps_on(at), calendar(), is_night(at))


def chase(at: datetime) -> Tally:
    """Every clock of the cases, then the promises of units; says how many steps had which outcome."""
    now, tally = look(at), Tally()
    for clock in CLOCKS:
        if steps := now.table.get(clock):
            for batch in _batches(_to_look_at(clock, steps, now), "due_at", "case_id", of_due):
                tally += chase_these(batch, now)
    if steps := now.table.get(Clock.PROMISE):
        for batch in _batches(broken_promises(at), "promised_at", "pk", of_promise):
            tally += chase_these(batch, now)
    return tally


def chase_these(batch: Sequence[Running], now: Look) -> Tally:
    """The steps of these deadlines whose moment has come. Rooms above hand in deadlines of their own."""
    found = list(_decided(batch, now))
    if not found:
        return Tally()
    with transaction.atomic():
        claimed = once_each([(one.running.key, one.step.name) for one in found], at=now.at)
        mine = [one for one in found if (one.running.key, one.step.name) in claimed]
        return _tell(mine, now) if mine else Tally()


def settle(keys: Sequence[str]) -> None:
    """Done after all: what was kept for the next digest is not told. For deadlines of rooms above; those of
    cases are looked up when the digest is written."""
    Notice.objects.filter(chased__key__in=keys, told_at=None).delete()


def _to_look_at(clock: str, steps: Sequence[Step], now: Look) -> Any:
    """Deadlines with a step that may have come and has not been taken: what nobody need look at again costs
    two looks into an index, however many there are."""
    reaches = {step: reach(step, now.at, now.kept) for step in steps}
    wanted = Q()
    for step, until in reaches.items():
        taken = Chased.objects.filter(due=OuterRef("pk"), order=step.order)
        wanted |= Q(due_at__lte=until) & ~Q(Exists(taken))
    return running_dues(clock, max(reaches.values())).filter(wanted)


def _batches(
    rows: QuerySet[Any], first: str, second: str, read: Callable[[Any], Running]
) -> Iterator[list[Running]]:
    """Keyset: each batch begins behind the last row of the one before, whatever was written meanwhile."""
    key: tuple[datetime, int] | None = None
    while True:
        wanted = rows
        if key is not None:
            at, pk = key
            behind = Q(**{f"{first}__gt": at}) | Q(**{first: at, f"{second}__gt": pk})
            wanted = rows.filter(Q(**{f"{first}__gte": at}) & behind)
        batch = list(wanted[:BATCH])
        if batch:
            yield [read(row) for row in batch]
        if len(batch) < BATCH:
            return
        key = getattr(batch[-1], first), getattr(batch[-1], second)


def _decided(batch: Sequence[Running], now: Look) -> Iterator[Found]:
    """What is to be told and what is passed over; in the night only emergencies are looked at."""
    awake = [one for one in batch if one.is_emergency or not now.is_night]
    done = _done_before(awake)
    for running in awake:
        before = done.get(running.key, {})
        tell, passed = _decision(running, set(before), now)
        times = running.reminders + sum(before.values())
        for step in passed:
            yield Found(running, step, Chased.Outcome.PASSED_OVER, times)
        if tell is not None:
            yield Found(running, tell, Chased.Outcome.TOLD, times)


def _decision(running: Running, done: set[int], now: Look) -> Decision:
    steps = now.table.get(running.clock, ())
    if running.is_waiting:
        steps = tuple(step for step in steps if step.to - IN_UNIT)
    due = steps_due(running.clock, running.due_at, now.at, now.kept, steps, known_at=running.known_at)
    return decide(due, done)


def _done_before(batch: Sequence[Running]) -> dict[str, dict[int, bool]]:
    """Key → order → whether somebody was then told that it was late."""
    found: defaultdict[str, dict[int, bool]] = defaultdict(dict)
    if batch:
        rows = Chased.objects.filter(key__in=[one.key for one in batch])
        for key, order, is_after, outcome in rows.values_list("key", "order", "is_after", "outcome"):
            found[key][order] = is_after and outcome == Chased.Outcome.TOLD
    return found


def _tell(mine: Sequence[Found], now: Look) -> Tally:
    seats = Seats([one.running for one in mine], now.at)
    people = [
        seats.of_step(one.step, one.running) if one.outcome == Chased.Outcome.TOLD else [] for one in mine
    ]
    rows = Chased.objects.bulk_create(
        _row(one, len(told), now.at) for one, told in zip(mine, people, strict=True)
    )
    notices = [
        Notice(chased=row, person=person) for row, told in zip(rows, people, strict=True) for person in told
    ]
    Notice.objects.bulk_create(notices)
    pushes = [
        Push(row, one.running, one.step, one.times, told)
        for row, one, told in zip(rows, mine, people, strict=True)
        if told
    ]
    push(pushes, now.at, now.kept)
    return Tally(row.outcome for row in rows) + Tally(apologies=_apologise(mine, now.at))


def _row(one: Found, people: int, at: datetime) -> Chased:
    running = one.running
    is_nobody = one.outcome == Chased.Outcome.TOLD and not people
    return Chased(
        key=running.key,
        clock=running.clock,
        order=one.step.order,
        is_after=one.step.is_after,
        outcome=Chased.Outcome.NOBODY if is_nobody else one.outcome,
        at=at,
        due_at=running.due_at,
        about=running.about,
        unit_id=running.unit,
        due_id=running.due,
        case=running.case,
        people=people,
    )


def _apologise(mine: Sequence[Found], at: datetime) -> int:
    """Whoever waits for an answer hears once that it is late, when those who owe it have been told; not
    while we wait for his own."""
    late = {
        one.running.case
        for one in mine
        if one.running.clock == Clock.ANSWER and one.step.is_after and not one.running.is_waiting
    }
    return sum(apologise(case, at=at) for case in late if case is not None)
