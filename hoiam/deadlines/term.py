"""A term (thời hạn): how long somebody has, in the unit the rule is written in.

Real rules mix elapsed hours (24 giờ), office hours (8 giờ làm việc) and working days (5 ngày làm
việc); none may be turned into another.
"""

import re
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple, Self


class UnreadableTerm(ValueError):
    """A term nobody can read. Its text is Vietnamese."""


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    WORKING_MINUTES = "working_minutes"
    CLOCK_HOURS = "clock_hours"
    CLOCK_MINUTES = "clock_minutes"


_WORDS = {
    Unit.WORKING_DAYS: "ngày làm việc",
    Unit.WORKING_HOURS: "giờ làm việc",
    Unit.WORKING_MINUTES: "phút làm việc",
    Unit.CLOCK_HOURS: "giờ",
    Unit.CLOCK_MINUTES: "phút",
}


class Term(NamedTuple):
    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Self:
        """`5 working_days`, `8 working_hours`, `24 clock_hours`; minutes of both kinds too."""
        match = re.fullmatch(r"\s*([0-9]{1,4})\s+([a-z]+_[a-z]+?)s?\s*", text)
        try:
            if match and int(match[1]):
                return cls(int(match[1]), Unit(f"{match[2]}s"))
        except ValueError:
            pass  # a unit nobody knows; the sentence is the same
        raise UnreadableTerm(
            f"Không hiểu thời hạn “{text}”; hãy viết như 5 working_days, 8 working_hours, 24 clock_hours."
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"

    @property
    def words(self) -> str:
        """As a notice says it: 5 ngày làm việc, 24 giờ."""
        return f"{self.amount} {_WORDS[self.unit]}"

    @property
    def is_days(self) -> bool:
        return self.unit is Unit.WORKING_DAYS

    @property
    def is_clock(self) -> bool:
        return self.unit in (Unit.CLOCK_HOURS, Unit.CLOCK_MINUTES)

    @property
    def time(self) -> timedelta:
        """The time to spend, for the units that are time; a working day has no fixed length."""
        if self.is_days:
            raise TypeError("a working day is counted, not measured")
        hours = self.unit in (Unit.WORKING_HOURS, Unit.CLOCK_HOURS)
        return timedelta(hours=self.amount) if hours else timedelta(minutes=self.amount)
