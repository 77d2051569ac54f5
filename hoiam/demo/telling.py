"""Telling a life (kể một đời phản ánh): a record of the exchange format, decided line by line as it grows.

The storytellers only say who did what when; deadlines, states and lateness come out of the same
decisions as everywhere else, so a storyteller can ask a life when it is due before going on.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from hoiam.calendars.lookup import calendar
from hoiam.cases.change import advance
from hoiam.cases.decisions import decide
from hoiam.cases.line import THE_PETITIONER
from hoiam.cases.reading import read_actor, read_line
from hoiam.cases.replay import Folded, fold
from hoiam.cases.world import World
from hoiam.exchange.reading import read_case
from hoiam.kit.moments import VN, civil_date, iso

SOURCE: Final = "minh-hoa"
TAKER: Final = "dienthoaivien@1022"
TAKEN_DOWN: Final = ("phone", "counter", "paper", "email", "zalo")  # the rest petitioners type themselves
OPENS, CLOSES = timedelta(hours=7, minutes=40), timedelta(hours=16, minutes=50)


class Life:
    """One case while it is being told."""

    def __init__(self, rules: World, until: datetime, **record: Any) -> None:
        self.rules = rules
        told = read_case({"source": SOURCE, "history": [], **record}, rules, source=SOURCE, now=until)
        on = civil_date(told.petition.received_at)
        by_hand = told.petition.channel in TAKEN_DOWN
        taker = read_actor(TAKER, on, rules) if by_hand else THE_PETITIONER
        self.folded: Folded = fold(told.petition, (), rules, taker)
        self.at = self.folded.snapshot.last_at

    def then(self, verb: str, at: datetime, by: str, **fields: Any) -> Life:
        """One more line; fields left at None are absent."""
        said = {k: iso(v) if isinstance(v, datetime) else v for k, v in fields.items() if v is not None}
        line = read_line({"verb": verb, "at": iso(at), "by": by, **said}, self.rules)
        change = decide(self.folded.snapshot, line, self.rules)
        self.folded.take(change, line)
        advance(self.folded.snapshot, change, line)
        self.folded.lines.append(line)
        self.at = at
        return self

    @property
    def due_at(self) -> datetime:
        due_at = self.folded.snapshot.due_at
        assert due_at is not None  # asked only of open lives whose clock runs
        return due_at


def office_moment(after: datetime, before: datetime, chance: random.Random) -> datetime:
    """A moment in office hours between two moments, or, where there is none, simply between them."""
    days = calendar()
    for _ in range(12):
        moment = after + (before - after) * chance.random()
        day = moment.astimezone(VN).replace(hour=0, minute=0, second=0, microsecond=0)
        at = day + OPENS + (CLOSES - OPENS) * chance.random()
        at = at.replace(microsecond=0)
        if days.day(at.date()).works and after < at < before:
            return at
    return (after + (before - after) * chance.uniform(0.2, 0.8)).replace(microsecond=0)


def soon(after: datetime, chance: random.Random, most: float = 2.5) -> datetime:
    """Within the office hours that come next: how the centre works through its list."""
    minutes = chance.uniform(6, most * 60)
    days = calendar()
    at = after + timedelta(minutes=minutes)
    day = at.astimezone(VN).replace(hour=0, minute=0, second=0, microsecond=0)
    if days.day(day.date()).works and day + OPENS <= after.astimezone(VN) and at <= day + CLOSES:
        return at.replace(microsecond=0)
    if at > day + OPENS or not days.day(day.date()).works:
        day += timedelta(days=1)
        while not days.day(day.date()).works:
            day += timedelta(days=1)
    return max(day + OPENS + timedelta(minutes=minutes), after + timedelta(minutes=1)).replace(microsecond=0)


def numbered(prefix: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{prefix}/{number:04}"


def petitioner(number: int, chance: random.Random, *, may_hide: bool = True) -> dict[str, Any]:
    """Plainly a demo petitioner; the telephone numbers begin with 09000, which no operator gives out."""
    phone = f"09000{number % 100_000:05}"
    if chance.random() < 0.12:
        return {"type": "business", "name": f"Doanh nghiệp thử nghiệm {number}", "phone": phone}
    if chance.random() < 0.05:
        return {"type": "anonymous"}
    return {
        "type": "person",
        "name": f"Người dân thử nghiệm {number}",
        "phone": phone,
        "confidential": (chance.random() < 0.04 and may_hide) or None,
    }
