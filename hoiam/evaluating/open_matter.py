"""Open a matter (lập vụ việc): from a conduct case, by home affairs' own hand, or by itself (entering.py)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.standing import standing

from .clocks import run
from .handlers import handler_of
from .lifecycle import Ground, State, Step
from .models import GroundRow, Matter
from .policy import may_open_about
from .telling import tell_matter, workers
from .write import Held

if TYPE_CHECKING:
    from hoiam.cases.models import Case


@transaction.atomic
def open_matter(
    *,
    accused: int,
    about: str,
    by: Person | None,
    at: datetime | None = None,
    case: Case | None = None,
    person: Person | None = None,
    name: str = "",
    summary: str = "",
    ground: str = Ground.BY_HAND,
    life: int = 1,
    facts: dict[str, Any] | None = None,
) -> Matter:
    """A matter about the unit with id `accused`, perhaps about `person` in it; `by` None is the loop."""
    at = at or now()
    refuse_a_stranger(accused, person, by, at)
    if case is None and not summary.strip():
        raise Refused("Lập vụ việc phải nêu tóm tắt sự việc hoặc phản ánh làm căn cứ.")
    handler = handler_of(accused, civil_date(at))
    matter = Matter(
        about=about,
        origin=ground,
        case=case,
        accused_id=accused,
        accused_person=person,
        accused_name=name.strip(),
        handler_id=handler.unit,
        authority_id=handler.authority,
        summary=summary.strip() or (case.summary if case else None) or "",
        state=State.OPENED,
        opened_at=at,
    )
    _save(matter)
    if case is not None:
        GroundRow.objects.create(
            matter=matter,
            case=case,
            accused_id=accused,
            ground=ground,
            life=life,
            found_at=at,
            facts=facts or {},
        )
    held = Held(matter, at)
    held.clock = run(matter, at)
    held.record(Step.OPEN, by=by, ground=ground, **(facts or {}))
    due_at = held.clock.due_at if held.clock else None
    tell_matter(matter, workers(matter, at), "vụ việc mới, cần xem xét", at=at, due_at=due_at)
    return matter


def refuse_a_stranger(accused: int, person: Person | None, by: Person | None, at: datetime) -> None:
    """Home affairs opens what is its own to handle; a person accused sits in the accused unit."""
    if by is not None and not may_open_about(by, accused, at):
        name = directory().unit(accused, civil_date(at)).name
        raise Refused(f"Vụ việc về {name} không do đơn vị của bạn giải quyết.")
    if person is not None and accused not in standing(person, at).units:
        raise Refused(f"{person} không thuộc đơn vị này.")
    if by is not None and person is not None and person.pk == by.pk:
        raise Refused("Không ai lập vụ việc về chính mình.")


def _save(matter: Matter) -> None:
    try:
        with transaction.atomic():
            matter.save(force_insert=True)
    except IntegrityError:
        raise Refused("Đã có vụ việc đang giải quyết về đơn vị này từ phản ánh ấy.") from None
