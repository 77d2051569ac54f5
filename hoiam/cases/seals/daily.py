"""Daily (niêm phong hằng ngày): what the worker does; twice, or in two workers, it is done once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from .drop import write_drop
from .lay import has_seals, seal_history, waiting

MANY: Final = 10_000  # so many lines waiting are not left for the night


def seal_daily(at: datetime) -> int:
    """Says how many seals were laid. The drop is made good also when nothing new was sealed."""
    laid = seal_history(at)
    write_drop()
    return len(laid)


def seal_when_many(at: datetime) -> int:
    """Nor does the first line of an installation: a history that nobody has sealed cannot be checked."""
    many = MANY if has_seals() else 1
    return seal_daily(at) if waiting(many) >= many else 0
