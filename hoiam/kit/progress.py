"""Progress (tiến độ): long work shows how far it is on a terminal, and is quiet in a pipe."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeVar

from hoiam.kit.numbers import number

T = TypeVar("T")
SECONDS_BETWEEN_LINES = 0.2


def say(sentence: str) -> None:
    """One line for a person who waits; nothing when nobody looks."""
    if sys.stderr.isatty():
        sys.stderr.write(sentence + "\n")
        sys.stderr.flush()


class Progress:
    """`advance()` may be called a million times: it writes a few lines a second at most, over each other."""

    def __init__(self, what: str, total: int | None, out: TextIO) -> None:
        self.what, self.total, self.done = what, total, 0
        self._out = out
        self._shown = out.isatty()
        self._began = self._last = time.monotonic()

    def advance(self, by: int = 1) -> None:
        self.done += by
        if self._shown and time.monotonic() - self._last >= SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            self._out.write(f"\r\x1b[K{self.line()}")
            self._out.flush()

    def line(self) -> str:
        seconds = max(time.monotonic() - self._began, 0.001)
        of = f" / {number(self.total)} ({self.done * 100 // self.total}%)" if self.total else ""
        return f"{self.what}: {number(self.done)}{of}, {number(round(self.done / seconds))}/giây"

    def finish(self) -> None:
        if self._shown:
            self._out.write(f"\r\x1b[K{self.line()}\n")
            self._out.flush()


@contextmanager
def progress(what: str, total: int | None = None, out: TextIO | None = None) -> Iterator[Progress]:
    """`with progress("Nhập phản ánh", total) as p: … p.advance()`."""
    shown = Progress(what, total, out or sys.stderr)
    try:
        yield shown
    finally:
        shown.finish()


def counted(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """The same items, counted as they pass."""
    with progress(what, total) as shown:
        for item in items:
            yield item
            shown.advance()
