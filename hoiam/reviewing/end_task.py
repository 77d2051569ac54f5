"""End a task (báo xong việc): said once, by who was given it or by those who sit at the review."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.refusal import Refused
from hoiam.units.standing import standing

from .models import Task, TaskEnd
from .seats import authorities_of


@transaction.atomic
def end_task(task: Task, *, by: Person, at: datetime, words: str = "") -> TaskEnd:
    held = Task.objects.select_for_update(of=("self",)).select_related("session").get(pk=task.pk)
    is_theirs = held.person_id == by.pk or held.unit_id in standing(by, at).units
    if not is_theirs and held.session.authority_id not in authorities_of(by, at):
        raise Refused("Việc này không giao cho bạn.")
    if TaskEnd.objects.filter(task=held).exists():
        raise Refused("Việc này đã được báo xong.")
    return TaskEnd.objects.create(task=held, at=at, by=by, words=words.strip())
