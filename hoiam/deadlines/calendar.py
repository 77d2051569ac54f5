"""A calendar (lịch làm việc): which hours of which days are worked, and which years are known.

The usual week, the decisions that set single days apart (off, worked, half), and nothing else.
Each civil day is worked out once and remembered, so a hundred thousand deadlines walk over the same
few hundred days. A calendar never changes: a new decision makes a new calendar.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

VN: Final = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY: Final = timedelta(days=1)
NO_TIME: Final = timedelta(0)
# A day closes before midnight, so that a deadline always bears the date of the day it closes.
_LAST_MINUTE: Final = 24 * 60 - 1


class OutsideCalendar(Exception):
    """A date whose working days nobody has decided yet: refused, never guessed. Its text is Vietnamese."""


class Block(NamedTuple):
    """Office time [opens, closes) of one day, in minutes after midnight."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


class Effect(StrEnum):
    OFF = "off"
    WORK = "work"
    HALF = "half"


class SpecialDay(NamedTuple):
    """A day set apart by a decision. Without blocks of its own it takes them from the usual week."""

    effect: Effect
    blocks: tuple[Block, ...] = ()
    note: str = ""


class OfficeHours(NamedTuple):
    """One block of the usual week, valid from `since` until the day before `until`."""

    weekday: int
    block: Block
    since: date = date.min
    until: date = date.max


class AfterHours(StrEnum):
    """Where day 0 lies for what arrives after closing or on a day off."""

    SAME_DAY = "same_day"
    NEXT_OPENING = "next_opening"


class Why(StrEnum):
    """Why a stretch of time counts, or does not."""

    WORKING_DAY = "working_day"
    MAKE_UP_DAY = "make_up_day"
    HALF_DAY = "half_day"
    CLOCK = "clock"
    HOLIDAY = "holiday"
    REST_DAY = "rest_day"
    CLOSED = "closed"
    DAY_0 = "day_0"
    AFTER_HOURS = "after_hours"
    PAUSED = "paused"


class Day(NamedTuple):
    """One civil day, worked out: [start, end) and the office blocks in it."""

    date: date
    start: datetime
    end: datetime
    blocks: tuple[tuple[datetime, datetime], ...]
    why: Why
    note: str

    @property
    def works(self) -> bool:
        return bool(self.blocks)

    @property
    def close(self) -> datetime:
        """The end of the last block: when a term of working days can fall due. Worked days only."""
        return self.blocks[-1][1]

    @property
    def worked(self) -> timedelta:
        return sum((closes - opens for opens, closes in self.blocks), NO_TIME)


@dataclass(frozen=True, eq=False)
class Calendar:
    name: str
    hours: tuple[OfficeHours, ...]
    special: Mapping[date, SpecialDay]
    years: frozenset[int]
    after_hours: AfterHours = AfterHours.SAME_DAY
    code: str = "default"
    _days: dict[date, Day] = field(default_factory=dict, init=False, repr=False)

    def day(self, on: date) -> Day:
        """The day as it is worked, remembered; a year nobody has decided is refused."""
        known = self._days.get(on)
        if known is None:
            self.require(on.year)
            known = self._days[on] = self._work_out(on)
        return known

    def after(self, day: Day) -> Day:
        return self.day(day.date + ONE_DAY)

    def require(self, *years: int) -> None:
        for year in years:
            if year not in self.years:
                raise OutsideCalendar(
                    f"{self.name} chưa có lịch nghỉ, làm bù của năm {year} nên không tính được thời hạn"
                    f" (hiện có: {self._years_words()})."
                )

    @cached_property
    def through(self) -> Mapping[date, tuple[int, timedelta]]:
        """Working days and office time from the first known day through each date: spans by subtraction."""
        days, worked = 0, NO_TIME
        sums: dict[date, tuple[int, timedelta]] = {}
        for year in sorted(self.years):
            for offset in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
                day = self.day(date(year, 1, 1) + offset * ONE_DAY)
                days, worked = days + day.works, worked + day.worked
                sums[day.date] = days, worked
        return sums

    def usual(self, on: date) -> tuple[Block, ...]:
        """The office hours of the usual week on that date, before any decision about the day itself."""
        weekday = on.weekday()
        return tuple(sorted(h.block for h in self.hours if h.weekday == weekday and h.since <= on < h.until))

    def _work_out(self, on: date) -> Day:
        blocks, why, note = self._apart(on, self.usual(on))
        start = datetime.combine(on, time.min, VN)
        moments = tuple((_at(start, opens), _at(start, closes)) for opens, closes in blocks)
        return Day(on, start, start + ONE_DAY, moments, why, note)

    def _apart(self, on: date, usual: tuple[Block, ...]) -> tuple[tuple[Block, ...], Why, str]:
        special = self.special.get(on)
        if special is None:
            return usual, Why.WORKING_DAY if usual else Why.REST_DAY, ""
        if special.effect is Effect.OFF:
            return (), Why.HOLIDAY, special.note
        if special.effect is Effect.HALF:
            return special.blocks or self._full(on)[:1], Why.HALF_DAY, special.note
        why = Why.WORKING_DAY if usual else Why.MAKE_UP_DAY
        return special.blocks or self._full(on), why, special.note

    def _full(self, on: date) -> tuple[Block, ...]:
        """A whole day's hours: the weekday's own, else those of the week's first worked day."""
        monday = on - on.weekday() * ONE_DAY
        candidates = (self.usual(day) for day in (on, *(monday + i * ONE_DAY for i in range(7))))
        return next((blocks for blocks in candidates if blocks), ())

    def _years_words(self) -> str:
        years = sorted(self.years)
        if not years:
            return "chưa có năm nào"
        whole = years == list(range(years[0], years[-1] + 1))
        return f"{years[0]}–{years[-1]}" if whole and len(years) > 1 else ", ".join(map(str, years))


def read_blocks(text: str) -> tuple[Block, ...]:
    """`07:30-11:30 13:00-17:00` → blocks in order. ValueError, in Vietnamese, when they are not clear."""
    blocks = []
    for part in text.replace(",", " ").split():
        match = re.fullmatch(r"(\d{1,2}):(\d{2})[-–](\d{1,2}):(\d{2})", part)
        if not match:
            raise ValueError(f"Không hiểu giờ làm việc “{part}”; hãy viết như 07:30-11:30.")
        from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
        if max(from_minute, to_minute) > 59:
            raise ValueError(f"Không hiểu giờ làm việc “{part}”; phút chỉ từ 00 đến 59.")
        blocks.append(Block(from_hour * 60 + from_minute, to_hour * 60 + to_minute))
    return in_order(blocks)


def show_blocks(blocks: Iterable[Block]) -> str:
    return " ".join(map(str, blocks))


def in_order(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Sorted, none empty, none overlapping, all inside the day."""
    ordered = tuple(sorted(blocks))
    reached = 0
    for block in ordered:
        if not (reached <= block.opens < block.closes <= _LAST_MINUTE):
            raise ValueError(f"Giờ làm việc {show_blocks(ordered)} chồng lên nhau hoặc ra ngoài ngày.")
        reached = block.closes
    return ordered


def weekly(blocks: str, weekdays: Iterable[int] = range(5)) -> tuple[OfficeHours, ...]:
    """The same hours on each of the weekdays (0 is Monday)."""
    return tuple(OfficeHours(weekday, block) for weekday in weekdays for block in read_blocks(blocks))


STANDARD_HOURS: Final = weekly("07:30-11:30 13:00-17:00")


def _at(start: datetime, minutes: int) -> datetime:
    return start + timedelta(minutes=minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
