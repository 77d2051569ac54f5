"""Orders (văn bản đôn đốc): how many lines letters put to a unit, and whether it reported in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from .models import Month


class Orders(NamedTuple):
    lines: int
    in_time: int


def orders_of(unit: int, months: Iterable[Month]) -> dict[date, Orders]:
    """By month; a month is absent where nothing is known of letters."""
    return {}
