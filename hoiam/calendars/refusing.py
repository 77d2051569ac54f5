"""Refusing (từ chối): the pure engine's own two errors, said as the one error the product shows to people."""

from collections.abc import Iterator
from contextlib import contextmanager

from hoiam.deadlines import OutsideCalendar, UnreadableTerm
from hoiam.kit.refusal import Refused


@contextmanager
def refusing() -> Iterator[None]:
    """A year nobody has decided, or a term nobody can read, is a refusal and not a bug."""
    try:
        yield
    except (OutsideCalendar, UnreadableTerm) as no:
        raise Refused(str(no)) from None
