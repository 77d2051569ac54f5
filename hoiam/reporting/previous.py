"""The period before (kỳ trước) and the year so far (lũy kế năm): what a report is compared with, frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from hoiam.cases.figures import Counts, Window, period_cases, period_counts
from hoiam.kit.moments import VN, iso

from .contacts import contacts_beside, summed
from .figures import TOTALS, Figures, figures_of
from .hidden import COMPARED, Share, about, of_conduct, shares, without
from .measures import acts_seen, count, lines_seen, measures_of, plain
from .models import Definition, Report, ReportLine
from .sight import Sight

SLACK: Final = 0.25  # of its length, for two periods to be compared
YEAR_TOTALS: Final = ("rated", "satisfied")


def frozen_past(
    window: Window, definition: Definition, unit: int | None, units: frozenset[int] | None, satisfied: int
) -> dict[str, Any]:
    """The counts of the period before, by row where tables need it; the measures of this year's reports."""
    chain = list(kept_before(window.start, window.end, definition.code, unit))
    if chain and _as_long(chain[0], window):
        past = _kept(chain[0])
    else:
        past = _computed(window, unit, units, satisfied)
    return past | {"year": _year(chain, window)}


def _as_long(report: Report, window: Window) -> bool:
    """Months differ by a few days and a cut-off moves; a day or a quarter is not the month before."""
    length = window.end - window.start
    return abs((report.end - report.start) - length) <= length * SLACK


def past_seen(report: Report, sight: Sight) -> dict[str, Any]:
    """The frozen past less the conduct cases this reader must not meet; nothing for one who does not see the
    whole report."""
    if not sight.sees_past:
        return {}
    past = report.previous
    taken = _hidden(past["hidden"], sight)
    rows = {name: _rows_without(rows, name, taken) for name, rows in past["by"].items()}
    measures = past["measures"] and without(past["measures"], [share["measures"] for share in taken])
    year = past["year"]
    of_year = _hidden(year["hidden"], sight)
    counts = without(past, [share["totals"] for share in taken])
    return {
        **{name: counts[name] for name in ("from", "to", *TOTALS)},
        "by": rows,
        "report": past.get("report"),
        "measures": measures,
        "year": {**year, "measures": without(year["measures"], of_year)},
    }


def _hidden(by_accused: dict[str, Any], sight: Sight) -> list[Any]:
    return [share for accused, share in by_accused.items() if sight.hides(int(accused))]


def _rows_without(rows: dict[str, Counts], name: str, taken: list[Share]) -> dict[str, Counts]:
    """A row of which nothing is left was never there."""
    left = {
        key: without(counts, [share["by"][name].get(key, {}) for share in taken])
        for key, counts in rows.items()
    }
    return {key: counts for key, counts in left.items() if any(counts.values())}


def _kept(report: Report) -> dict[str, Any]:
    figures, sight = figures_of(report), of_conduct(report)
    lines = lines_seen(report, sight)
    hidden = shares(lines, report.contacts, report.satisfied_from)
    for accused, share in hidden.items():
        share["measures"] = _measures_about(report, accused, lines, sight)
    return _named(report.start, report.end, figures.totals, figures.groups) | {
        "measures": plain(measures_of(report)),
        "hidden": hidden,
        "report": report.pk if report.opens_contacts else None,
    }


def _measures_about(report: Report, accused: str, lines: list[ReportLine], sight: Sight) -> dict[str, Any]:
    return plain(count(about(lines, accused), about(acts_seen(report, sight), accused)))


def _computed(
    window: Window, unit: int | None, units: frozenset[int] | None, satisfied: int
) -> dict[str, Any]:
    earlier = Window(before(window.start, window.end), window.start, window.start)
    chosen = None if units is None else sorted(units)
    found = period_counts(earlier, satisfied_from=satisfied, units=chosen, by=list(COMPARED.values()))
    names = {column: name for name, column in COMPARED.items()}
    figures = Figures(found.pop(("", None)), {name: {} for name in COMPARED})
    for (column, key), counts in found.items():
        figures.groups[names[column]][key] = counts
    beside = summed(contacts_beside(earlier)) if unit is None else []
    _add(figures.totals, beside)
    for channel, counts in figures.groups["channel"].items():
        _add(counts, [row for row in beside if row["channel"] == channel])
    hidden = shares(period_cases(earlier, chosen, only_conduct=True), beside, satisfied)
    named = _named(earlier.start, earlier.end, figures.totals, figures.groups)
    return named | {"measures": None, "hidden": hidden}


def _add(counts: Counts, beside: list[dict[str, Any]]) -> None:
    counts["contacts"] += sum(row["contacts"] for row in beside)
    counts["answered_on_the_spot"] = sum(row["answered_on_the_spot"] for row in beside)


def _named(
    start: datetime, end: datetime, totals: Counts, groups: dict[str, dict[Any, Counts]]
) -> dict[str, Any]:
    by = {name: {str(key): counts for key, counts in groups[name].items()} for name in COMPARED}
    return {"from": iso(start), "to": iso(end), **{name: totals[name] for name in TOTALS}, "by": by}


def kept_before(start: datetime, end: datetime, definition: str, unit: int | None) -> Iterator[Report]:
    """Kept reports that lead up to that period without a gap, the newest first.

    Of several that end at one moment, the one as long as the period after it: a single day somebody looked at
    is not the month before.
    """
    while True:
        ended = Report.objects.filter(end=start, unit=unit, definition__code=definition)
        alike = before(start, end)
        kept = min(ended.order_by("as_of", "-version"), key=lambda one: abs(one.start - alike), default=None)
        if kept is None:
            return
        yield kept
        start, end = kept.start, kept.end


def _year(chain: list[Report], window: Window) -> dict[str, Any]:
    """The sum over the reports of this year before this one, and since when it could be summed."""
    year = window.end.astimezone(VN).year
    of_year = [report for report in chain if report.end.astimezone(VN).year == year]
    found: Counter[str] = Counter()
    hidden: dict[str, Counter[str]] = {}
    for report in of_year:
        found += measures_of(report)
        totals = figures_of(report).totals
        found.update({name: totals[name] for name in YEAR_TOTALS})
        _hide(hidden, report)
    since = of_year[-1].start if of_year else window.start
    reports = [report.pk for report in of_year]
    return {"from": iso(since), "measures": plain(found), "hidden": hidden, "reports": reports}


def _hide(hidden: dict[str, Counter[str]], report: Report) -> None:
    sight = of_conduct(report)
    lines = lines_seen(report, sight)
    for accused, share in shares(lines, (), report.satisfied_from).items():
        taken = hidden.setdefault(accused, Counter())
        taken.update(_measures_about(report, accused, lines, sight))
        taken.update({name: share["totals"][name] for name in YEAR_TOTALS})


def before(start: datetime, end: datetime) -> datetime:
    """Where the period before begins: as many months back as the period has, else as long as it is."""
    first, last = start.astimezone(VN), end.astimezone(VN)
    if (first.day, first.time()) == (last.day, last.time()) and first.day <= 28:
        months = (last.year - first.year) * 12 + last.month - first.month
        year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
        return first.replace(year=year, month=month + 1)
    return start - (end - start)
