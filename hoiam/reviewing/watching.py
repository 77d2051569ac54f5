"""Watching tasks (theo dõi việc được giao): a task past its day is said once, to who was given it."""

from __future__ import annotations

from datetime import datetime

from hoiam.cases.told import people_of
from hoiam.kit.moments import civil_date
from hoiam.messaging.tell import remind_once
from hoiam.units.directory import directory

from .models import Task


def watch_tasks(at: datetime) -> int:
    """How many were told for the first time. Work of a unit that has ended is with whoever took it over."""
    late = Task.objects.filter(end=None, due_on__lt=civil_date(at)).select_related("session", "person")
    return sum(_tell(task, at) for task in late)


def _tell(task: Task, at: datetime) -> bool:
    keepers = directory().keepers(task.unit_id, civil_date(at))
    people = [task.person] if task.person else [one for unit in keepers for one in people_of(unit, at)]
    return remind_once(
        f"review-task:{task.pk}",
        "late",
        people=people,
        template="review_task_late",
        about=f"RS-{task.session_id}",
        facts={"session": str(task.session), "what": task.what, "due_on": task.due_on},
        at=at,
    )
