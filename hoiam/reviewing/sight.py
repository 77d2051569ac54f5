"""What a person sees of a session (ai thấy dòng nào): lines whose case they may see, nothing of the others.

The wall of a conduct case stands here too: a line about the reader's own unit is not listed, not counted and
not reached by its number.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from hoiam.accounts.models import Person
from hoiam.cases.queries import visible_cases

from .models import Item, Session, Task
from .seats import authorities_of


def sessions_seen(person: Person, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(authority__in=authorities_of(person, at))


def items_seen(session: Session, person: Person, at: datetime) -> QuerySet[Item]:
    return session.items.filter(case__in=visible_cases(person, at).order_by().values("pk"))


def tasks_seen(authority: int, person: Person, at: datetime) -> QuerySet[Task]:
    """Tasks of every session of that authority; one about a line is seen by whoever sees the line."""
    seen = visible_cases(person, at).order_by().values("pk")
    of_authority = Task.objects.filter(session__authority=authority)
    return of_authority.filter(item=None) | of_authority.filter(item__case__in=seen)
