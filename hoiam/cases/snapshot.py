"""A snapshot (ảnh chụp) of one case: all that deciding the next line needs, and nothing of the database.

The live verb builds it from locked rows, replay keeps it in memory from line to line; `decide`
cannot tell which. Ids are plain integers; moments are aware.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from .lifecycle import OPEN, State


class Timed(Protocol):
    """A deadline and the rule that gave it, in words a person can check."""

    @property
    def at(self) -> datetime: ...
    @property
    def rule(self) -> str: ...


class Rules(Protocol):
    """What deciding may ask of the world around a case: dates, terms and the organisation."""

    def centre(self, at: datetime) -> int: ...
    def coordinates(self, unit: int | None, at: datetime) -> bool: ...
    def walls(self, accused: int, unit: int, at: datetime) -> bool: ...
    def is_looked_into(self, accused: int, at: datetime) -> bool: ...
    def keeper(self, unit: int, at: datetime) -> int: ...
    def unit_name(self, unit: int, at: datetime) -> str: ...
    def unit_code(self, unit: int, at: datetime) -> str: ...
    def area_code(self, area: int, at: datetime) -> str: ...
    def category_code(self, category: int) -> str: ...
    def parameter(self, name: str, at: datetime) -> int: ...
    def answer_due(self, case: Snapshot) -> Timed: ...
    def step_due(self, step: str, case: Snapshot, start: datetime) -> Timed | None: ...
    def may_pause(self, case: Snapshot, at: datetime) -> bool: ...
    def pause_end(self, case: Snapshot, start: datetime, until: datetime) -> datetime: ...
    def resumed_due(self, case: Snapshot, pause: tuple[datetime, datetime]) -> Timed: ...


@dataclass(slots=True)
class Hop:
    """One stay with one unit. `sender` is the unit in whose name it came; None is the centre."""

    unit: int
    since: datetime
    sender: int | None
    accepted_at: datetime | None = None


@dataclass(slots=True)
class Snapshot:
    state: str
    received_at: datetime
    entered_at: datetime  # when the present life began
    last_at: datetime
    kind: str
    urgency: str
    petitioner_type: str
    channel: str
    holder: int
    category: int | None = None
    area: int | None = None
    lat: float | None = None
    lng: float | None = None
    summary: str | None = None
    conduct_unit: int | None = None
    conduct_about: str | None = None
    calls_back: bool = False  # the petitioner can only be told by telephone
    may_publish: bool | None = None  # the petitioner's word; None: not asked
    assignee: int | None = None
    seq: int = 0
    life: int = 1
    due_at: datetime | None = None
    due_by_hand: bool = False
    missed_at: datetime | None = None  # first answer deadline of this life a line found passed
    missed_unit: int | None = None
    returns: int = 0
    asks: int = 0
    extensions: int = 0
    contacts: int = 0
    reminders: int = 0
    waiting_from: str | None = None
    waiting_until: datetime | None = None
    paused_at: datetime | None = None
    paused_due: datetime | None = None  # the deadline that was in force when the clock stopped
    ended_from: str | None = None
    merged_into: int | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    is_published: bool = False
    # open rows beside the case
    hop: Hop | None = None
    clocks: dict[str, datetime] = field(default_factory=dict)
    joined: frozenset[int] = frozenset()
    returned_by: frozenset[int] = frozenset()
    senders: dict[int, int | None] = field(default_factory=dict)
    pauses: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def charged(self, at: datetime) -> int | None:
        """The unit that let this life's first missed deadline pass, as seen at `at`; None when none has."""
        if self.missed_unit is not None:
            return self.missed_unit
        if self.is_open and self.due_at is not None and self.due_at < at:
            return self.holder
        return None


def state_label(state: str) -> str:
    return str(State(state).label)
