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
    """Rows to freeze with a report, one a channel: contacts that are not themselves a case of the period."""
    channels: dict[str, ContactCounts] = {}
    for row in repeat_counts(window):
        came = channels.setdefault(row.channel, Counter())
        for name in ("contacts", ABOUT[row.kind], row.petitioner_type):
            came[name] += row.times
    for channel, counts in queries.counts(window.start, window.end).items():
        channels.setdefault(channel, Counter()).update(counts)
    return [
        {"channel": channel, **{name: counts[name] for name in COUNTED}}
        for channel, counts in sorted(channels.items())
    ]


def of_case(kind: str, petitioner_type: str, count: int) -> ContactCounts:
    """What received cases of one kind and one sort of petitioner add to their channel."""
    return Counter({"contacts": count, "cases": count, ABOUT[kind]: count, petitioner_type: count})
