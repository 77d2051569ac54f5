"""Timing (bấm giờ): one act done again and again by some clients, bounded in time and in number."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Final

WARMING: Final = 3  # done by each client before the clock runs: pools, caches, plans

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Bound:
    """Whichever comes first ends it."""

    seconds: float
    times: int


@dataclass(frozen=True, slots=True)
class Timed:
    """What a run took, in milliseconds; `rate` is of all clients together."""

    times: int
    seconds: float
    p50: float
    p95: float

    @property
    def rate(self) -> float:
        return self.times / self.seconds if self.seconds else 0.0


def timed(acts: Sequence[Act], bound: Bound) -> Timed:
    """One client for each act, all at once. A failing act ends the run with its own complaint."""
    tickets = count()
    with ThreadPoolExecutor(len(acts)) as clients:
        list(clients.map(_warm, acts))
        began = time.perf_counter()
        until = began + bound.seconds
        runs = list(clients.map(lambda act: _again(act, until, tickets, bound.times), acts))
        seconds = time.perf_counter() - began
    taken = sorted(one for run in runs for one in run)
    return Timed(len(taken), seconds, percentile(taken, 50), percentile(taken, 95))


def percentile(taken: Sequence[float], percent: int) -> float:
    """Of sorted times: the least that at least so many per cent of them do not exceed."""
    return taken[max(0, -(-len(taken) * percent // 100) - 1)] if taken else 0.0


def _warm(act: Act) -> None:
    for _ in range(WARMING):
        act()


def _again(act: Act, until: float, tickets: count[int], times: int) -> list[float]:
    taken = []
    while time.perf_counter() < until and next(tickets) < times:
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return taken
