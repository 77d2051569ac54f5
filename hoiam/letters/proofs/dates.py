"""Days and months in words (ngày, tháng): 15/8/2021 and 15 tháng 8 năm 2021 are one day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from hoiam.kit.moments import month_number

from .reading import SENTENCE

DAY: Final = r"\d{1,2}(?:[/.-]\d{1,2}[/.-]| tháng \d{1,2} năm )\d{4}"
# "15 tháng 8 năm 2021" is a day and names no month to report of; "Tổng đài 1022 tháng 7/2021" does.
MONTH: Final = re.compile(
    r"(?<!\D\d )(?<!\D\d\d )\b(?:tháng|kỳ) (\d{1,2})(?:[/.-]|,? năm )(\d{4})\b", re.IGNORECASE
)
NUMBERS: Final = re.compile(r"\d+")


class Month(NamedTuple):
    year: int
    month: int

    def __str__(self) -> str:
        return f"tháng {month_number(self.month)}/{self.year}"


def month_at(day: date) -> Month:
    return Month(day.year, day.month)


def months_in(text: str) -> list[Month]:
    return [month for month, _ in months_said(text)]


def months_said(text: str) -> Iterator[tuple[Month, str]]:
    """Each month named, and the words before it in its sentence."""
    for found in MONTH.finditer(text):
        yield Month(int(found[2]), int(found[1])), SENTENCE.split(text[: found.start()])[-1]


def month_of(label: str) -> Month | None:
    return next(iter(months_in(label)), None)


def day_of(words: str) -> date | None:
    day, month, year = map(int, NUMBERS.findall(words))
    try:
        return date(year, month, day)
    except ValueError:
        return None
