"""The page of one report (trang một báo cáo): its figures, tables and charts in the shapes the parts draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from django.urls import reverse

from hoiam.kit.numbers import number, percent
from hoiam.kit.ui.shapes import Bar, Column, Part

from .annex_tables import annex_table
from .annexes import LATE, UNHANDLED
from .figures import on_time_share, satisfied_share, to_handle
from .models import Report
from .names import STEP_WORDS
from .sheet import Sheet
from .table import Table, rows_behind
from .tables import tables

CHARTED: Final = 12


class Stat(NamedTuple):
    name: str
    value: str
    more: str
    url: str
    is_late: bool = False


class Drawn(NamedTuple):
    """A cell on the screen: what it says, the address of the lines behind it, how it stands."""

    text: str
    url: str
    is_text: bool


@dataclass(slots=True)
class DrawnTable:
    it: Table
    name: str
    rows: list[tuple[str, list[Drawn]]]

    @property
    def top(self) -> list[tuple[str, int, int]]:
        """The first line of heads: words, columns, lines. A head under no wider one stands two lines tall."""
        tall, at, found = 2 if self.it.is_grouped else 1, 0, []
        for words, span in self.it.groups:
            found.append((words, span, 1) if words else (self.it.columns[at].head, 1, tall))
            at += span
        return found

    @property
    def is_first(self) -> bool:
        """What people come for stands open: the results, and who is late."""
        return self.it.code in ("II", "III") and self.name.startswith("Biểu")

    @property
    def second(self) -> list[str]:
        return [column.head for column in self.it.columns if column.group]


def lines_url(report: Report, query: str = "") -> str:
    return reverse("reporting:lines", args=[report.pk]) + (f"?{query}" if query else "")


def stats(sheet: Sheet) -> list[Stat]:
    report, counts = sheet.report, sheet.figures.totals
    before = sheet.previous

    def was(name: str) -> str:
        return f"kỳ trước {number(before[name])}" if name in before else ""

    earlier = on_time_share(before) if before else None
    return [
        Stat("Phải xử lý", number(to_handle(counts)), _entries(counts), lines_url(report)),
        Stat(
            "Quá hạn, chưa trả lời",
            number(counts["open_overdue"]),
            was("open_overdue"),
            lines_url(report, "muc=open_overdue"),
            counts["open_overdue"] > 0,
        ),
        Stat("Đã trả lời", number(counts["answered"]), was("answered"), lines_url(report, "muc=answered")),
        Stat(
            "Trả lời chậm",
            number(counts["answered_late"]),
            was("answered_late"),
            lines_url(report, "muc=answered_late"),
        ),
        Stat(
            "Tỷ lệ đúng hạn",
            percent(on_time_share(counts)),
            f"kỳ trước {percent(earlier)}" if earlier is not None else "",
            lines_url(report, "muc=on_time"),
        ),
        Stat(
            "Hài lòng",
            percent(satisfied_share(counts)),
            f"{number(counts['satisfied'])}/{number(counts['rated'])} đánh giá",
            lines_url(report, "muc=rated"),
        ),
    ]


def _entries(counts: dict[str, int]) -> str:
    return (
        f"chuyển sang {number(counts['carried_in'])}, tiếp nhận {number(counts['received'])}, "
        f"mở lại {number(counts['reopened'])}"
    )


def late_units(sheet: Sheet) -> list[Bar]:
    """Who is late most: overdue first, then answered late; each number opens its lines."""
    rows = sheet.figures.groups["unit"]
    order = sorted(rows, key=lambda u: (-rows[u]["open_overdue"], -rows[u]["answered_late"], str(u)))
    shown = [u for u in order if rows[u]["open_overdue"] or rows[u]["answered_late"]][:CHARTED]
    return [_bar(sheet, unit) for unit in shown]


def _bar(sheet: Sheet, unit: Any) -> Bar:
    counts, report = sheet.figures.groups["unit"][unit], sheet.report
    parts = [
        Part(counts["open_overdue"], "b", lines_url(report, f"don-vi={unit}&muc=open_overdue")),
        Part(counts["answered_late"], "mute", lines_url(report, f"don-vi={unit}&muc=answered_late")),
    ]
    return Bar(sheet.names.unit(unit), parts, url=lines_url(report, f"don-vi={unit}"))


def weeks(sheet: Sheet) -> list[Column]:
    return [_week(sheet, week) for week in sheet.groups("week")]


def _week(sheet: Sheet, week: date) -> Column:
    counts, chosen = sheet.figures.groups["week"][week], f"tuan={week}"
    whole, in_time, late = (
        lines_url(sheet.report, rows_behind(chosen, muc=name))
        for name in ("to_handle", "answered_in_time", "answered_late")
    )
    return Column(
        f"{week:%d/%m}",
        to_handle(counts),
        counts["answered_in_time"],
        counts["answered_late"],
        (whole, in_time, late),
    )


def late_steps(sheet: Sheet) -> list[tuple[str, int, str]]:
    """What the centre and the Office were late with themselves, for a reader of the whole report."""
    if sheet.sight.reach is not None:
        return []
    late = sheet.late_steps
    return [
        (words, late[step], lines_url(sheet.report, f"muc=late_{step}"))
        for step, words in STEP_WORDS.items()
        if late[step]
    ]


def drawn(sheet: Sheet) -> list[DrawnTable]:
    found = [(f"Biểu {table.code}", table) for table in tables(sheet)]
    found += [(f"Phụ lục {table.code}", table) for table in annexes(sheet)]
    return [draw(sheet.report, name, table) for name, table in found]


def draw(report: Report, name: str, table: Table) -> DrawnTable:
    return DrawnTable(table, name, list(_rows(report, table)))


def annexes(sheet: Sheet) -> list[Table]:
    return [annex_table(sheet, UNHANDLED), annex_table(sheet, LATE)]


def _rows(report: Report, table: Table) -> Iterable[tuple[str, list[Drawn]]]:
    for row in table.rows:
        if row.kind == "head":
            yield "head", [Drawn(str(row.cells[0].value), "", True)]
            continue
        cells = []
        for position in range(len(row.cells)):
            opens = table.opens(row, position)
            url = lines_url(report, opens) if opens else ""
            cells.append(Drawn(table.text(row, position), url, table.columns[position].is_text))
        yield row.kind, cells
