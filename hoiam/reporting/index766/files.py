"""Files to take (tải về): the index as CSV and XLSX, every unit in every period shown."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from typing import Final

from hoiam.reporting.documents.xlsx import tables_to_xlsx
from hoiam.reporting.table import Table

OFFICE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA: Final = ("=", "+", "-", "@", "\t")


def to_csv(table: Table, at: datetime) -> bytes:
    """UTF-8 with its mark, so that Excel reads the accents; no cell is a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([f"{c.group}: {c.head}" if c.group else c.head for c in table.columns])
    for row in table.rows:
        if row.kind != "head":
            writer.writerow([_plain(cell.value) for cell in row.cells])
    for note in table.notes:
        writer.writerow([_plain(note)])
    return ("\ufeff" + out.getvalue()).encode()


def _plain(value: str | int | float | None) -> str:
    text = "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def to_xlsx(table: Table, at: datetime) -> bytes:
    return tables_to_xlsx([("Chỉ số 766", table)], "", title=table.title, author="Hồi Âm", at=at)


FORMATS: Final[dict[str, tuple[str, Callable[[Table, datetime], bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "xlsx": (OFFICE, to_xlsx),
}
