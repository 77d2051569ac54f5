"""Timelines (dòng thời gian): dated versions in memory, found by identity or by code on a day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Generic, Protocol, TypeVar


class Version(Protocol):
    """One identity during [since, until)."""

    @property
    def id(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def parent(self) -> int | None: ...
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date: ...


V = TypeVar("V", bound=Version)


class Timeline(Generic[V]):
    """All versions of all identities of one sort, in the order given. Keeps what it works out."""

    def __init__(self, versions: Iterable[V]) -> None:
        self._all = tuple(versions)
        self._by_id: dict[int, list[V]] = {}
        self._by_code: dict[str, list[V]] = {}
        for version in sorted(self._all, key=lambda version: version.since):
            self._by_id.setdefault(version.id, []).append(version)
            self._by_code.setdefault(version.code, []).append(version)
        self._turns = sorted({day for version in self._all for day in (version.since, version.until)})
        self._standing: dict[int, list[V]] = {}
        self._children: dict[int, dict[int, list[int]]] = {}
        self._below: dict[tuple[int, int], frozenset[int]] = {}

    def coded(self, code: str, on: date) -> V | None:
        """Who bore the code on that day."""
        for version in self._by_code.get(code, ()):
            if version.since <= on < version.until:
                return version
        return None

    def seen(self, identity: int, on: date) -> V:
        """The version of that day; before the first one the first, after the last one the last."""
        versions = self._by_id[identity]
        for version in reversed(versions):
            if version.since <= on:
                return version
        return versions[0]

    def is_valid(self, identity: int, on: date) -> bool:
        return any(version.since <= on < version.until for version in self._by_id.get(identity, ()))

    def identities(self) -> frozenset[int]:
        """Everybody who ever was, or will be."""
        return frozenset(self._by_id)

    def valid(self, on: date) -> list[V]:
        """Every version of that day, in the order they were given."""
        era = self._era(on)
        if era not in self._standing:
            self._standing[era] = [version for version in self._all if version.since <= on < version.until]
        return self._standing[era]

    def ancestors(self, identity: int, on: date) -> tuple[int, ...]:
        """From the parent up to the root. A row that goes round in a circle ends the climb."""
        found: list[int] = []
        parent = self.seen(identity, on).parent
        while parent is not None and parent != identity and parent not in found:
            found.append(parent)
            parent = self.seen(parent, on).parent
        return tuple(found)

    def descendants(self, identity: int, on: date) -> frozenset[int]:
        """Everything below on that day, without the identity itself."""
        key = (self._era(on), identity)
        if key not in self._below:
            children, found, waiting = self._children_on(on), set[int](), [identity]
            while waiting:
                fresh = [child for child in children.get(waiting.pop(), ()) if child not in found]
                found.update(fresh)
                waiting.extend(fresh)
            self._below[key] = frozenset(found - {identity})
        return self._below[key]

    def _children_on(self, on: date) -> dict[int, list[int]]:
        era = self._era(on)
        if era not in self._children:
            children: dict[int, list[int]] = defaultdict(list)
            for version in self.valid(on):
                if version.parent is not None:
                    children[version.parent].append(version.id)
            self._children[era] = children
        return self._children[era]

    def _era(self, on: date) -> int:
        """Days between two turns are all alike, so what was worked out for one serves for all."""
        return bisect_right(self._turns, on)
