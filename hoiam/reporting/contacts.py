"""Contacts (lượt liên hệ): beside the cases there are those who came again, and those who made no case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from hoiam.cases.evidence import repeats
from hoiam.cases.figures import Window
from hoiam.contacts.queries import made_no_case

from .models import ReportContact

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


def contacts_beside(window: Window) -> list[ReportContact]:
    """Rows to freeze with a report: contacts that are not themselves a case of the period."""
    again = [
        ReportContact(
            case_id=row.case_id,
            code=row.code,
            conduct_unit_id=row.conduct_unit_id,
            at=row.at,
            channel=row.channel,
            about=ABOUT[row.kind],
            petitioner_type=row.petitioner_type,
        )
        for row in repeats(window)
    ]
    alone = [
        ReportContact(
            at=row.at,
            channel=row.channel,
            about=row.about,
            petitioner_type=row.petitioner_type,
            is_answered=row.is_answered,
            is_missed=row.is_missed,
            is_called_back=row.called_back_at is not None,
        )
        for row in made_no_case(window.start, window.end)
    ]
    return again + alone


def summed(rows: Iterable[ReportContact]) -> list[dict[str, Any]]:
    """By channel; whoever came again about a conduct case stands apart, under the accused, to be left out for
    some."""
    channels: dict[tuple[str, int | None], ContactCounts] = {}
    for row in rows:
        channels.setdefault((row.channel, row.conduct_unit_id), Counter()).update(_told(row))
    return [
        {"channel": channel, "conduct": conduct, **{name: counts[name] for name in COUNTED}}
        for (channel, conduct), counts in sorted(channels.items(), key=lambda it: (it[0][0], it[0][1] or 0))
    ]


def _told(row: ReportContact) -> list[str]:
    facts = {
        "answered_on_the_spot": row.is_answered,
        "missed": row.is_missed,
        "called_back": row.is_called_back,
    }
    return ["contacts", row.about, row.petitioner_type, *(name for name, holds in facts.items() if holds)]


def of_case(kind: str, petitioner_type: str, count: int) -> ContactCounts:
    """What received cases of one kind and one sort of petitioner add to their channel."""
    return Counter({"contacts": count, "cases": count, ABOUT[kind]: count, petitioner_type: count})
