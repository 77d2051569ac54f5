"""The board (bảng theo dõi): one directive as one reader sees it: who read, passed on, replied, what is left.

Read once, in a fixed number of queries, however many lines there are; everything else is counted from that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from hoiam.cases.queries import Present, present_of
from hoiam.kit.moments import civil_date
from hoiam.letters.models import Recipient
from hoiam.units.directory import directory

from .dates import is_late
from .models import Directive, Executor, Point, ReplyItem
from .passing import answering_units
from .replies import last_of_points, last_words, replied_at
from .roll_up import said_below_of
from .settling import Claimed, Stand, differs, stand_of
from .visible import DirectiveSight

if TYPE_CHECKING:
    from .replies import CountedItem


@dataclass(slots=True)
class LineState:
    """One line: what it is, how its case stands, what was said of it here and below, who answers now."""

    pk: int
    annex: int
    no: int
    executor: int
    code: str
    point: int
    case: Present | None
    said: ReplyItem | None
    below: ReplyItem | None
    differs: str
    answering: tuple[int, ...]

    @property
    def stand(self) -> Stand:
        return stand_of(self.case)

    @property
    def is_settled(self) -> bool:
        return self.stand == Stand.SETTLED

    @property
    def is_owed(self) -> bool:
        """Nobody owes a word on what has become a case about conduct."""
        return self.said is None and (self.case is None or self.case.conduct_unit_id is None)


@dataclass(slots=True)
class UnitState:
    """One addressee: what it got, what it did with it."""

    unit: int
    name: str
    line: str = ""  # as printed among the addressees
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    replied_at: datetime | None = None
    is_late: bool = False
    child: Directive | None = None
    heirs: tuple[str, ...] = ()  # who answers for it now that it has ended
    lines: list[LineState] = field(default_factory=list)
    owes: bool = False  # told by a task to reply
    has_said: bool = False

    @property
    def settled(self) -> int:
        return sum(line.is_settled for line in self.lines)

    @property
    def replied(self) -> int:
        return sum(line.said is not None for line in self.lines)

    @property
    def is_done(self) -> bool:
        """Every line of it was replied to; without lines, the point itself."""
        return not any(line.is_owed for line in self.lines) if self.lines else self.has_said

    def of_annex(self, annex: int) -> int:
        return sum(line.annex == annex for line in self.lines)


@dataclass(slots=True)
class Board:
    directive: Directive
    at: datetime
    is_whole: bool
    points: list[Point]
    executors: dict[int, list[int]]  # point → units
    lines: list[LineState]
    units: list[UnitState]  # who is told by a task
    others: list[UnitState]  # every other addressee
    said_of_points: Mapping[tuple[int, int], ReplyItem]

    @property
    def task(self) -> Point | None:
        return next((point for point in self.points if point.kind == Point.Kind.TASK), None)

    @property
    def settled(self) -> int:
        return sum(line.is_settled for line in self.lines)

    @property
    def replied(self) -> int:
        return sum(unit.is_done for unit in self.units)

    @property
    def told(self) -> list[UnitState]:
        """Who is told by any point; those told by a task first."""
        executors = {unit for units in self.executors.values() for unit in units}
        return [unit for unit in (*self.units, *self.others) if unit.unit in executors]

    @property
    def owing(self) -> list[UnitState]:
        return [unit for unit in self.units if not unit.is_done]

    @property
    def differing(self) -> list[LineState]:
        return [line for line in self.lines if line.differs]

    def unit(self, unit: int) -> UnitState | None:
        return next((one for one in (*self.units, *self.others) if one.unit == unit), None)


def board_of(directive: Directive, sight: DirectiveSight, at: datetime) -> Board:
    """Everything of a directive this reader sees."""
    points = list(directive.points.all())
    executors = _executors(points)
    lines = _lines(directive, sight, at)
    said = last_of_points(directive)
    units = _units(directive, sight, points, executors, lines, said, at)
    owing = [one for one in units.values() if one.owes]
    others = [one for one in units.values() if not one.owes]
    is_whole = sight.sees_whole(directive)
    return Board(directive, at, is_whole, points, executors, lines, owing, others, said)


def _executors(points: Iterable[Point]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {point.pk: [] for point in points}
    for point, unit in Executor.objects.filter(point__in=found).order_by("pk").values_list("point", "unit"):
        found[point].append(unit)
    return found


def _lines(directive: Directive, sight: DirectiveSight, at: datetime) -> list[LineState]:
    on = civil_date(at)
    columns = ("pk", "annex", "no", "executor_id", "code", "point_id", "case_id")
    rows = list(sight.lines(directive).order_by("annex", "no").values_list(*columns))
    numbers = [row[0] for row in rows]
    cases = present_of(row[6] for row in rows if row[6])
    said, below = last_words(numbers), said_below_of(numbers)
    houses = Houses(on)
    return [_line(row, cases.get(row[6]), said.get(row[0]), below.get(row[0]), houses, at) for row in rows]


class Houses:
    """Units and all below them, worked out once each."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._known: dict[int, frozenset[int]] = {}

    def of(self, units: Iterable[int]) -> frozenset[int]:
        return frozenset().union(*(self._house(unit) for unit in units))

    def _house(self, unit: int) -> frozenset[int]:
        if unit not in self._known:
            self._known[unit] = directory().descendants(unit, self.on) | {unit}
        return self._known[unit]


