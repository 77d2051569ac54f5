"""The clock (đồng hồ): the one place that asks what time it is. Everywhere else time is an argument.

`HOIAM_NOW` (an ISO moment) holds the whole process at one instant, for rehearsals and the demo;
`with frozen(at):` holds one block of code, for tests and for replaying a day.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from hoiam.kit.moments import VN, parse_moment

_held: ContextVar[datetime | None] = ContextVar("hoiam_clock_held", default=None)


def now() -> datetime:
    held = _held.get()
    if held is not None:
        return held
    rehearsal = os.environ.get("HOIAM_NOW")
    return parse_moment(rehearsal) if rehearsal else datetime.now(VN)


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Inside the block it is `at`; blocks nest, and leaving one gives back the time before it."""
    if at.tzinfo is None:
        raise ValueError("a clock can only be frozen at an aware moment")
    token = _held.set(at)
    try:
        yield at
    finally:
        _held.reset(token)
