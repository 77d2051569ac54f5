"""Messaging (thông báo): tell people, however they can be reached; `quiet` while old history is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_quiet: ContextVar[bool] = ContextVar("hoiam_messaging_quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Inside the block nobody is told anything: imports and the demo write what happened long ago."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    return _quiet.get()
