from datetime import datetime

import pytest

from hoiam.calendars import almanac
from hoiam.calendars.models import Parameter
from hoiam.cases.factories import MONDAY, answered, hours, in_hand, refused
from hoiam.cases.windows import close_at, ended_at, may_reopen, reopen_until
from hoiam.kit.moments import VN, parse_moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_the_days_are_working_days_and_rows():
    assert reopen_until(MONDAY) == parse_moment("2021-07-26T17:00")
    assert close_at(MONDAY) == parse_moment("2021-07-19T17:00")
    Parameter.objects.filter(name="reopen_days").update(value=1)
    almanac.forget()
    try:
        assert reopen_until(MONDAY) == parse_moment("2021-07-06T17:00")
    finally:
        almanac.forget()


def test_a_year_nobody_has_decided_makes_the_window_wider_and_stops_no_answer():
    far = datetime(2026, 12, 28, 9, tzinfo=VN)
    assert (reopen_until(far) - far).days == 30


def test_a_window_opens_with_the_end_of_a_life():
    assert ended_at(in_hand()) is None
    assert not may_reopen(in_hand(), MONDAY + hours(9))
    case = refused()
    assert ended_at(case) == case.last_at
    assert ended_at(answered()) == MONDAY + hours(3)
    assert may_reopen(case, MONDAY + hours(9))
