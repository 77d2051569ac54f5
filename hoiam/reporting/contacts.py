"""Contacts (lượt liên hệ): beside the cases there are those who came again, and those who made no case."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from hoiam.cases.evidence import repeat_counts
from hoiam.cases.figures import Window
from hoiam.contacts import queries

# What a case of each kind is about, in the words of the first table.
ABOUT: Final = {
    "question": "procedure",
    "report": "report",
    "suggestion": "report",
    "support": "support",
    "praise": "other",
}
COUNTED: Final = (
    "contacts",
    "procedure",
    "report",
    "support",
    "other",
    "answered_on_the_spot",
    "cases",
    "missed",
    "called_back",
    "person",
    "business",
)
ContactCounts = Counter[str]


def contacts_beside(window: Window) -> list[dict[str, Any]]:
    """Rows to freeze with a report, one a channel: contacts that are not themselves a case of the period.

    Whoever came again about a conduct case stands in a row apart, under the accused, to be left out for some.
    """
    channels: dict[tuple[str, int | None], ContactCounts] = {}
    for row in repeat_counts(window):
        came = channels.setdefault((row.channel, row.conduct_unit_id), Counter())
        for name in ("contacts", ABOUT[row.kind], row.petitioner_type):
            came[name] += row.times
    for channel, counts in queries.counts(window.start, window.end).items():
        channels.setdefault((channel, None), Counter()).update(counts)
    return [
        {"channel": channel, "conduct": conduct, **{name: counts[name] for name in COUNTED}}
        for (channel, conduct), counts in sorted(
            channels.items(), key=lambda row: (row[0][0], row[0][1] or 0)
        )
    ]


def _by_channel(row: tuple[tuple[str, int | None], ContactCounts]) -> tuple[str, int]:
    (channel, conduct), _ = row
    return channel, conduct or 0


def of_case(kind: str, petitioner_type: str, count: int) -> ContactCounts:
    """What received cases of one kind and one sort of petitioner add to their channel."""
    return Counter({"contacts": count, "cases": count, ABOUT[kind]: count, petitioner_type: count})
