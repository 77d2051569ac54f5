"""Figures (số liệu): every number of a report, counted from its stored lines.

One grouped statement counts all tables of a report at once. A person's figures count the lines that this
person may see, so that a number never tells of a case that is hidden.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import connection

from hoiam.cases.figures import COUNTED, counts_sql

from .contacts import COUNTED as CONTACT_COUNTS, ContactCounts, of_case
from .models import Report
from .sight import EVERYTHING, Sight

CONTACTS: Final = ("contacts", "answered_on_the_spot")
TOTALS: Final = (*CONTACTS, *COUNTED)
# The tables of a report: what they are grouped by, in the order of the promise.
GROUPS: Final = {
    "unit": "unit_id",
    "category": "category_id",
    "kind": "kind",
    "petitioner_type": "petitioner_type",
    "channel": "channel",
    "area": "area_id",
    "week": "week",
}
Key = int | str | date | None
Counts = dict[str, int]


@dataclass(slots=True)
class Figures:
    totals: Counts
    groups: dict[str, dict[Key, Counts]] = field(default_factory=dict)
    contacts: dict[str, ContactCounts] = field(default_factory=dict)  # by channel

    def of(self, group: str, key: Key) -> Counts:
        return self.groups[group].get(key) or dict.fromkeys(COUNTED, 0)


def to_handle(counts: Counts) -> int:
    """Tổng số phải xử lý."""
    return counts["carried_in"] + counts["received"] + counts["reopened"]


def on_time_share(counts: Counts) -> float | None:
    """Answered in time : (answered + overdue and unanswered); None when there is nothing to divide by."""
    whole = counts["answered"] + counts["open_overdue"]
    return counts["answered_in_time"] / whole if whole else None


def satisfied_share(counts: Counts) -> float | None:
    return counts["satisfied"] / counts["rated"] if counts["rated"] else None


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def change(now: int, before: int | None) -> float | None:
    """By what share a count has grown or, below zero, shrunk; None: there is nothing to compare with."""
    return (now - before) / before if before else None


def figures_of(report: Report, sight: Sight = EVERYTHING) -> Figures:
    counts = counts_sql("%(satisfied_from)s")
    condition, parameters = sight.sql()
    columns = list(GROUPS.values())
    sets = ", ".join(["()", *(f"({column})" for column in columns)])
    sql = f"""
        SELECT {", ".join(f"GROUPING({column})" for column in columns)}, {", ".join(columns)}, {counts}
        FROM reporting_reportline
        WHERE report_id = %(report)s AND is_counted AND {condition}
        GROUP BY GROUPING SETS ({sets})
    """
    parameters |= {"report": report.pk, "satisfied_from": report.satisfied_from}
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    found = Figures(dict.fromkeys(COUNTED, 0), {name: {} for name in GROUPS})
    for row in rows:
        _put(found, row)
    _add_contacts(found, report, sight)
    return found


def _put(found: Figures, row: tuple[Any, ...]) -> None:
    """GROUPING() is 0 for the one column a row is grouped by, 1 for the others; all 1 is the total."""
    width = len(GROUPS)
    counts = dict(zip(COUNTED, row[2 * width :], strict=True))
    for position, name in enumerate(GROUPS):
        if row[position] == 0:
            found.groups[name][row[width + position]] = counts
            return
    found.totals = counts


def _add_contacts(found: Figures, report: Report, sight: Sight) -> None:
    """A case received (a child of a split apart) is a contact; so is each repeat and each single contact."""
    found.contacts = contacts_of(report, sight)
    channels = found.groups["channel"]
    for channel, came in found.contacts.items():
        counts = channels.get(channel) or dict.fromkeys(COUNTED, 0)
        channels[channel] = {**{name: came[name] for name in CONTACTS}, **counts}
    for key, counts in channels.items():
        channels[key] = {**dict.fromkeys(CONTACTS, 0), **counts}
    totals = {name: sum(counts[name] for counts in channels.values()) for name in CONTACTS}
    found.totals = {**totals, **found.totals}


def contacts_of(report: Report, sight: Sight = EVERYTHING) -> dict[str, ContactCounts]:
    """By channel, what the first table says: how many came, about what, and what was done at once."""
    condition, parameters = sight.sql()
    sql = f"""
        SELECT channel, kind, petitioner_type, count(*) FROM reporting_reportline
        WHERE report_id = %(report)s AND is_counted AND entry = 'received' AND NOT is_child AND {condition}
        GROUP BY 1, 2, 3
    """
    found: dict[str, ContactCounts] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters | {"report": report.pk})
        for channel, kind, petitioner_type, count in cursor.fetchall():
            found.setdefault(channel, Counter()).update(of_case(kind, petitioner_type, count))
    for row in report.contacts if sight.sees_contacts else []:
        if sight.hides(row.get("conduct")):
            continue
        came = {name: row[name] for name in CONTACT_COUNTS}
        found.setdefault(row["channel"], Counter()).update(came)
    return found
