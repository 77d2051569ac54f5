"""What a point says is read without the annexes; a day nobody can find in a calendar is no day."""

from dataclasses import replace
from datetime import date

import pytest

from .compose.factories import letter_9193
from .content import body_of
from .followed import reply_day, words_of
from .words import as_body, as_text


def saying(old, new):
    made = letter_9193()
    return replace(made, body=as_body(as_text(made.body).replace(old, new), made.body))


def test_the_words_of_a_point_are_read_without_the_annexes():
    made = letter_9193()
    only_words = {"body": made.to_data()["body"]}
    assert body_of(only_words) == made.body
    assert words_of(body_of(only_words), 3).startswith("Giao Sở Nội vụ")


@pytest.mark.parametrize(
    ("words", "day"),
    [("20/8/2021", date(2021, 8, 20)), ("31/9/2021", date(2021, 8, 15)), ("15/8/2021", date(2021, 8, 15))],
)
def test_the_day_is_the_one_the_words_say_where_there_is_such_a_day(words, day):
    assert reply_day(saying("trước ngày 15/8/2021", f"trước ngày {words}")) == day
