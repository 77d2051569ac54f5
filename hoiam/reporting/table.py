"""A table (một biểu): columns, rows and cells, the same for paper, spreadsheet and screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from hoiam.kit.numbers import number, percent

Kind = Literal["text", "number", "percent", "decimal", "change", "points"]
NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A head, what its cells hold, its share of the width, and the wider head it stands under, if any."""

    head: str
    kind: Kind = "number"
    width: float = 1.0
    group: str = ""

    @property
    def is_text(self) -> bool:
        return self.kind == "text"


class Cell(NamedTuple):
    """A value, and which rows of the report are behind it (a query string of the lines page)."""

    value: str | int | float | None
    opens: str = ""


def rows_behind(*chosen: str, muc: str = "", ky: str = "") -> str:
    """The query that opens them: what is chosen, the figure, and the period when it is not the report's."""
    parts = (*chosen, f"muc={muc}" if muc else "", f"ky={ky}" if ky else "")
    return "&".join(part for part in parts if part)


@dataclass(slots=True)
class Row:
    cells: list[Cell]
    kind: Literal["row", "head", "total"] = "row"


@dataclass(slots=True)
class Table:
    code: str  # I, II, III, IV.a, …
    title: str
    columns: Sequence[Column]
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(
        self, cells: Iterable[Cell | str | int | float | None], kind: Literal["row", "total"] = "row"
    ) -> None:
        row = Row([cell if isinstance(cell, Cell) else Cell(cell) for cell in cells], kind)
        if len(row.cells) != len(self.columns):
            raise AssertionError(f"table {self.code}: {len(row.cells)} cells, {len(self.columns)} columns")
        self.rows.append(row)

    def head(self, words: str) -> None:
        """A line across the table that names the group below it."""
        self.rows.append(Row([Cell(words)], "head"))

    @property
    def groups(self) -> list[tuple[str, int]]:
        """The upper line of heads: (words, how many columns); without words the column's own head is tall."""
        found: list[tuple[str, int]] = []
        for column in self.columns:
            if column.group and found and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1] + 1)
            else:
                found.append((column.group, 1))
        return found

    @property
    def is_grouped(self) -> bool:
        return any(column.group for column in self.columns)

    def opens(self, row: Row, position: int) -> str:
        """What a number opens: a count of nothing opens nothing, a share of nothing still its whole."""
        value, opens = row.cells[position]
        is_nothing = value is None or (value == 0 and self.columns[position].kind == "number")
        return "" if is_nothing else opens

    def text(self, row: Row, position: int) -> str:
        return said(row.cells[position].value, self.columns[position].kind)


def said(value: str | int | float | None, kind: Kind) -> str:
    """A value as people read it: 1.234, 97,4%, +3,2 điểm."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    match kind:
        case "percent":
            return percent(value)
        case "change":
            return _signed(value, percent(abs(value)))
        case "points":
            return _signed(value, f"{number(round(abs(value) * 100, 1))} điểm")
        case "decimal":
            return number(round(value, 1))
    return number(value)


def _signed(value: float, words: str) -> str:
    return words if value == 0 else f"{'+' if value > 0 else '−'}{words}"
