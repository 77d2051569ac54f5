"""What is followed goes on when its letter is replaced: periods of duties, and the day that was given."""

from datetime import date, datetime

import pytest

from hoiam.kit.moments import VN

from .duties import owed_by_period
from .factories import composed, in_force
from .missing import missing
from .revised_test import LAST, replaced

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VN)


def owed(moment):
    return [one.period.name for one in owed_by_period(at(moment)) if one.point.number == 5]


@pytest.mark.parametrize("moment", ["2021-08-25T09:00", "2021-09-02T09:00"])
def test_a_report_on_a_period_is_still_owed_when_the_letter_is_replaced_near_its_end(month, moment):
    _, now = replaced(in_force(composed()), (LAST, "trước ngày 20/9/2021"), at=at(moment))
    assert owed("2021-09-03T09:00") == ["tháng 8/2021", "tháng 9/2021"]
    replaced(now, ("20/9/2021", "21/9/2021"), at=at("2021-09-03T10:00"), number=9201)
    assert owed("2021-09-03T11:00") == ["tháng 8/2021", "tháng 9/2021"]


def test_replaced_in_the_year_after_it_asks_no_reports_on_the_year_that_is_over(month):
    replaced(in_force(composed()), (LAST, "trước ngày 20/01/2022"), at=at("2022-01-04T09:00"))
    assert owed("2022-01-05T09:00") == []


def test_without_another_day_in_its_words_the_day_that_was_given_stands(month):
    told = f" Kết quả báo cáo về UBND tỉnh {LAST}."
    _, now = replaced(in_force(composed()), (told, ""), at=at("2021-08-20T09:00"))
    assert now.points.get(key="settle").reply_before == date(2021, 8, 15)
    assert missing(at("2021-08-20T10:00"), [now])
