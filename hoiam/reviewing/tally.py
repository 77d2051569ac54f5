"""Tally (tổng hợp phiên rà soát): how many lines of which ground, and what was decided of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .models import Decision, Item
from .words import Choice, Ground


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the lines one person sees."""

    lines: int
    decided: int
    grounds: Counter[str]
    choices: Counter[str]

    @property
    def late_and_disputed(self) -> int:
        return self.grounds["late or disputed"]


def tally_of(items: Sequence[Item], decided: dict[int, Decision]) -> Tally:
    grounds: Counter[str] = Counter()
    for item in items:
        grounds.update(item.grounds.keys())
        grounds["late or disputed"] += bool({Ground.LATE, Ground.DISPUTED} & set(item.grounds))
    choices = Counter(decided[item.pk].choice for item in items if item.pk in decided)
    return Tally(len(items), choices.total(), grounds, choices)


def proposed_for_publication(items: Sequence[Item], decided: dict[int, Decision]) -> int:
    """Candidates, and whatever else was decided to be shown or not."""
    spoken = (Choice.PUBLISH, Choice.NOT_PUBLISH)
    return sum(
        Ground.PUBLISHABLE in item.grounds or (item.pk in decided and decided[item.pk].choice in spoken)
        for item in items
    )
