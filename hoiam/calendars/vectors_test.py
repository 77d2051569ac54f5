"""Known answers for the real calendar of 2021–2026, weekday by weekday."""

from datetime import date, datetime, timedelta

import pytest

from hoiam.deadlines import VN

from .lookup import calendar, known_until
from .proof import prove

pytestmark = pytest.mark.django_db

# received, working days, due
VECTORS = """
    2021-02-09  1  2021-02-17
    2021-02-09  5  2021-02-23
    2021-04-29  1  2021-05-04
    2021-08-04  5  2021-08-11
    2021-09-01  1  2021-09-06
    2022-01-28  1  2022-02-07
    2022-04-29  1  2022-05-04
    2023-01-19  1  2023-01-27
    2023-04-28  1  2023-05-04
    2023-08-31  1  2023-09-05
    2024-04-26  1  2024-05-02
    2024-05-03  1  2024-05-04
    2025-04-25  1  2025-04-26
    2025-04-29  1  2025-05-05
    2025-08-29  1  2025-09-03
    2025-12-31  1  2026-01-05
    2026-01-09  1  2026-01-10
    2026-02-13  1  2026-02-23
    2026-02-13  5  2026-02-27
    2026-04-24  1  2026-04-28
    2026-08-21  1  2026-08-22
    2026-08-28  1  2026-09-03
    2026-11-23  1  2026-11-25
    2026-11-23  5  2026-12-01
"""
ROWS = [line.split() for line in VECTORS.strip().splitlines()]


@pytest.mark.parametrize("hour", ["00:00", "08:15", "12:00", "17:00", "23:59:59"])
@pytest.mark.parametrize(("received", "days", "due"), ROWS)
def test_the_deadline_is_the_close_of_the_day_everybody_knows(received, days, due, hour):
    proof = prove(datetime.fromisoformat(f"{received}T{hour}+07:00"), f"{days} working_days")
    assert proof.due_at == f"{due}T17:00:00+07:00"


@pytest.mark.parametrize(
    ("year", "days"), [(2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 250), (2026, 249)]
)
def test_each_year_has_its_working_days(year, days):
    first, kept = date(year, 1, 1), calendar()
    assert sum(kept.day(first + timedelta(days=i)).works for i in range(365 + (year == 2024))) == days


def test_make_up_saturdays_are_worked_in_full():
    for day in (date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)):
        assert calendar().day(day).worked == timedelta(hours=8)


def test_the_calendar_says_how_far_it_is_known():
    assert known_until() == date(2026, 12, 31)
    assert calendar().day(date(2021, 1, 1)).start == datetime(2021, 1, 1, tzinfo=VN)
