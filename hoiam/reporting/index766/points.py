"""Points (điểm): 6 × share in time + 6 × share satisfied, and when too little happened to say. Pure.

QĐ 766/QĐ-TTg of 23/6/2022; the two parts are linear and worth 12 together (domain.md 3.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rule:
    """Which cases the share is of, what each part is worth, and from how many on a share is said."""

    denominator: str
    points_on_time: int = 6
    points_satisfied: int = 6
    min_volume: int = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One share and what it is worth; too few to say is not nought."""

    counted: int
    of: int
    points: int
    min_volume: int

    @property
    def is_enough(self) -> bool:
        return self.of > 0 and self.of >= self.min_volume

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.counted, self.of) if self.is_enough else None

    @property
    def score(self) -> Fraction | None:
        return self.share * self.points if self.share is not None else None


@dataclass(frozen=True, slots=True)
class Index:
    """The index of one unit in one period."""

    on_time: Part
    satisfied: Part

    @property
    def score(self) -> Fraction | None:
        """Both parts together; None while either has too little to say."""
        one, other = self.on_time.score, self.satisfied.score
        return one + other if one is not None and other is not None else None

    @property
    def most(self) -> int:
        return self.on_time.points + self.satisfied.points


def denominator(counts: Mapping[str, int], which: str) -> int:
    """Of how many cases the share in time is."""
    match which:
        case "answered":
            return counts["answered"]
        case "answered_overdue":
            return counts["answered"] + counts["open_overdue"]
        case "all":
            return counts["carried_in"] + counts["received"] + counts["reopened"]
    raise ValueError(f"no such denominator: {which}")


def index(counts: Mapping[str, int], rule: Rule) -> Index:
    of = denominator(counts, rule.denominator)
    return Index(
        Part(counts["answered_in_time"], of, rule.points_on_time, rule.min_volume),
        Part(counts["satisfied"], counts["rated"], rule.points_satisfied, rule.min_volume),
    )


def rounded(score: Fraction | None) -> Decimal | None:
    """Two decimals, halves up, as the published scores are."""
    if score is None:
        return None
    return (Decimal(score.numerator) / score.denominator).quantize(CENT, ROUND_HALF_UP)
