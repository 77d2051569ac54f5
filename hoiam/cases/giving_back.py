"""Giving back (hoàn tác bàn giao): a reorganisation undone within its day; every case goes back where it was.

First the cases, each in its own transaction, then the directory. A line of history is never taken away: a
second transfer answers the first, and says on which day the code of the unit is read. What the run made and
histories name stays as a name (docs/decisions/0090).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models, transaction

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory, forget
from hoiam.units.models import ReorganisationRun, Unit
from hoiam.units.reorganisation import refuse_late_undo, undo
from hoiam.units.rewriting import bearers

from .models import Assignment, Case, Event, Moving
from .moving import one_at_a_time
from .reading import whole_second
from .transfer import transfer
from .write import TABLES


class Move(NamedTuple):
    """A case a run moved: from whom, to whom."""

    case: Case
    origin: int
    to: int


@dataclass(slots=True)
class GivenBack:
    """Cases given back; and those that stay, because people have sent them elsewhere since."""

    back: int = 0
    stay: int = 0


def undo_reorganisation(
    run: ReorganisationRun,
    *,
    by: Person | None,
    at: datetime | None = None,
    each: Callable[[GivenBack], None] = lambda given: None,
) -> GivenBack:
    """Give every case back and take the directory back; twice changes nothing."""
    given = GivenBack()
    with one_at_a_time(run):
        run.refresh_from_db()
        if run.undone_at is not None:
            return given
        refuse_undo(run, at or now())
        for move in list(_moved(run)):
            if move.case.is_open and _is_still_there(move, at or now()):
                _give_back(move, run, at)
                given.back += 1
            elif move.case.is_open:
                given.stay += 1
            each(given)
        _take_back(run, by, at or now())
    return given


def undo_as_asked(run: int, by: int) -> int:
    """What the worker does. A no is kept where whoever asked will see it."""
    asked = ReorganisationRun.objects.get(pk=run)
    try:
        return undo_reorganisation(asked, by=Person.objects.get(pk=by)).back
    except Refused as no:
        Moving.objects.filter(run=run).update(undo_asked_at=None, trouble=str(no)[:300])
        return 0


def undo_asked(run: ReorganisationRun, at: datetime) -> None:
    """Somebody has pressed the button: until the worker is done, the screen says so."""
    Moving.objects.update_or_create(
        run=run,
        defaults={"undo_asked_at": at, "trouble": ""},
        create_defaults={"total": 0, "began_at": at, "undo_asked_at": at},
    )


def count_moved(run: ReorganisationRun, walls: frozenset[int] = frozenset()) -> int:
    """Open cases an undo would give back, without those that accuse a unit of `walls`."""
    return sum(
        move.case.is_open and move.case.conduct_unit_id not in walls and _is_still_there(move, now())
        for move in _moved(run)
    )


def refuse_undo(run: ReorganisationRun, at: datetime) -> None:
    """Found before the first case moves: afterwards it would be half done."""
    refuse_late_undo(run, at)
    made = bearers(run.written).keys()
    if made and Event.objects.filter(unit__in=made).exists():
        raise Refused(
            "Chưa hoàn tác được vì người của đơn vị mới đã xử lý phản ánh; hãy lập một đợt sắp xếp mới."
        )


def _moved(run: ReorganisationRun) -> Iterator[Move]:
    """By the lines of its own document since it was applied; a line with `on` is one that gave back."""
    lines = Event.objects.filter(
        verb="transfer",
        recorded_at__gte=run.applied_at,
        at__gte=whole_second(run.applied_at),
        facts__act=run.base_document,
    ).exclude(facts__has_key="on")
    for line in lines.select_related("case").order_by("pk"):
        hops = list(Assignment.objects.filter(case=line.case_id, since__lte=line.at).order_by("since", "id"))
        taken = [n for n, hop in enumerate(hops) if hop.via == "transfer" and hop.since == line.at]
        if taken and taken[0] > 0 and not _is_given_back(line):
            yield Move(line.case, hops[taken[0] - 1].unit_id, hops[taken[0]].unit_id)


def _is_given_back(line: Event) -> bool:
    later = Event.objects.filter(case=line.case_id, seq__gt=line.seq, verb="transfer")
    return later.filter(facts__has_key="on").exists()


def _is_still_there(move: Move, at: datetime) -> bool:
    return directory().is_below(move.case.holder_id, move.to, civil_date(at))


def _give_back(move: Move, run: ReorganisationRun, at: datetime | None) -> None:
    """The code is read on the last day before the reorganisation, which no undoing changes."""
    transfer(
        move.case,
        to=move.origin,
        act=f"Hoàn tác: {run.base_document}"[:300],
        at=at and max(at, move.case.last_at),
        on=run.effective_on - timedelta(days=1),
    )


@transaction.atomic
def _take_back(run: ReorganisationRun, by: Person | None, at: datetime) -> None:
    bearer = bearers(run.written)
    for made, again in bearer.items():
        if again is not None:
            _rename(made, again)
    kept = frozenset(unit for unit, again in bearer.items() if again is None and _is_named(unit))
    undo(run, by=by, at=at, kept=kept)
    Moving.objects.filter(run=run).update(finished_at=at)
    forget()


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    """Where rows of a case name a unit. Events are not among them: they are never changed."""
    tables: tuple[type[models.Model], ...] = (Case, *TABLES.values())
    for model in tables:
        for column in model._meta.concrete_fields:
            if column.related_model is Unit:
                yield model, column.attname


def _rename(made: int, again: int) -> None:
    """The rows say what the line says when it is read in the directory as it is once more."""
    for model, column in _columns():
        model._default_manager.filter(**{column: made}).update(**{column: again})


def _is_named(unit: int) -> bool:
    return any(model._default_manager.filter(**{column: unit}).exists() for model, column in _columns())
