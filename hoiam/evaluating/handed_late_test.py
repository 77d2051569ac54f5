"""Handed on an hour before the deadline: who is charged, what the sheet and the report say of it."""

from datetime import timedelta

import pytest

from hoiam.cases.factories import OTHER_UNIT, UNIT, do, hours, in_hand, person, unit_id
from hoiam.cases.figures import Window
from hoiam.kit import clock
from hoiam.kit.moments import parse_moment
from hoiam.reporting.definitions import definition
from hoiam.reporting.documents.wording import document
from hoiam.reporting.make import Asked, monthly_report
from hoiam.reporting.promise import as_json
from hoiam.reporting.sheet import Sheet

from .factories import worker
from .freeze_month import freeze_month
from .months_test import AUGUST_2, JULY, line_for
from .persons import persons_of
from .screens_test import get, url
from .sheet_table import MORE_COLUMNS, more_table
from .sights import sight_of

pytestmark = pytest.mark.django_db
DUE = parse_moment("2021-07-12T17:00")
CUT = Window(
    parse_moment("2021-06-30T17:00"), parse_moment("2021-07-29T17:00"), parse_moment("2021-07-29T17:00")
)


@pytest.fixture
def case():
    """A week with one unit; at 16:00 of the last day it goes to another, whose officer takes it at once."""
    case = in_hand()
    assert case.due_at == DUE
    do(case, "recall", at=DUE - hours(1))
    do(case, "forward", to=OTHER_UNIT, at=DUE - hours(1))
    officer = person("officer", OTHER_UNIT)
    return do(case, "accept", by=f"{officer.username}@{OTHER_UNIT}", at=DUE - hours(0.5))


def test_the_month_charges_the_second_unit_and_says_it_was_handed_late(case):
    month = freeze_month(JULY, by=None, at=AUGUST_2)
    late, free = line_for(worker(), OTHER_UNIT), line_for(worker(), UNIT)
    assert (late.missed, late.handed_late, late.overdue) == (1, 1, 1)
    assert late.late_days == 14  # working days 13 to 30 July
    assert (free.assigned, free.missed, free.handed_late, free.late_days) == (1, 0, 0, 0)
    (own,) = persons_of(unit_id(OTHER_UNIT), month, sight_of(worker(), AUGUST_2), worker())
    assert (own.missed, own.handed_late) == (1, 1)


def test_the_sheet_and_the_case_behind_it_say_so_on_the_screen(case):
    freeze_month(JULY, by=None, at=AUGUST_2)
    (row,) = more_table([line_for(worker(), OTHER_UNIT)], "", 2021).rows
    told = dict(
        zip([column.head for column in MORE_COLUMNS], [cell.value for cell in row.cells], strict=True)
    )
    assert (told["Để quá hạn"], told["Giao muộn"]) == (1, 1)
    page = get(worker(), url("facts", unit_id(OTHER_UNIT), 2021, 7), AUGUST_2, muc="missed").content.decode()
    assert case.shown_code in page and "Giao muộn" in page


def test_answered_within_the_hour_nobody_is_late(case):
    do(case, "answer", by=f"unit_head@{OTHER_UNIT}", text="Xong", outcome="done", at=DUE)
    freeze_month(JULY, by=None, at=AUGUST_2)
    line = line_for(worker(), OTHER_UNIT)
    assert (line.in_time, line.missed, line.handed_late, line.late_days) == (1, 0, 0, 0)


def test_the_monthly_report_names_the_second_unit_and_says_it_was_handed_late(case):
    with clock.frozen(CUT.end + timedelta(days=1)):
        report = monthly_report(Asked(CUT, definition("default")))
    (line,) = as_json(report)["annex_1"]
    assert (line["code"], line["unit"], line["handed_late"]) == (case.shown_code, OTHER_UNIT, True)
    assert line["cause"] == "handed_late"
    words = document(Sheet(report)).letter.sections
    (causes,) = [section for section in words if section.heading == "TỒN TẠI, NGUYÊN NHÂN"]
    assert "giao muộn 1" in str(causes)
