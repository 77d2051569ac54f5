"""Periods (kỳ tính): the weeks or months up to a day, the last ones first to last. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from hoiam.cases.figures import Window
from hoiam.kit.moments import VN, civil_date, short_date

Kind = Literal["tuan", "thang"]
KINDS: Final[dict[str, str]] = {"tuan": "Theo tuần", "thang": "Theo tháng"}
SHOWN: Final = {"tuan": 8, "thang": 6}
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """[first, last]: a week from Monday to Sunday, or a month."""

    kind: str
    first: date
    last: date

    def window(self, at: datetime) -> Window:
        """As at its end; one that is still running, as at now."""
        begins, ends = (datetime.combine(day, time(), tzinfo=VN) for day in (self.first, self.last + ONE_DAY))
        end = min(ends, max(at, begins + timedelta(seconds=1)))
        return Window(begins, end, end)

    @property
    def key(self) -> str:
        return self.first.isoformat()

    @property
    def words(self) -> str:
        if self.kind == "thang":
            return f"tháng {self.first.month}/{self.first.year}"
        return f"{short_date(self.first)} – {short_date(self.last)}"

    @property
    def before(self) -> Span:
        return span_of(self.kind, self.first - ONE_DAY)


def span_of(kind: str, day: date) -> Span:
    """The week or month that holds this day."""
    if kind == "thang":
        first = day.replace(day=1)
        following = (first.replace(day=28) + 4 * ONE_DAY).replace(day=1)
        return Span(kind, first, following - ONE_DAY)
    monday = day - day.weekday() * ONE_DAY
    return Span(kind, monday, monday + 6 * ONE_DAY)


def spans(kind: str, until: date | datetime, count: int = 0) -> list[Span]:
    """The last `count` periods up to the one that holds `until`, oldest first."""
    found = [span_of(kind, civil_date(until))]
    while len(found) < (count or SHOWN[kind]):
        found.append(found[-1].before)
    return found[::-1]
