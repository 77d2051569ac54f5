from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, strategies as st

from hoiam.kit.ids import damm_digit, new_code, read_code, show_code
from hoiam.kit.refusal import Refused

JULY = datetime(2021, 7, 2, tzinfo=UTC)
digits = st.text("0123456789", min_size=1, max_size=20)
codes = st.integers(0, 10**10).map(lambda seconds: new_code(JULY + timedelta(seconds=seconds / 30)))


def test_the_check_digit_is_damms():
    assert damm_digit("572") == "4"  # the example of Damm's own paper


@given(digits)
def test_digits_with_their_check_digit_come_out_even(stem):
    assert damm_digit(stem + damm_digit(stem)) == "0"


@given(codes, st.integers(0, 11), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(code, place, change):
    wrong = code[:place] + str((int(code[place]) + change) % 10) + code[place + 1 :]
    assert damm_digit(wrong) != "0"
    with pytest.raises(Refused):
        read_code(wrong)


@given(codes, st.integers(0, 10))
def test_every_swap_of_neighbours_is_found(code, place):
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert damm_digit(swapped) != "0"
    with pytest.raises(Refused):
        read_code(swapped)


@given(codes, st.lists(st.sampled_from(["", " ", ".", "-", "–", "\u00a0", "- "]), min_size=13, max_size=13))
def test_spaces_dots_and_hyphens_do_not_matter(code, gaps):
    typed = "".join(gap + digit for gap, digit in zip(gaps, code + " ", strict=True))
    assert read_code(typed) == code


@given(codes)
def test_a_shown_code_is_read_back(code):
    assert read_code(show_code(code)) == code
    assert [len(part) for part in show_code(code).split("-")] == [4, 7, 1]


def test_a_code_begins_with_the_vietnamese_month_of_receipt():
    assert new_code(datetime(2021, 6, 30, 17, 30, tzinfo=UTC)).startswith("2107")


def test_codes_cannot_be_guessed_from_one_another():
    made = {new_code(JULY) for _ in range(300)}
    assert len(made) > 295


@pytest.mark.parametrize(
    "text", ["", "1", "2107-1234567", "2113-1234567-8", "abc", "２１０７12345672", "2107_1234567_2"]
)
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(Refused, match="Mã số không đúng"):
        read_code(text)
