"""Generated calendars and the minute counter (bộ đếm từng phút): the engine's independent twin, for tests.

The twin knows no blocks, sums or segments: it looks at one minute after another and asks whether the
offices are open. It is slow and obvious, which is its whole value.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from .calendar import VN, Block, Calendar, Effect, OfficeHours, SpecialDay

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
# Starts stay well before the last known day, so that every generated term still ends inside.
STARTS = st.datetimes(datetime(2024, 1, 2), datetime(2024, 12, 31), timezones=st.just(VN))  # noqa: DTZ001
WHOLE_MINUTES = STARTS.map(lambda at: at.replace(second=0, microsecond=0))


@dataclass(frozen=True)
class World:
    """A calendar as plain facts: what the twin reads, and from which the real calendar is built."""

    week: tuple[tuple[Block, ...], ...]
    special: dict[date, SpecialDay]

    def calendar(self) -> Calendar:
        hours = tuple(OfficeHours(day, block) for day, blocks in enumerate(self.week) for block in blocks)
        return Calendar("Lịch thử", hours, self.special, frozenset({FIRST.year, LAST.year}))

    def is_open(self, minute: datetime) -> bool:
        """Whether the offices work in the minute that begins at this moment."""
        of_day = minute.hour * 60 + minute.minute
        return any(block.opens <= of_day < block.closes for block in self._blocks(minute.date()))

    def _blocks(self, on: date) -> tuple[Block, ...]:
        usual = self.week[on.weekday()]
        special = self.special.get(on)
        if special is None:
            return usual
        if special.effect is Effect.OFF:
            return ()
        whole = special.blocks or usual or next(blocks for blocks in self.week if blocks)
        return whole[:1] if special.effect is Effect.HALF and not special.blocks else whole


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 24 * 12 - 1), min_size=2, max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Block(opens * 5, closes * 5) for opens, closes in pairs)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Several blocks a day, any week, days off, half days, worked Saturdays: all that a decree can do."""
    some_day = draw(st.integers(0, 6))
    week = tuple(draw(blocks()) if day == some_day or draw(st.booleans()) else () for day in range(7))
    special = st.builds(SpecialDay, st.sampled_from(Effect), st.one_of(st.just(()), blocks()))
    days = st.dates(FIRST, date(2025, 2, 28))
    return World(week, draw(st.dictionaries(days, special, max_size=25)))


@st.composite
def pauses_after(draw: st.DrawFn, start: datetime, at_most: int = 3) -> list[tuple[datetime, datetime]]:
    """Pauses of minutes to days, overlapping or not, beginning when the clock has begun."""
    minutes = st.integers(0, 6 * 24 * 60)
    pairs = draw(st.lists(st.tuples(minutes, minutes), max_size=at_most))
    return [(start + begin * MINUTE, start + (begin + length) * MINUTE) for begin, length in pairs]


def minutes_from(start: datetime) -> Iterator[datetime]:
    while True:
        yield start
        start += MINUTE


def in_pause(minute: datetime, pauses: list[tuple[datetime, datetime]]) -> bool:
    return any(start <= minute < end for start, end in pauses)


def counted_minute_by_minute(
    start: datetime, amount: int, world: World | None, pauses: list[tuple[datetime, datetime]]
) -> datetime:
    """The end of the `amount`-th minute that counts; without a world every minute outside a pause does."""
    for minute in minutes_from(start):
        amount -= (world is None or world.is_open(minute)) and not in_pause(minute, pauses)
        if amount == 0:
            return minute + MINUTE
    raise AssertionError("time has no end")


def counted_day_by_day(
    start: datetime, amount: int, world: World, pauses: list[tuple[datetime, datetime]]
) -> datetime:
    """The `amount`-th closing on a later civil date; found by looking at every minute of every day."""
    day = datetime(start.year, start.month, start.day, tzinfo=VN)
    while True:
        day += DAY
        opened = [day + i * MINUTE for i in range(24 * 60) if world.is_open(day + i * MINUTE)]
        if not opened:
            continue
        closing = opened[-1] + MINUTE
        # Lost when the day's last minute was spent waiting, unless the pause began only at the closing.
        amount -= not any(begin < closing <= end for begin, end in pauses)
        if amount == 0:
            return closing
