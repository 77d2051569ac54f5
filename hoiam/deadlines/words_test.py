from datetime import date, datetime

import pytest

from .calendar import STANDARD_HOURS, VN, Calendar, Effect, SpecialDay, Why
from .words import WHY_WORDS, left_words

HOLIDAY = {date(2021, 9, 2): SpecialDay(Effect.OFF), date(2021, 9, 3): SpecialDay(Effect.OFF)}
PLAIN = Calendar("Lịch thử", STANDARD_HOURS, HOLIDAY, frozenset({2021}))


def words(now, due, paused_at=None):
    now, due, paused = (t and datetime.fromisoformat(t).replace(tzinfo=VN) for t in (now, due, paused_at))
    return left_words(now, due, PLAIN, paused)


@pytest.mark.parametrize(
    ("now", "due", "said"),
    [
        ("2021-07-05 10:00", "2021-07-09 17:00", "còn 4 ngày làm việc"),
        ("2021-07-07 10:00", "2021-07-09 17:00", "còn 2 ngày làm việc"),
        ("2021-07-08 10:00", "2021-07-09 17:00", "còn 1 ngày làm việc"),
        ("2021-07-08 17:30", "2021-07-09 17:00", "còn 1 ngày làm việc"),
        ("2021-07-09 00:10", "2021-07-09 17:00", "hết hạn lúc 17:00 hôm nay"),
        ("2021-07-09 17:00", "2021-07-09 17:00", "hết hạn lúc 17:00 hôm nay"),
        ("2021-09-01 16:00", "2021-09-06 09:30", "còn 3 giờ làm việc"),  # two days off and a weekend between
        ("2021-07-08 15:20", "2021-07-09 09:30", "còn 3 giờ 40 phút làm việc"),
        ("2021-07-09 09:00", "2021-07-09 10:03", "còn 1 giờ 3 phút làm việc"),
        ("2021-07-09 09:00", "2021-07-09 09:36", "còn 36 phút làm việc"),
        ("2021-07-09 09:00:30", "2021-07-09 09:01", "hết hạn lúc 09:01 hôm nay"),
        ("2021-07-10 22:00", "2021-07-11 02:00", "hết hạn lúc 02:00 ngày mai"),
        (
            "2021-07-09 16:00",
            "2021-07-10 16:00",
            "hết hạn lúc 16:00 ngày mai",
        ),  # 24 hours, not one working hour
        ("2021-07-09 18:00", "2021-07-11 20:00", "hết hạn lúc 20:00 ngày 11/07/2021"),
        ("2021-07-09 18:00", "2021-07-09 22:00", "hết hạn lúc 22:00 hôm nay"),
    ],
)
def test_what_is_left(now, due, said):
    assert words(now, due) == said


@pytest.mark.parametrize(
    ("now", "due", "said"),
    [
        ("2021-07-12 08:00", "2021-07-09 17:00", "quá hạn 1 ngày làm việc"),
        ("2021-07-16 08:00", "2021-07-09 17:00", "quá hạn 5 ngày làm việc"),
        ("2021-07-09 16:00", "2021-07-09 15:00", "quá hạn 1 giờ làm việc"),
        ("2021-07-09 11:00", "2021-07-09 10:24", "quá hạn 36 phút làm việc"),
        ("2021-07-09 20:00", "2021-07-09 17:00", "quá hạn từ 17:00 hôm nay"),
        ("2021-07-10 08:00", "2021-07-09 17:00", "quá hạn từ 17:00 hôm qua"),
        ("2021-07-11 08:00", "2021-07-09 17:00", "quá hạn từ 17:00 ngày 09/07/2021"),
    ],
)
def test_how_late_it_is(now, due, said):
    assert words(now, due) == said


def test_days_by_the_thousand_have_their_dot():
    kept = Calendar("Lịch thử", STANDARD_HOURS, {}, frozenset(range(2021, 2028)))
    late, done = datetime(2021, 7, 9, 17, tzinfo=VN), datetime(2026, 11, 24, 8, tzinfo=VN)
    assert left_words(done, late, kept) == "quá hạn 1.402 ngày làm việc"
    assert left_words(late, done, kept) == "còn 1.402 ngày làm việc"


@pytest.mark.parametrize(
    ("paused_at", "due", "said"),
    [
        ("2021-07-05 10:00", "2021-07-09 17:00", "đang tạm dừng, còn 4 ngày làm việc khi tiếp tục"),
        ("2021-07-09 14:00", "2021-07-09 17:00", "đang tạm dừng, còn 3 giờ làm việc khi tiếp tục"),
        ("2021-07-10 14:00", "2021-07-11 17:00", "đang tạm dừng"),
        ("2021-07-12 14:00", "2021-07-09 17:00", "đang tạm dừng"),
    ],
)
def test_a_pause_keeps_what_was_left_however_long_it_lasts(paused_at, due, said):
    assert words("2021-08-30 08:00", due, paused_at) == said


def test_outside_the_known_years_the_moment_is_named_and_nothing_is_counted():
    assert words("2021-12-30 08:00", "2022-01-07 17:00") == "hết hạn lúc 17:00 ngày 07/01/2022"
    assert words("2022-01-10 08:00", "2021-12-30 17:00") == "quá hạn từ 17:00 ngày 30/12/2021"
    assert words("2022-01-10 08:00", "2022-01-10 17:00") == "hết hạn lúc 17:00 hôm nay"


def test_every_reason_of_a_segment_has_its_words():
    assert set(WHY_WORDS) == set(Why)