def _line(
    row: tuple[int, int, int, int, str, int, int | None],
    case: Present | None,
    said: CountedItem | None,
    below: CountedItem | None,
    houses: Houses,
    at: datetime,
) -> LineState:
    pk, annex, no, executor, code, point, _ = row
    answering = answering_units(executor, case, houses.on)
    told = ""
    if said is not None:
        claimed = Claimed(said.claim, said.counts_at, said.until)
        told = differs(claimed, case, houses.of((*answering, executor)), at)
    return LineState(pk, annex, no, executor, code, point, case, said, below, told, answering)


def _units(
    directive: Directive,
    sight: DirectiveSight,
    points: Sequence[Point],
    executors: Mapping[int, Sequence[int]],
    lines: Sequence[LineState],
    said: Mapping[tuple[int, int], ReplyItem],
    at: datetime,
) -> dict[int, UnitState]:
    """Addressees in the order they are printed; executors that stand in no line come after them."""
    on, book = civil_date(at), directory()
    states: dict[int, UnitState] = {}
    for got in Recipient.objects.filter(document=directive.document_id):
        if got.unit_id != directive.issuer_id:
            name = book.label(got.unit_id, on)
            states[got.unit_id] = UnitState(got.unit_id, name, got.line, got.delivered_at, got.read_at)
    for unit in {unit for units in executors.values() for unit in units} - set(states):
        states[unit] = UnitState(unit, book.label(unit, on))
    for line in lines:
        if line.executor in states:
            states[line.executor].lines.append(line)
    _mark(states, directive, points, executors, said, at)
    if not sight.sees_whole(directive):
        states = {unit: state for unit, state in states.items() if unit in sight.mine}
    return dict(sorted(states.items(), key=lambda item: (-len(item[1].lines), item[1].name)))


def _mark(
    states: dict[int, UnitState],
    directive: Directive,
    points: Sequence[Point],
    executors: Mapping[int, Sequence[int]],
    said: Mapping[tuple[int, int], ReplyItem],
    at: datetime,
) -> None:
    on, book = civil_date(at), directory()
    replied = replied_at(directive)
    children = {child.issuer_id: child for child in living_children(directive)}
    for unit, state in states.items():
        tasks = [p for p in points if p.kind == Point.Kind.TASK and unit in executors[p.pk]]
        state.owes = bool(tasks)
        state.has_said = any((point.pk, unit) in said for point in tasks or points)
        state.replied_at = replied.get(unit)
        state.child = children.get(unit)
        before = min((p.reply_before for p in tasks if p.reply_before), default=None)
        said_at = state.replied_at if state.is_done else at
        state.is_late = before is not None and said_at is not None and is_late(said_at, before)
        if not book.is_valid(unit, on):
            state.heirs = tuple(book.label(heir, on) for heir in book.successors(unit, on))


def living_children(directive: Directive) -> list[Directive]:
    found = directive.children.exclude(document__state="discarded").select_related("document")
    return list(found.order_by("composed_at", "pk"))


@dataclass(frozen=True, slots=True)
class Branch:
    """A letter made from an upper one, with those made from it in turn."""

    directive: Directive
    name: str
    has_lines: bool
    branches: tuple[Branch, ...]


def branches_of(directive: Directive, on: date) -> tuple[Branch, ...]:
    """All letters made below, level by level: two queries a level."""
    levels: list[list[Directive]] = []
    above = [directive.pk]
    while above:
        level = Directive.objects.filter(parent__in=above).exclude(document__state="discarded")
        found = list(level.select_related("document").order_by("composed_at", "pk"))
        if found:
            levels.append(found)
        above = [one.pk for one in found]
    numbers = [one.pk for level in levels for one in level]
    with_lines = set(
        Directive.objects.filter(pk__in=numbers, lines__isnull=False).values_list("pk", flat=True)
    )
    return _grow(directive.pk, levels, with_lines, on)


def _grow(
    above: int, levels: Sequence[Sequence[Directive]], with_lines: set[int], on: date
) -> tuple[Branch, ...]:
    if not levels:
        return ()
    return tuple(
        Branch(
            one,
            directory().label(one.issuer_id, on) if one.issuer_id else str(one.document),
            one.pk in with_lines,
            _grow(one.pk, levels[1:], with_lines, on),
        )
        for one in levels[0]
        if one.parent_id == above
    )
