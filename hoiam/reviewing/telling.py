"""Telling (báo): home affairs of what is handed to it, a person of the task given; nobody behind a wall."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hoiam.cases.told import people_of, tell_people
from hoiam.kit.moments import civil_date
from hoiam.messaging.tell import tell
from hoiam.units.directory import directory
from hoiam.units.roles import Function, Role

from .models import Session, Task

if TYPE_CHECKING:
    from hoiam.cases.models import Case


def tell_home_affairs(session: Session, case: Case, *, at: datetime) -> None:
    unit = directory().function(Function.HOME_AFFAIRS, session.authority_id, civil_date(at))
    if unit is not None:
        people = people_of(unit, at, (Role.HOME_AFFAIRS,))
        tell_people(case, people, "review_to_home_affairs", at=at, session=str(session))


def tell_task(task: Task, *, at: datetime) -> None:
    if task.person is not None:
        facts = {"session": str(task.session), "what": task.what, "due_on": task.due_on}
        tell([task.person], "review_task", about=f"RS-{task.session_id}", facts=facts, at=at)
