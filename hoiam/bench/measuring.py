"""Measuring (đo): each act by one client and by eight, beside what PostgreSQL took; every case counted."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Final

from .acts import ACTS, Crew
from .place import Place
from .site import serving
from .statements import settings, spent
from .timing import WARMING, Bound, timed

CODES: Final = "SELECT code FROM cases_case TABLESAMPLE system (least(100, 100.0 * 4000 / %s)) LIMIT 2000"
UNIT: Final = """
    SELECT m.unit_id FROM units_membership m JOIN accounts_person p ON p.id = m.person_id
    WHERE p.username = 'bench-officer'
"""
COUNT: Final = "SELECT count(*) FROM cases_case"
SIZE: Final = "SELECT pg_database_size(current_database())"


@dataclass(slots=True)
class Row:
    """One act by so many clients."""

    act: str
    clients: int
    times: int
    p50: float
    p95: float
    rate: float
    statements: float | None  # SQL statements each time
    database_ms: float | None  # PostgreSQL's own time each time


@dataclass(slots=True)
class Measured:
    cases: int
    settings: dict[str, str]
    bytes: int
    rows: list[Row] = field(default_factory=list)
    acknowledged: int = 0
    counted: int = 0

    @property
    def agrees(self) -> bool:
        return self.acknowledged == self.counted

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "agrees": self.agrees}


def measure(place: Place, password: str, bound: Bound, clients: Sequence[int]) -> Measured:
    with place.owner() as owner:
        found = Measured(place.cases, settings(owner), _one(owner, SIZE))
        before = _one(owner, COUNT)
        codes = [code for (code,) in owner.execute(CODES, [place.cases]).fetchall()]
        unit = _one(owner, UNIT)
        with serving(place) as port:
            crews = [Crew(port, password, unit, codes) for _ in range(max(clients))]
            for act in ACTS:
                found.rows.extend(_row(place, act, crews[:number], bound) for number in clients)
            for crew in crews:
                crew.leave()
        found.rows.extend(Row(**row) for row in json.loads(place.run("bench", *_figures(place, bound))))
        found.acknowledged = sum(crew.created for crew in crews)
        found.counted = _one(owner, COUNT) - before
    return found


def _row(place: Place, act: str, crews: Sequence[Crew], bound: Bound) -> Row:
    do = ACTS[act]
    for crew in crews:
        do(crew)  # signs in whoever is needed, outside the figures
    before = spent(place.name)
    taken = timed([partial(do, crew) for crew in crews], bound)
    time.sleep(0.05)
    after = spent(place.name)
    used = after.since(before) if before and after else None
    done = taken.times + WARMING * len(crews)
    return Row(
        act,
        len(crews),
        taken.times,
        round(taken.p50, 2),
        round(taken.p95, 2),
        round(taken.rate, 1),
        round(used.calls / done, 1) if used else None,
        round(used.milliseconds / done, 2) if used else None,
    )


def _figures(place: Place, bound: Bound) -> list[str]:
    return ["--step", "figures", "--cases", str(place.cases), "--seconds", str(bound.seconds)]


def _one(owner: Any, question: str) -> int:
    return int(owner.execute(question).fetchone()[0])
