"""Hidden (phần phải che): what of a past period is about the conduct of whom, kept apart to be taken off.

A period before is frozen as counts, not line by line. So its share about each accused unit is frozen beside
it: whoever stands behind that unit's wall sees every number without it, and no number ever moves with a case
they may not know of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from .models import Report, ReportAct, ReportLine
from .sight import Sight

# The tables that set a row beside the same row of the period before, and the column of each.
COMPARED: Final = {"unit": "unit_id", "category": "category_id", "channel": "channel"}
Share = dict[str, Any]  # totals, by, measures: of one accused unit


def counts_of(line: Any, satisfied_from: int) -> Counter[str]:
    """What one case of the period, stored or counted now, adds to the counts of a report."""
    found = Counter({line.entry: 1, line.outcome: 1})
    for whole in ("answered", "open"):
        found[whole] += line.outcome.startswith(whole)
    if line.score is not None:
        found["rated"] += 1
        found["satisfied"] += line.score >= satisfied_from
    found["contacts"] += line.entry == "received" and not line.is_child
    return +found


def shares(
    lines: Iterable[Any], beside: Iterable[Mapping[str, Any]], satisfied_from: int
) -> dict[str, Share]:
    """By accused unit. `beside` are contacts that are no case: also of those who came again about one."""
    found: dict[str, Share] = {}
    for line in lines:
        share = _share(found, line.conduct_unit_id)
        counts = counts_of(line, satisfied_from)
        share["totals"].update(counts)
        for name, column in COMPARED.items():
            share["by"][name].setdefault(str(getattr(line, column)), Counter()).update(counts)
    for row in beside:
        if row.get("conduct") is not None:
            share = _share(found, row["conduct"])
            counts = Counter({name: row[name] for name in ("contacts", "answered_on_the_spot")})
            share["totals"].update(counts)
            share["by"]["channel"].setdefault(row["channel"], Counter()).update(counts)
    return found


def _share(found: dict[str, Share], accused: int) -> Share:
    empty: Share = {"totals": Counter(), "by": {name: {} for name in COMPARED}, "measures": {}}
    return found.setdefault(str(accused), empty)


def of_conduct(report: Report) -> Sight:
    """The lines of a report that accuse anybody, and no other."""
    accused = ReportLine.objects.filter(report=report, conduct_unit__isnull=False)
    return Sight(reach=frozenset(), conduct_of=frozenset(accused.values_list("conduct_unit_id", flat=True)))


def about(rows: Iterable[ReportLine] | Iterable[ReportAct], accused: str) -> list[Any]:
    return [row for row in rows if str(row.conduct_unit_id) == accused]


def without(counts: Mapping[str, Any], taken: Iterable[Mapping[str, int]]) -> dict[str, Any]:
    """Those counts less what is taken off; names only the latter has are left alone."""
    left = dict(counts)
    for share in taken:
        for name, count in share.items():
            if name in left:
                left[name] -= count
    return left
