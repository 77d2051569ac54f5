"""Annex numbers (số thứ tự phụ lục): Roman as Decree 30 has them, or 1, 2 where a province writes so.

One setting, a parameter with its dates. A document keeps the numbers it was composed with.
"""

from __future__ import annotations

from datetime import date, datetime

from hoiam.calendars.parameters import parameter

from .compose.parts import annex_codes


def is_roman(at: datetime | date) -> bool:
    return bool(parameter("roman_annexes", at))


def annex_code(number: int, at: datetime | date) -> str:
    """Of one among several: "I", or "1"."""
    return annex_codes(number, roman=is_roman(at))[-1]
