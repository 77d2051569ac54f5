"""Add a ground (ghi thêm căn cứ): the same case has become worse while its matter is being worked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from .lifecycle import Step, after
from .models import GroundRow, Matter
from .write import hold

if TYPE_CHECKING:
    from hoiam.cases.models import Case


@transaction.atomic
def add_ground(
    matter: Matter, case: Case, ground: str, *, life: int, facts: dict[str, Any], at: datetime
) -> Matter:
    """Written by the loop alone; the clock of the step goes on."""
    held = hold(matter, at)
    after(held.matter.state, Step.ADD_GROUND)
    GroundRow.objects.create(
        matter=held.matter,
        case=case,
        accused_id=held.matter.accused_id,
        ground=ground,
        life=life,
        found_at=at,
        facts=facts,
    )
    held.record(Step.ADD_GROUND, by=None, ground=ground, **facts)
    return held.matter
