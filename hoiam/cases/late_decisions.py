"""Late decisions (quyết định đến muộn): a day off or a term written down late reaches the open cases, once.

Calendars and terms do not know cases; here their new decisions are looked up on our own clock. A run
that is killed is simply done again: a deadline that fits already is not written a second time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from hoiam.calendars.decide_day import decided_since
from hoiam.calendars.set_term import terms_set_since
from hoiam.messaging.tell import has_been, once

from .reckon import reckon_open

LOOKED_BACK: Final = timedelta(days=7)  # longer than any worker stays away
STEP: Final = "reckon"
NAMED: Final = 3  # decisions a history line names; more at once are a whole calendar


class Decision(NamedTuple):
    key: str
    rule: str


def reckon_after_decisions(at: datetime) -> int:
    """Reckon open cases for every decision not yet carried out; says how many deadlines moved."""
    waiting = [found for found in _decisions(at - LOOKED_BACK, at) if not has_been(found.key, STEP)]
    if not waiting:
        return 0
    # One look at the open cases for all of them: a new installation has a hundred at once, and no case.
    moved = reckon_open(at, rule="; ".join(dict.fromkeys(found.rule for found in waiting[-NAMED:])))
    for decision in waiting:
        once(decision.key, STEP, at=at)
    return moved


def _decisions(since: datetime, at: datetime) -> list[Decision]:
    days = [
        Decision(f"day:{day.calendar}:{day.date}:{day.recorded_at.timestamp()}", day.words)
        for day in decided_since(since)
        if day.recorded_at <= at
    ]
    terms = [
        Decision(f"term:{term.step}:{term.since}:{term.recorded_at.timestamp()}", term.rule)
        for term in terms_set_since(since)
        if term.step == "answer" and term.recorded_at <= at
    ]
    return [*days, *terms]
