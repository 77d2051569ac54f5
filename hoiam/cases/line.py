"""A line (một dòng lịch sử): one thing somebody did to a case, before it is decided.

The live verbs, the import file, the demo and the API all speak in lines, so a rule about a line
is written once. Shapes and names are those of the exchange format (docs/reference/exchange.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from .lifecycle import Verb

PETITIONER = "petitioner"
SYSTEM = "system"


class Actor(NamedTuple):
    """Who acted. `name` is what history prints and exports: `person@unit`, `petitioner` or `system`."""

    name: str
    person: int | None = None
    unit: int | None = None

    @property
    def is_petitioner(self) -> bool:
        return self.name == PETITIONER

    @property
    def is_system(self) -> bool:
        return self.name == SYSTEM


THE_PETITIONER = Actor(PETITIONER)
THE_SYSTEM = Actor(SYSTEM)


class Conduct(NamedTuple):
    """What a conduct report accuses: a unit, perhaps a person, and of what."""

    unit: int
    about: str
    person: str | None = None


class Place(NamedTuple):
    area: int | None = None
    address: str | None = None
    lat: float | None = None
    lng: float | None = None


@dataclass(slots=True, kw_only=True)
class Line:
    """One line, with units, areas and categories already resolved to ids on the line's own date.

    `facts` are its codes and moments as they are exported, `texts` its free words: kept apart, so
    that words about people can be erased while the fact stays.
    """

    verb: Verb
    at: datetime
    by: Actor
    to: int | None = None
    proposed: int | None = None
    due_at: datetime | None = None
    until: datetime | None = None
    promised_at: datetime | None = None
    reason: str | None = None
    outcome: str | None = None
    conclusion: str | None = None
    person: int | None = None
    score: int | None = None
    fixed: str | None = None
    channel: str | None = None
    means: str | None = None
    rule: str | None = None
    into: tuple[int, ...] = ()
    kind: str | None = None
    category: int | None = None
    urgency: str | None = None
    place: Place | None = None
    conduct: Conduct | None = None
    summary: str | None = None
    codes_on: date | None = None  # the day on which codes of units are read; None: the line's own
    given: frozenset[str] = frozenset()  # the fields a classify line really carries
    facts: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
