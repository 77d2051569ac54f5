"""Writing a matter (ghi vụ việc): lock, move, start the next clock, write the line; in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from hoiam.accounts.models import Person
from hoiam.files.models import File
from hoiam.kit.clock import now
from hoiam.kit.moments import short_moment
from hoiam.kit.refusal import Refused
from hoiam.units.standing import standing

from .clocks import run
from .lifecycle import ENDED, State, Step, after
from .models import Matter, MatterClock, MatterLine
from .policy import allow


@dataclass(slots=True)
class Held:
    """A matter locked until the transaction ends."""

    matter: Matter
    at: datetime
    clock: MatterClock | None = None

    def move(self, state: State, *, due_at: datetime | None = None, **changes: Any) -> None:
        """To another state, with its clock; whatever else changed goes along."""
        for name, value in changes.items():
            setattr(self.matter, name, value)
        self.matter.state = state
        if state in ENDED:
            self.matter.closed_at = self.at
        self.clock = run(self.matter, self.at, due_at=due_at)

    def record(
        self,
        step: Step,
        *,
        by: Person | None,
        words: str = "",
        file: File | None = None,
        **facts: Any,
    ) -> MatterLine:
        self.matter.seq += 1
        self.matter.save()
        return MatterLine.objects.create(
            matter=self.matter,
            seq=self.matter.seq,
            at=self.at,
            recorded_at=now(),
            step=step,
            person=by,
            unit_id=_unit_of(by, self.matter, self.at),
            facts=facts,
            words=words.strip(),
            file=file,
        )


def _unit_of(by: Person | None, matter: Matter, at: datetime) -> int | None:
    """In whose name: the handler, the authority or the accused when he sits there, else his first seat."""
    if by is None:
        return None
    units = standing(by, at).units
    named = (matter.handler_id, matter.authority_id, matter.accused_id)
    return next((unit for unit in named if unit in units), min(units, default=None))


def hold(matter: Matter, at: datetime | None = None) -> Held:
    """Beat one: lock. Whoever comes second waits, and then sees what the first one did."""
    locked = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    last = locked.lines.aggregate(last=Max("at"))["last"] or locked.opened_at
    if at is not None and at < last:
        raise Refused(f"Bước này không thể trước bước liền trước, lúc {short_moment(last)}.")
    return Held(locked, at or max(now(), last))


def begin(matter: Matter, step: Step, *, by: Person, at: datetime | None) -> tuple[Held, State]:
    """Lock and allow; where the step leads. What follows decides, moves, records and tells."""
    held = hold(matter, at)
    allow(by, step, held.matter, held.at)
    return held, after(held.matter.state, step)
