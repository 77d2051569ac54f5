"""Rows (dòng trên màn hình): addressees and lines in the shapes the board draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from hoiam.cases.queries import visible_cases
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date
from hoiam.kit.ui.shapes import Tone
from hoiam.units.directory import directory

from .board import Board, LineState, UnitState
from .dates import is_late
from .duties import Expected
from .enclosed import Place
from .models import Line, ReplyFile, ReplyItem
from .periods import Period
from .words import Chip, chip_of, claim_words, line_chip

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

ROMAN = {1: "I", 2: "II"}


class UnitRow(NamedTuple):
    unit: UnitState
    chip: Chip
    width: str  # of the bar, a share of its own lines
    unhandled: int
    late: int


class PeriodRow(NamedTuple):
    """A period of a standing duty: how many reported on it, who has not."""

    chip: Chip
    missing: str


class LineRow(NamedTuple):
    line: LineState
    it: Line
    shown_code: str
    url: str
    annex: str
    unit: str
    chip: Chip
    claim: str
    below: str
    answering: str  # who answers for it now, when its executor has ended
    files: list[ReplyFile]


class PointRow(NamedTuple):
    """The last word of one unit on a point itself."""

    unit: str
    claim: str
    item: ReplyItem
    files: list[ReplyFile]


class LineGroup(NamedTuple):
    """Lines of one addressee, those that are left first, under its counts; the first group is unfolded."""

    unit: str
    left: int
    unsaid: int
    whole: int
    rows: list[LineRow]


def left_first(lines: Iterable[LineState]) -> list[LineState]:
    """By addressee, the one with most left before the others; of each, what is left before what is done."""
    found = list(lines)
    left = Counter(line.executor for line in found if not line.is_settled)
    return sorted(found, key=lambda it: (-left[it.executor], it.executor, it.is_settled, it.annex, it.no))


def line_groups(rows: Iterable[LineRow], lines: Iterable[LineState]) -> list[LineGroup]:
    """Rows of one page, in their order; the counts are those of all these lines."""
    of_unit: dict[int, list[LineState]] = {}
    for line in lines:
        of_unit.setdefault(line.executor, []).append(line)
    groups = []
    for executor, found in groupby(rows, key=lambda row: row.line.executor):
        own, shown = of_unit[executor], list(found)
        left, unsaid = sum(not it.is_settled for it in own), sum(it.said is None for it in own)
        groups.append(LineGroup(shown[0].unit, left, unsaid, len(own), shown))
    return groups


def unit_rows(found: Board, units: Iterable[UnitState] | None = None) -> list[UnitRow]:
    rows = found.units if units is None else units
    return [
        UnitRow(
            unit, chip_of(unit), _width(unit.settled, len(unit.lines)), unit.of_annex(1), unit.of_annex(2)
        )
        for unit in rows
    ]


def period_rows(found: Board, reports: Iterable[Expected]) -> dict[int, list[PeriodRow]]:
    """Point → its periods, the newest first; only of the units this reader sees."""
    periods: dict[tuple[int, Period], list[Expected]] = {}
    for one in reports:
        if found.unit(one.unit) is not None:
            periods.setdefault((one.point.pk, one.period), []).append(one)
    rows: dict[int, list[PeriodRow]] = {}
    for (point, period), owed in sorted(periods.items(), reverse=True):
        rows.setdefault(point, []).append(_period_row(found, period, owed))
    return rows


def _period_row(found: Board, period: Period, owed: list[Expected]) -> PeriodRow:
    states = [found.unit(one.unit) for one in owed if not one.is_said]
    missing = [state.name for state in states if state is not None]
    words = f"Kỳ {period.name}: đã báo cáo {len(owed) - len(missing)}/{len(owed)}"
    if not missing:
        return PeriodRow(Chip(words, "done"), "")
    tone: Tone = "late" if is_late(found.at, period.end) else "wait"
    return PeriodRow(Chip(words, tone), few(missing, "; "))


def point_rows(found: Board, files: Mapping[Place, list[ReplyFile]]) -> dict[int, list[PointRow]]:
    """Point → what was said of it; only by the units this reader sees."""
    rows: dict[int, list[PointRow]] = {}
    for (point, unit), item in found.said_of_points.items():
        state = found.unit(unit)
        if state is not None:
            row = PointRow(state.name, claim_words(item), item, files.get((point, unit), []))
            rows.setdefault(point, []).append(row)
    return rows


def few(names: list[str], between: str, shown: int = 3) -> str:
    """The first names and how many more."""
    more = len(names) - shown
    return between.join(names[:shown]) + (f" và {more} đơn vị khác" if more > 0 else "")


def _width(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "0%"


def line_rows(
    shown: Sequence[LineState],
    files: Mapping[Place, list[ReplyFile]],
    person: Person,
    at: datetime,
) -> list[LineRow]:
    """The case is linked when the reader may open it."""
    kept = Line.objects.in_bulk([line.pk for line in shown])
    links = case_links(person, [line.code for line in shown], at)
    book, on = directory(), civil_date(at)
    return [
        LineRow(
            line,
            kept[line.pk],
            show_code(line.code),
            links.get(line.code, ""),
            ROMAN[line.annex],
            book.label(line.executor, on),
            line_chip(line),
            claim_words(line.said),
            claim_words(line.below),
            _answering(line, at),
            files.get(line.pk, []),
        )
        for line in shown
    ]


def _answering(line: LineState, at: datetime) -> str:
    if line.executor in line.answering:
        return ""
    book, on = directory(), civil_date(at)
    names = [book.label(unit, on) for unit in line.answering]
    return few(names, ", ", shown=2)


def case_links(person: Person, codes: list[str], at: datetime) -> dict[str, str]:
    """Addresses of those cases this person may open; the others stay plain numbers."""
    seen = visible_cases(person, at).filter(code__in=codes).values_list("code", flat=True)
    return {code: reverse("desk:case", args=[code]) for code in seen}
