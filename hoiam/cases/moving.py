"""Moving (bàn giao việc): when units end, their open cases go to whoever now holds the place.

A reorganisation writes units and successions (`hoiam.units`); here every open case of an abolished
unit is transferred by its place, with its deadline and history. What neither area nor coordinates
settle stays where it is, on a list for a person; nothing is ever lost between two units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import connection

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.models import ReorganisationRun
from hoiam.units.placement import Placement, placement
from hoiam.units.plan import Plan, reread
from hoiam.units.reorganisation import runs_in_force

from .models import Case, Moving
from .policy import PLACING
from .transfer import transfer
from .visible import CaseQuerySet

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

CHUNK: Final = 500
BETWEEN_MARKS: Final = 20
ADVISORY_LOCK: Final = 0x42414E47  # "BANG"


WAYS: Final = {
    "area": "chuyển theo địa bàn",
    "coordinates": "chuyển theo tọa độ",
    "succession": "chuyển đơn vị kế thừa",
    "stays": "giữ nguyên",
    "person": "chờ người quyết định",
}


@dataclass(slots=True)
class Moves:
    """How many open cases go which way (area, coordinates, succession, person), and why to a person."""

    ways: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.ways.total()

    @property
    def for_a_person(self) -> int:
        return self.ways["person"]

    @property
    def moved(self) -> int:
        return self.total - self.for_a_person

    def count(self, place: Placement) -> None:
        self.ways[place.how] += 1
        if place.to is None:
            self.reasons[place.reason] += 1


def ways_in_words(moves: Moves) -> list[tuple[str, int]]:
    return [(WAYS[way], count) for way, count in sorted(moves.ways.items())]


def left_behind(at: datetime) -> CaseQuerySet:
    """Open cases held by a unit that has ended: the list for a person. Narrow with `visible_to`."""
    book, on = directory(), civil_date(at)
    holders = Case.objects.open().order_by().values_list("holder", flat=True).distinct()
    return Case.objects.open().filter(holder__in=[unit for unit in holders if not book.is_valid(unit, on)])


def moved_cases(source: str, at: datetime) -> CaseQuerySet:
    """Open cases of a source that a reorganisation moved at that moment."""
    return Case.objects.open().filter(source=source, events__verb="transfer", events__at=at).order_by("pk")


def count_moves(plan: Plan, walls: frozenset[int] = frozenset()) -> Moves:
    """What `move_open_cases` would do; nothing is changed. Inside `rehearsal(plan)` before it is applied.

    Cases that accuse a unit of `walls` are not counted: whoever asks may not know that they are there.
    """
    moves = Moves()
    for case in _held_by_the_abolished(plan):
        if case.conduct_unit_id not in walls:
            moves.count(why_left(plan, case))
    return moves


def move_open_cases(
    plan: Plan, at: datetime | None = None, each: Callable[[Moves], None] = lambda moves: None
) -> Moves:
    """Transfer every open case that has one clear successor. Each case is its own transaction, so a run that
    was killed goes on where it stopped, and a second run finds nothing left to move."""
    _refuse_before_the_day(plan, at or now())
    moves = Moves()
    for case in list(_held_by_the_abolished(plan)):
        place = _move(plan, case, at)
        if place is not None:
            moves.count(place)
            each(moves)
    return moves


def carry_out(
    run: ReorganisationRun, at: datetime | None = None, each: Callable[[Moves], None] = lambda moves: None
) -> Moves:
    """Move the open cases of an applied run and keep count for whoever watches. Two at once wait for each
    other, and the second finds nothing left to move."""
    with one_at_a_time(run):
        run.refresh_from_db()
        if run.undone_at is not None:
            return Moves()
        plan = reread(run.plan)
        moving, _ = Moving.objects.get_or_create(
            run=run, defaults={"total": _held_by_the_abolished(plan).count(), "began_at": at or now()}
        )
        return _keep_count(moving, plan, at, each)


@contextmanager
def one_at_a_time(run: ReorganisationRun) -> Iterator[None]:
    """Handing over and giving back wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [ADVISORY_LOCK, run.pk])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [ADVISORY_LOCK, run.pk])


def _keep_count(moving: Moving, plan: Plan, at: datetime | None, each: Callable[[Moves], None]) -> Moves:
    before = moving.done

    def mark(moves: Moves) -> None:
        moving.done, moving.for_a_person = before + moves.moved, moves.for_a_person
        if moves.total % BETWEEN_MARKS == 0:
            moving.save()
        each(moves)

    moves = move_open_cases(plan, at, mark)
    moving.done, moving.for_a_person = before + moves.moved, moves.for_a_person
    moving.total = max(moving.total, moving.done + moving.for_a_person)
    moving.finished_at = at or now()
    moving.save()
    return moves


def carry_out_by_number(pk: int) -> int:
    return carry_out(ReorganisationRun.objects.get(pk=pk)).moved


def go_on_moving(at: datetime) -> int:
    """Runs whose day has come and whose cases have not all been looked at: killed, or applied beforehand."""
    finished = set(Moving.objects.exclude(finished_at=None).values_list("run_id", flat=True))
    waiting = [
        run
        for run in runs_in_force()
        if run.plan and run.pk not in finished and run.effective_on <= civil_date(at)
    ]
    for run in waiting:
        carry_out(run)
    return len(waiting)


def place_by_hand(
    case: Case, *, to: int, act: str, by: Person | None = None, at: datetime | None = None
) -> Case:
    """A person has decided where a case of the list goes."""
    at = at or now()
    book, on = directory(), civil_date(at)
    if book.is_valid(case.holder_id, on):
        raise Refused(f"{book.unit(case.holder_id, on).name} vẫn đang hoạt động; hãy dùng Chuyển xử lý.")
    if not book.is_valid(to, on):
        raise Refused("Đơn vị nhận phải đang hoạt động.")
    if by is None:
        return transfer(case, to=to, act=act, at=at)
    return transfer(case, to=to, act=act, at=at, by=by, rules=PLACING)


def why_left(plan: Plan, case: Case) -> Placement:
    """Where the plan sends a case, or why a person must say."""
    return placement(plan, case.area_id, case.lat, case.lng, case.holder_id)


def _move(plan: Plan, case: Case, at: datetime | None) -> Placement | None:
    """None: others were quicker, and it is not with a unit that has ended any more."""
    place = why_left(plan, case)
    if place.to is None:
        return place
    case.seen_seq = case.seq
    try:
        transfer(case, to=place.to, act=plan.base_document, at=at and max(at, case.last_at))
    except Refused as no:
        fresh = Case.objects.get(pk=case.pk)
        if fresh.seq == case.seq:  # a conduct case whose successor is the accused
            return Placement(None, "person", str(no))
        is_left = fresh.is_open and not directory().is_valid(fresh.holder_id, plan.effective_on)
        return _move(plan, fresh, at) if is_left else None
    return place


def _held_by_the_abolished(plan: Plan) -> CaseQuerySet:
    at = datetime.combine(plan.effective_on, datetime.min.time(), tzinfo=now().tzinfo)
    return left_behind(at).order_by("pk")


def _refuse_before_the_day(plan: Plan, at: datetime) -> None:
    if civil_date(at) < plan.effective_on:
        raise Refused(f"Phản ánh được bàn giao từ ngày {short_date(plan.effective_on)}, không sớm hơn.")
