"""Annexes of a directive (phụ lục): frozen lines of a report, each with the addressee that answers for it.

No conduct and no confidential case stands in them: those have a list of their own, for home affairs. A row
belongs to the addressee, not to whoever was charged: a ward's line goes to the district that was written to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hoiam.kit.ids import show_code
from hoiam.kit.moments import short_moment
from hoiam.letters.content import Annex, Column, Row, total_row
from hoiam.reporting.annex_tables import TITLES, cells, columns
from hoiam.reporting.annexes import LATE, UNHANDLED, Entry, annex, entries
from hoiam.reporting.models import Report
from hoiam.reporting.names import Names
from hoiam.reporting.sheet import Sheet
from hoiam.reporting.sight import Sight
from hoiam.reporting.table import said
from hoiam.units.directory import directory

from .levels import office_of
from .models import Line

# What is sent to many: nothing kept apart, whoever it is about.
SENT: Final = Sight(lists_kept_apart=False)
HERE: Final = (UNHANDLED, LATE)


@dataclass(frozen=True, slots=True)
class Ordered:
    """One line of an annex and who answers for it."""

    entry: Entry
    annex: int
    executor: int


def lines_to_order(report: Report, issuer: int, on: date) -> list[Ordered]:
    """Every line of both annexes, by the addressee in the order of the alphabet, then as printed."""
    found = [
        Ordered(entry, number, addressee_of(entry.line.annex_unit_id or 0, issuer, on))
        for number in HERE
        for entry in annex(report, number, sent_by(issuer, on))
    ]
    return by_executor(found, on)


def sent_by(issuer: int, on: date) -> Sight:
    """The province writes about everybody; a lower body about itself and those below it."""
    book = directory()
    if issuer == book.root(on):
        return SENT
    return Sight(reach=frozenset({issuer}) | book.descendants(issuer, on), lists_kept_apart=False)


def lines_of_rows(
    report: Report, lines: Iterable[Line], executors: Mapping[int, int], on: date
) -> list[Ordered]:
    """The same lines passed on: as the report froze them, each with the own unit that answers for it."""
    numbers = {line.report_line_id: line for line in lines}
    rows = [line.report_line for line in numbers.values() if line.report_line is not None]
    found = []
    for entry in entries(rows, Names(report.as_of)):
        line = numbers[entry.line.pk]
        found.append(Ordered(entry, line.annex, executors[line.pk]))
    return by_executor(found, on)


def by_executor(found: Iterable[Ordered], on: date) -> list[Ordered]:
    place = {unit.id: position for position, unit in enumerate(directory().units(on))}
    return sorted(found, key=lambda it: (it.annex, place.get(it.executor, len(place)), it.entry.no))


def addressee_of(charged: int, issuer: int, on: date) -> int:
    """Who is written to about a unit: itself, or the one above it that stands right below the issuer.

    A unit that has ended by the day of the letter is answered for by the first that took it over; what the
    issuer itself was late with is a matter of its Office.
    """
    book = directory()
    keepers = book.keepers(charged, on)
    unit = keepers[0] if keepers else charged
    if unit == issuer:
        return office_of(issuer, on).unit or issuer
    above = (unit, *book.ancestors(unit, on))
    return next((one for one in above if book.parent(one, on) == issuer), unit)


def annex_of(report: Report, number: int, found: Sequence[Ordered], on: date, code: str = "") -> Annex | None:
    """The annex as letters draw it; None when there is no line of its kind."""
    own = [it for it in found if it.annex == number]
    if not own:
        return None
    sheet = Sheet(report, SENT)
    kept_apart = (
        f"Phản ánh về công vụ và phản ánh giữ kín danh tính có danh mục riêng, gửi {sheet.home_affairs}."
    )
    return Annex(
        code=code,
        title=TITLES[number],
        columns=tuple(Column(c.head, c.width, c.is_text) for c in columns(number)),
        rows=(*_rows(own, number, on), total_row(len(own))),
        notes=(sheet.note(), kept_apart),
    )


PLAIN: Final = (
    Column("STT", 0.5, False),
    Column("Mã số", 1.6),
    Column("Ngày tiếp nhận", 1.2),
    Column("Nội dung", 3.6),
    Column("Hạn trả lời", 1.2),
)


def plain_annex(lines: Sequence[Line], executors: Mapping[int, int], number: int, on: date) -> Annex | None:
    """Lines of a directive taken in as a file: what was typed of them."""
    own = sorted((line for line in lines if line.annex == number), key=lambda it: (executors[it.pk], it.no))
    if not own:
        return None
    rows, before = [], None
    for no, line in enumerate(own, start=1):
        unit = executors[line.pk]
        if unit != before:
            rows.append(Row((directory().label(unit, on),), "head", unit))
            before = unit
        moments = [short_moment(at) if at else "" for at in (line.received_at, line.due_at)]
        cells_of_line = (str(no), show_code(line.code), moments[0], line.summary, moments[1])
        rows.append(Row(cells_of_line, "row", unit))
    return Annex("", TITLES[number], PLAIN, (*rows, total_row(len(own))))


def _rows(own: Sequence[Ordered], number: int, on: date) -> Iterable[Row]:
    kinds = [column.kind for column in columns(number)]
    counts: dict[int, int] = {}
    for it in own:
        counts[it.executor] = counts.get(it.executor, 0) + 1
    before = None
    for no, it in enumerate(own, start=1):
        if it.executor != before:
            words = f"{directory().label(it.executor, on)}: {counts[it.executor]} nội dung"
            yield Row((words,), "head", it.executor)
            before = it.executor
        values = [no, *cells(it.entry, number)[1:]]
        texts = tuple(said(value, kind) for value, kind in zip(values, kinds, strict=True))
        yield Row(texts, "row", it.executor)
