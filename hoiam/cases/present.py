"""The present (hiện trạng): how cases stand now, for rooms above that follow many of them at once.

One query, whatever the number. Nothing here asks who may see a case; whoever calls answers for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from .lifecycle import OPEN, State
from .models import Case, Rating


class Present(NamedTuple):
    """What a follower of a case needs to know of it now."""

    case_id: int
    code: str
    state: str
    holder_id: int
    life: int
    entered_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    conduct_unit_id: int | None
    is_confidential: bool
    fixed: str | None  # the petitioner's last word: yes, partly, no, unknown
    rated_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def is_denied(self) -> bool:
        """The petitioner said, after the last answer, that it is not fixed."""
        if self.fixed != "no" or self.rated_at is None:
            return False
        return self.answered_at is None or self.rated_at >= self.answered_at


def present_of(cases: Iterable[int]) -> dict[int, Present]:
    """These cases as they stand now, by their number."""
    wanted = list(cases)
    if not wanted:
        return {}
    last = Rating.objects.filter(case=OuterRef("pk")).order_by("-at", "-id")
    rows = (
        Case.objects.filter(pk__in=wanted)
        .annotate(last_fixed=Subquery(last.values("fixed")[:1]), rated_at=Subquery(last.values("at")[:1]))
        .values_list(
            "pk", "code", "state", "holder_id", "life", "entered_at", "due_at", "answered_at",
            "conduct_unit_id", "is_confidential", "last_fixed", "rated_at",
        )
    )  # fmt: skip
    return {row[0]: Present._make(row) for row in rows}
