"""Moving (bàn giao việc): when units end, their open cases go to whoever now holds the place.

A reorganisation writes units and successions (`hoiam.units`); here every open case of an abolished
unit is transferred by its place, with its deadline and history. What neither area nor coordinates
settle stays where it is, on a list for a person; nothing is ever lost between two units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.placement import Placement, placement
from hoiam.units.plan import Plan

from .models import Case
from .transfer import transfer
from .visible import CaseQuerySet

CHUNK = 500


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

    def count(self, place: Placement) -> None:
        self.ways[place.how] += 1
        if place.to is None:
            self.reasons[place.reason] += 1


def left_behind(at: datetime) -> CaseQuerySet:
    """Open cases held by a unit that has ended: the list for a person. Narrow with `visible_to`."""
    book, on = directory(), civil_date(at)
    holders = Case.objects.open().order_by().values_list("holder", flat=True).distinct()
    return Case.objects.open().filter(holder__in=[unit for unit in holders if not book.is_valid(unit, on)])


def moved_cases(source: str, at: datetime) -> CaseQuerySet:
    """Open cases of a source that a reorganisation moved at that moment."""
    return Case.objects.open().filter(source=source, events__verb="transfer", events__at=at).order_by("pk")


def count_moves(plan: Plan) -> Moves:
    """What `move_open_cases` would do; nothing is changed. Inside `rehearsal(plan)` before it is applied."""
    moves = Moves()
    for case in _held_by_the_abolished(plan):
        moves.count(_place(plan, case))
    return moves


def move_open_cases(plan: Plan, at: datetime | None = None) -> Moves:
    """Transfer every open case that has one clear successor. Each case is its own transaction, so a run that
    was killed goes on where it stopped, and a second run finds nothing left to move."""
    moves = Moves()
    for case in list(_held_by_the_abolished(plan)):
        place = _place(plan, case)
        if place.to is not None:
            try:
                transfer(case, to=place.to, act=plan.base_document, at=at)
            except Refused as no:  # a conduct case whose successor is the accused; or ended meanwhile
                place = Placement(None, "person", str(no))
        moves.count(place)
    return moves


def place_by_hand(case: Case, *, to: int, act: str, at: datetime | None = None) -> Case:
    """A person has decided where a case of the list goes."""
    at = at or now()
    book, on = directory(), civil_date(at)
    if book.is_valid(case.holder_id, on):
        raise Refused(f"{book.unit(case.holder_id, on).name} vẫn đang hoạt động; hãy dùng Chuyển xử lý.")
    if not book.is_valid(to, on):
        raise Refused("Đơn vị nhận phải đang hoạt động.")
    return transfer(case, to=to, act=act, at=at)


def _held_by_the_abolished(plan: Plan) -> Iterator[Case]:
    at = datetime.combine(plan.effective_on, datetime.min.time(), tzinfo=now().tzinfo)
    yield from left_behind(at).order_by("pk").iterator(chunk_size=CHUNK)


def _place(plan: Plan, case: Case) -> Placement:
    return placement(plan, case.area_id, case.lat, case.lng, case.holder_id)
