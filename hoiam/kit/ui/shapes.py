"""Shapes (hình dạng): the plain values that screens hand to the parts that draw several things.

A screen builds these from its own rows; a part knows nothing of cases, units or letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Tone = Literal["wait", "doing", "done", "ask", "late", "plain"]
Fill = Literal["a", "b", "c", "ok", "mute"]


@dataclass(frozen=True, slots=True)
class StoryItem:
    """One thing that happened. `at` is the exact moment; `when` is how this reader says it."""

    text: str
    at: datetime | None = None
    when: str = ""
    kind: Literal["done", "now", "back"] = "done"
    icon: str = ""
    quote: str = ""
    more: str = ""  # opens below
    more_label: str = "Xem thêm"

    @property
    def sign(self) -> str:
        return self.icon or {"done": "check", "now": "clock", "back": "turn"}[self.kind]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a deadline's time: whose it was, what share of the whole, and the words for how long."""

    label: str
    share: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: what it counts, how many, its fill, the address of the list behind it."""

    value: float
    fill: Fill = "a"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a bar chart: a name, one or more parts, and what stands after the numbers."""

    label: str
    parts: Sequence[Part]
    note: str = ""
    url: str = ""
    more: Sequence[str] = field(default_factory=tuple)

    @property
    def total(self) -> float:
        return sum(part.value for part in self.parts)


@dataclass(frozen=True, slots=True)
class Column:
    """One week (or month) of a column chart: received, of these in time, of these late; and the addresses of
    the lists behind the three, where there are any."""

    label: str
    received: int
    in_time: int
    late: int
    urls: tuple[str, str, str] = ("", "", "")

    @property
    def numbers(self) -> list[tuple[int, str]]:
        return [*zip((self.received, self.in_time, self.late), self.urls, strict=True)]


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list. `marks` = (icon, words) pairs; `used` = share of the working time, when known."""

    code: str
    shown_code: str
    url: str
    title: str
    under: str = ""
    meta: str = ""
    start: datetime | None = None
    due: datetime | None = None
    words: str = ""
    used: float | None = None
    done_at: datetime | None = None
    marks: Sequence[tuple[str, str]] = ()
    is_new: bool = False
