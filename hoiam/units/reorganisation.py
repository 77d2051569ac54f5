"""A reorganisation (sắp xếp đơn vị): read a plan, preview it, apply it once, undo it within the day.

It writes dated versions and successions and leaves what is there: the shipped plan of 1/7/2025 finds all its
rows in the reference data and only records that the day has come. Moving the open cases is done above,
by `transfer`, with `placement` for each; this room knows no case.

    plan = read(file)
    with rehearsal(plan): …tally(plan, open cases)…     what would happen, and nothing has
    run = apply(plan, by=person, at=now)                twice changes nothing
    undo(run, by=person, at=now)                        the same day, once the cases have been moved back
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, connection, transaction

from hoiam.accounts.models import Person
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.refusal import Refused

from . import directory
from .models import ReorganisationRun
from .placement import Placement, placement, tally
from .plan import Plan, PlanRefused, read
from .reference_rows import DATA
from .rewriting import AreaBook, UnitBook, Written, check, take_back

__all__ = [
    "Placement", "Plan", "PlanRefused", "Preview", "apply", "in_force", "placement", "preview", "read",
    "refuse_late_undo", "rehearsal", "runs_in_force", "shipped", "tally", "undo",
]  # fmt: skip

ADVISORY_LOCK = 0x48415358


@dataclass(frozen=True, slots=True)
class Preview:
    """What a plan asks for, how much of it is there already, and what stands in its way."""

    abolished_areas: int
    new_areas: int
    abolished_units: int
    new_units: int
    changed: int
    successions: int
    to_write: int
    without_successor: tuple[str, ...]
    errors: tuple[str, ...]
    applied: ReorganisationRun | None


def preview(plan: Plan) -> Preview:
    """Counts and errors; nothing is changed."""
    errors = check(plan)
    return Preview(
        abolished_areas=len(plan.areas.abolished),
        new_areas=len(plan.areas.new),
        abolished_units=len(plan.units.abolished),
        new_units=len(plan.units.new),
        changed=len(plan.areas.changed) + len(plan.units.changed),
        successions=len(plan.areas.successions) + len(plan.units.successions),
        to_write=0 if errors else _rows_to_write(plan),
        without_successor=_without_successor(plan),
        errors=tuple(errors),
        applied=in_force(plan),
    )


@contextmanager
def rehearsal(plan: Plan) -> Iterator[None]:
    """Inside the block the directory is as the plan would make it; afterwards as before."""
    if errors := check(plan):
        raise PlanRefused(errors)
    with transaction.atomic():
        mark = transaction.savepoint()
        try:
            _write(plan)
            directory.forget()
            yield
        finally:
            transaction.savepoint_rollback(mark)
            directory.forget()


@transaction.atomic
def apply(plan: Plan, by: Person | None, at: datetime) -> ReorganisationRun:
    """Write the plan into the directory, once: a plan in force gives back its run and changes nothing."""
    _one_at_a_time()
    if run := in_force(plan):
        return run
    if errors := check(plan):
        raise PlanRefused(errors)
    written = _write(plan)
    directory.forget()
    return ReorganisationRun.objects.create(
        digest=plan.digest,
        name=plan.name,
        base_document=plan.base_document,
        effective_on=plan.effective_on,
        applied_at=at,
        applied_by=by,
        written=written.as_json(),
        plan=plan.told,
    )


def refuse_late_undo(run: ReorganisationRun, at: datetime) -> None:
    if civil_date(run.applied_at) != civil_date(at):
        raise Refused(
            f"Chỉ hoàn tác được trong ngày áp dụng ({short_date(run.applied_at)}); "
            "nay hãy lập một đợt sắp xếp mới."
        )


@transaction.atomic
def undo(
    run: ReorganisationRun, by: Person | None, at: datetime, kept: frozenset[int] = frozenset()
) -> ReorganisationRun:
    """Take back what the run wrote, on the day it was applied and while nothing leans on it yet.

    `kept`: units of the run that stand in histories; they stay as a name, until the end of the day.
    """
    _one_at_a_time()
    run = ReorganisationRun.objects.get(pk=run.pk)
    if run.undone_at is not None:
        return run
    refuse_late_undo(run, at)
    last_day = max(run.effective_on, civil_date(at))
    try:
        with transaction.atomic():
            take_back(run.written, kept, last_day + timedelta(days=1))
    except IntegrityError as error:
        raise Refused(
            "Chưa hoàn tác được vì đã có phản ánh hoặc người ở đơn vị mới; hãy chuyển trả trước."
        ) from error
    run.undone_at, run.undone_by = at, by
    run.save(update_fields=["undone_at", "undone_by"])
    directory.forget()
    return run


def in_force(plan: Plan) -> ReorganisationRun | None:
    """The run by which this very plan was applied and not undone."""
    return ReorganisationRun.objects.filter(digest=plan.digest, undone_at=None).first()


def shipped() -> list[Path]:
    """The plans that came with the software."""
    return sorted(DATA.glob("reorganisation_*.json"))


def runs_in_force() -> list[ReorganisationRun]:
    """Every run not undone, the newest first."""
    return list(ReorganisationRun.objects.filter(undone_at=None).order_by("-applied_at", "-pk"))


def _write(plan: Plan) -> Written:
    written = Written()
    areas = AreaBook(plan.areas, plan, written)
    areas.write()
    UnitBook(plan.units, plan, written, areas).write()
    return written


def _rows_to_write(plan: Plan) -> int:
    with transaction.atomic():
        mark = transaction.savepoint()
        try:
            return _write(plan).count()
        finally:
            transaction.savepoint_rollback(mark)
            directory.forget()


def _without_successor(plan: Plan) -> tuple[str, ...]:
    """Abolished units that pass their work to nobody by name: their cases go by place, or to a person."""
    passing = {row["old"] for row in plan.units.successions}
    return tuple(code for code in plan.units.abolished if code not in passing)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
