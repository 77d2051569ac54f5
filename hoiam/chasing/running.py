"""Running deadlines (thời hạn đang chạy): what the loop watches, whoever keeps it, as one kind of value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hoiam.cases.lifecycle import State
from hoiam.kit.ids import show_code

from .models import Clock

if TYPE_CHECKING:
    from hoiam.cases.models import Case


@dataclass(frozen=True, slots=True)
class Running:
    """One deadline in force. `key` names its row, so that a new deadline is chased anew; `unit` must act.

    A room above gives a `template` for the words of its own clock, with the `facts` they need, and the
    `issuer` of the letter that set it, whose Office follows it.
    """

    key: str
    clock: str
    due_at: datetime
    unit: int
    about: str
    known_at: datetime | None = None
    case: Case | None = None
    due: int | None = None
    asked_by: int | None = None
    issuer: int | None = None
    template: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        return show_code(self.about) if self.case is not None else self.about

    @property
    def is_emergency(self) -> bool:
        return self.case is not None and self.case.urgency == "emergency"

    @property
    def is_waiting(self) -> bool:
        """It waits for its petitioner: the unit can do nothing but wait with it."""
        return self.case is not None and self.case.state == State.WAITING

    @property
    def accused(self) -> int | None:
        return self.case.conduct_unit_id if self.case is not None else None

    @property
    def reminders(self) -> int:
        """How often people, not the loop, have urged the unit."""
        return self.case.reminders if self.case is not None else 0


def of_due(row: Any) -> Running:
    """A row of `cases.queries.running_dues`. The answer is owed by whoever holds the case."""
    return Running(
        key=f"due:{row.pk}",
        clock=row.clock,
        due_at=row.due_at,
        unit=row.unit_id or row.case.holder_id,
        about=row.case.code,
        known_at=row.known_at,
        case=row.case,
        due=row.pk,
    )


def of_promise(row: Any) -> Running:
    """A row of `cases.queries.broken_promises`."""
    return Running(
        key=f"promise:{row.pk}",
        clock=Clock.PROMISE,
        due_at=row.promised_at,
        unit=row.unit_id,
        about=row.case.code,
        known_at=row.known_at,
        case=row.case,
        asked_by=row.asked_by,
    )
