"""Counting (đếm): counts by unit and period, of cases this reader may see; one query a period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hoiam.calendars.parameters import parameter
from hoiam.cases.figures import COUNTED, period_counts
from hoiam.reporting.sight import Sight

from .periods import Span
from .points import Index, Rule, index

Counts = dict[str, int]
NONE: Counts = dict.fromkeys(COUNTED, 0)


@dataclass(slots=True)
class Counted:
    """What was counted: by period, the whole and each unit."""

    spans: Sequence[Span]
    whole: dict[str, Counts] = field(default_factory=dict)  # by key of the span
    units: dict[str, dict[int, Counts]] = field(default_factory=dict)

    def of(self, span: Span, unit: int | None) -> Counts:
        return self.whole[span.key] if unit is None else self.units[span.key].get(unit, NONE)

    def index(self, span: Span, unit: int | None, rule: Rule) -> Index:
        return index(self.of(span, unit), rule)

    def present(self) -> set[int]:
        return {unit for units in self.units.values() for unit in units}


def count(spans: Iterable[Span], sight: Sight, at: datetime) -> Counted:
    found = Counted(list(spans))
    for span in found.spans:
        window = span.window(at)
        rows = period_counts(
            window,
            satisfied_from=parameter("satisfied_from", window.as_of),
            units=None if sight.reach is None else sorted(sight.reach),
            by=("unit_id",),
            walls=sorted(sight.walls),
        )
        found.whole[span.key] = rows.get(("", None), NONE)
        found.units[span.key] = {key: counts for (column, key), counts in rows.items() if column == "unit_id"}
    return found
