"""The tables of a report add up: rows to their total, units to kinds, annexes to what is late; at random."""

from random import Random

import pytest

from hoiam.kit import clock
from hoiam.units.directory import directory

from .annexes import LATE, UNHANDLED, annex
from .definitions import definition
from .factories import write_records
from .fold_test import LATER, windows
from .generated import generate
from .make import Asked, monthly_report
from .promise import as_json
from .sheet import Sheet
from .sight import EVERYTHING
from .tables import by_category, by_unit, contacts, results

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def column(table, head, kinds=("row",)):
    place = next(n for n, one in enumerate(table.columns) if one.head == head)
    return sum(row.cells[place].value or 0 for row in table.rows if row.kind in kinds)


def numbers(table):
    """The columns that hold counts."""
    return [one.head for one in table.columns if one.kind == "number" and one.head != "STT"]


@pytest.mark.parametrize("seed", [5, 6])
def test_rows_add_up_to_their_totals_and_the_tables_to_each_other(seed):
    chance = Random(seed)
    write_records(generate(chance, 150), recorded_at=LATER)
    for window in windows(chance, 3):
        with clock.frozen(LATER):
            report = monthly_report(Asked(window, definition("default")))
        sheet, totals = Sheet(report, EVERYTHING), as_json(report)["totals"]
        kinds, units = results(sheet), by_unit(sheet)
        for table in (kinds, contacts(sheet), by_category(sheet)):
            if any(row.kind == "total" for row in table.rows):
                for head in numbers(table):
                    assert column(table, head) == column(table, head, ("total",)), (table.code, head)
        pairs = (("Phải xử lý", "Tổng số phải xử lý"), ("Đã trả lời",) * 2, ("Đúng hạn",) * 2)
        for of_units, of_kinds in (*pairs, ("Chậm",) * 2, ("Quá hạn",) * 2):
            assert column(units, of_units) == column(kinds, of_kinds), of_units
        lines = {number: annex(report, number) for number in (UNHANDLED, LATE)}
        centre = directory().centre(sheet.names.on)
        at_centre = report.lines.filter(outcome="open_overdue", unit=centre).count()
        assert len(lines[UNHANDLED]) + at_centre == totals["open_overdue"] == column(units, "Quá hạn")
        assert sheet.late_steps.total() == len(as_json(report)["late_steps"])
        codes = [entry.line.code for found in lines.values() for entry in found]
        assert len(codes) == len(set(codes)) and len(lines[LATE]) <= totals["answered_late"]
