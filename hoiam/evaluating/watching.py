"""Watching (theo dõi thời hạn vụ việc): a step past its time is said once to whoever must do it."""

from __future__ import annotations

from datetime import datetime

from .lifecycle import Clock
from .models import MatterClock
from .telling import heads, tell_late, workers


def watch(at: datetime) -> int:
    """How many were told for the first time. A unit that stays silent is home affairs' to press."""
    late = MatterClock.objects.filter(until=None, due_at__lt=at).select_related("matter").order_by("pk")
    return sum(
        tell_late(
            clock.matter,
            clock,
            heads(clock.matter, at) if clock.clock == Clock.DECIDE else workers(clock.matter, at),
            at=at,
        )
        for clock in late
    )
