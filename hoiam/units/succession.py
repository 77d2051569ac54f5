"""Succession (kế thừa): follow who took over from whom, forwards and backwards. No database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Edge:
    """On this day `new` took over all or part of `old`; `how` says which, or by what kind of change."""

    old: int
    new: int
    on: date
    how: str


class Lineage:
    """The graph of takings-over of one sort of identity."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._after: dict[int, list[Edge]] = defaultdict(list)
        self._sources: dict[int, list[int]] = defaultdict(list)
        self._targets: dict[int, list[int]] = defaultdict(list)
        for edge in edges:
            self._after[edge.old].append(edge)
            self._sources[edge.new].append(edge.old)
            self._targets[edge.old].append(edge.new)

    def edges_from(self, identity: int) -> tuple[Edge, ...]:
        return tuple(self._after.get(identity, ()))

    def heirs(self, identity: int, on: date, is_valid: Callable[[int, date], bool]) -> tuple[int, ...]:
        """Those alive on that day who hold what `identity` held, through any number of changes."""
        found: list[int] = []
        seen, waiting = {identity}, [identity]
        while waiting:
            for edge in self._after.get(waiting.pop(0), ()):
                if edge.on > on or edge.new in seen:
                    continue
                seen.add(edge.new)
                if is_valid(edge.new, on):
                    found.append(edge.new)
                else:
                    waiting.append(edge.new)
        return tuple(found)

    def ancestry(self, identity: int) -> frozenset[int]:
        """Everyone something of `identity` came from."""
        return _reachable(identity, self._sources)

    def posterity(self, identity: int) -> frozenset[int]:
        """Everyone something of `identity` went to, at whatever time."""
        return _reachable(identity, self._targets)


def _reachable(identity: int, steps: Mapping[int, list[int]]) -> frozenset[int]:
    found, waiting = {identity}, [identity]
    while waiting:
        fresh = [other for other in steps.get(waiting.pop(), ()) if other not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return frozenset(found - {identity})
