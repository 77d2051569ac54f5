"""Give a task (giao việc): what, who, by when; of one line or of the session as a whole."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.queries import visible_cases
from hoiam.cases.visible import is_walled
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.standing import standing

from .choose import hold_open
from .models import Item, Session, Task
from .seats import allow
from .telling import tell_task


@transaction.atomic
def give_task(
    session: Session,
    *,
    what: str,
    unit: int,
    due_on: date,
    by: Person,
    at: datetime,
    item: Item | None = None,
    person: Person | None = None,
) -> Task:
    held, on = hold_open(session.pk), civil_date(at)
    allow(by, held.authority_id, at)
    if not what.strip():
        raise Refused("Giao việc phải nêu việc gì.")
    if due_on < on:
        raise Refused("Hạn của việc phải từ hôm nay trở đi.")
    if not directory().is_valid(unit, on):
        raise Refused("Đơn vị được giao không còn vào ngày này.")
    if person is not None and unit not in standing(person, at).units:
        raise Refused(f"{person} không thuộc đơn vị được giao.")
    if item is not None:
        _refuse_behind_the_wall(item, unit, by=by, at=at)
    wanted = {"session": held, "item": item, "what": what.strip(), "unit_id": unit, "person": person}
    pressed_twice = Task.objects.filter(**wanted, due_on=due_on, end=None).first()
    if pressed_twice is not None:
        return pressed_twice
    task = Task.objects.create(**wanted, due_on=due_on, given_at=at, given_by=by)
    tell_task(task, at=at)
    return task


def _refuse_behind_the_wall(item: Item, unit: int, *, by: Person, at: datetime) -> None:
    case = visible_cases(by, at).filter(pk=item.case_id).first()
    if case is None:
        raise Refused("Bạn không có quyền với dòng này.")
    accused = case.conduct_unit_id
    if accused is not None and is_walled(unit, accused, civil_date(at)):
        raise Refused("Không giao việc của phản ánh về công vụ cho chính đơn vị bị phản ánh.")
