from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from .term import Term, Unit, UnreadableTerm


@given(st.integers(1, 9999), st.sampled_from(Unit))
def test_a_term_is_written_and_read_back(amount, unit):
    assert Term.parse(str(Term(amount, unit))) == Term(amount, unit)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5 working_days", "5 ngày làm việc"),
        ("1 working_day", "1 ngày làm việc"),
        (" 8  working_hours ", "8 giờ làm việc"),
        ("24 clock_hours", "24 giờ"),
        ("5 clock_minutes", "5 phút"),
    ],
)
def test_a_term_is_said_in_vietnamese(text, words):
    assert Term.parse(text).words == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "days",
        "0 working_days",
        "-1 working_days",
        "5.5 working_hours",
        "5 days",
        "5 calendar_days",
        "99999 working_days",
        "5 working_days 3 working_days",
        "năm working_days",
        "5 working_dayss",
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(text):
    with pytest.raises(UnreadableTerm, match="hãy viết như 5 working_days"):
        Term.parse(text)


def test_hours_and_minutes_are_time_but_a_working_day_is_not():
    assert Term.parse("8 working_hours").time == Term.parse("480 working_minutes").time == timedelta(hours=8)
    with pytest.raises(TypeError):
        Term.parse("1 working_days").time  # noqa: B018
