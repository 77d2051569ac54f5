from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from hoiam.kit.moments import (
    VN,
    citizen_moment,
    citizen_time,
    date_words,
    iso,
    moment_words,
    parse_moment,
    short_date,
    short_moment,
    slash_date,
    sms_moment,
)
from hoiam.kit.refusal import Refused

FRIDAY = datetime(2021, 7, 9, 17, 0, tzinfo=VN)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-07-29T17:00:00+07:00", datetime(2021, 7, 29, 10, 0, tzinfo=UTC)),
        ("2021-07-29T10:00:00Z", datetime(2021, 7, 29, 10, 0, tzinfo=UTC)),
        ("2021-07-29T17:00", datetime(2021, 7, 29, 10, 0, tzinfo=UTC)),
        ("2021-07-29 17:00:30", datetime(2021, 7, 29, 10, 0, 30, tzinfo=UTC)),
        ("2021-07-29", datetime(2021, 7, 28, 17, 0, tzinfo=UTC)),
        (" 2021-07-29T03:00:00.250-0700 ", datetime(2021, 7, 29, 10, 0, 0, 250_000, tzinfo=UTC)),
    ],
)
def test_reads_iso_moments_and_takes_vietnamese_time_where_no_zone_is_given(text, moment):
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "29/7/2021", "2021-7-29", "2021-02-30", "20210729", "2021-W30-4", "2021-07-29T25:00", "hôm nay",
     "2021-07-29X17:00", "0001-01-01", "9999-12-31", "2021-07-29T17", "٢٠٢١-07-29", "2021-07-29T17:00+99:00",
     "2021-07-29T17:00+23:59", "2021-07-29T17:00-15:00", None, 20210729],
)  # fmt: skip
def test_refuses_what_is_no_moment_with_a_sentence(text):
    with pytest.raises(Refused, match="Không hiểu thời điểm"):
        parse_moment(text)


@given(
    st.datetimes(datetime(1976, 1, 2), datetime(2199, 12, 30)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_what_is_written_is_read_back_to_the_second(naive, minutes):
    moment = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert parse_moment(iso(moment)) == moment
    assert iso(moment).endswith("+07:00")


def test_screens_and_letters_say_moments_as_the_wording_asks():
    assert short_moment(datetime(2021, 8, 4, 1, 23, tzinfo=UTC)) == "04/08/2021 08:23"
    assert short_date(date(2021, 8, 4)) == "04/08/2021"
    assert date_words(date(2021, 8, 4)) == "ngày 04 tháng 8 năm 2021"
    assert date_words(date(2022, 2, 15)) == "ngày 15 tháng 02 năm 2022"
    assert slash_date(date(2021, 1, 5)) == "05/01/2021"
    assert moment_words(datetime(2021, 7, 29, 10, 0, tzinfo=UTC)) == "17 giờ 00 ngày 29/7/2021"


def test_a_late_evening_in_london_is_already_tomorrow_in_vietnam():
    assert date_words(datetime(2021, 8, 3, 20, 0, tzinfo=UTC)) == "ngày 04 tháng 8 năm 2021"


def test_citizens_read_the_hour_the_weekday_and_the_day():
    assert citizen_moment(FRIDAY) == "trước 17 giờ thứ Sáu, 09/07/2021"
    assert citizen_time(FRIDAY) == "17 giờ thứ Sáu, 09/07/2021"
    assert citizen_time(datetime(2021, 8, 15, 7, 30, tzinfo=VN)) == "7 giờ 30 Chủ nhật, 15/08/2021"
    assert sms_moment(FRIDAY) == "17h 09/07/2021"
    assert sms_moment(datetime(2021, 8, 15, 7, 30, tzinfo=VN)) == "7h30 15/08/2021"
