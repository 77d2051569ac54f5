"""Annexes (Phụ lục I, II): the stored lines of a report that were unhandled or late, by unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hoiam.kit.fold import vi_key
from hoiam.kit.ids import show_code

from .models import Report, ReportLine
from .names import Names
from .sight import EVERYTHING, Sight

UNHANDLED, LATE = 1, 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered line of an annex."""

    no: int
    line: ReportLine
    shown_code: str
    unit_code: str
    unit: str
    holder_code: str
    holder: str
    category_code: str | None
    category: str
    area_code: str | None
    area: str

    @property
    def at(self) -> datetime:
        return self.line.received_at


def annex(report: Report, number: int, sight: Sight = EVERYTHING) -> list[Entry]:
    """Lines of one annex in the order they are printed: by unit, then as they were received."""
    condition, parameters = sight.annex_sql()
    table = "SELECT * FROM reporting_reportline WHERE report_id = %(report)s AND annex = %(annex)s"
    parameters |= {"report": report.pk, "annex": number}
    rows = ReportLine.objects.raw(f"{table} AND {condition}", parameters)
    return entries(rows, Names(report.as_of))


def entries(lines: Iterable[ReportLine], names: Names) -> list[Entry]:
    ordered = sorted(lines, key=lambda line: _order(line, names))
    return [_entry(no, line, names) for no, line in enumerate(ordered, start=1)]


def _order(line: ReportLine, names: Names) -> tuple[str, int, datetime, str]:
    unit = line.annex_unit_id or 0
    return vi_key(names.unit(unit)), unit, line.received_at, line.code


def _entry(no: int, line: ReportLine, names: Names) -> Entry:
    unit = line.annex_unit_id
    assert unit is not None  # a line of an annex names who is charged
    return Entry(
        no=no,
        line=line,
        shown_code=show_code(line.code),
        unit_code=names.unit_code(unit),
        unit=names.unit(unit),
        holder_code=names.unit_code(line.holder_id),
        holder=names.unit(line.holder_id),
        category_code=names.category_code(line.category_id),
        category=names.category(line.category_id),
        area_code=names.area_code(line.area_id),
        area=names.area(line.area_id),
    )


def by_unit(found: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The same entries under the name of their unit, in order."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.unit, []).append(entry)
    return groups
