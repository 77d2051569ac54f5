from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from hoiam.kit.numbers import number, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (1234, "1.234"), (-1234567, "-1.234.567"), (1234.5, "1.234,5"),
     (Decimal("2.50"), "2,5"), (100.0, "100")],
)  # fmt: skip
def test_thousands_take_a_dot_and_decimals_a_comma(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.974, "97,4%"), (1, "100%"), (0, "0%"), (0.5, "50%"), (Decimal("0.0005"), "0,1%"), 
     (Fraction(2, 3), "66,7%"), (None, "–"), (12.5, "1.250%")],
)  # fmt: skip
def test_shares_are_said_in_percent_to_one_place(share, text):
    assert percent(share) == text


def test_places_can_be_chosen():
    assert percent(Decimal("0.97456"), 2) == "97,46%"
    assert percent(0.9749, 0) == "97%"


@given(st.integers(-(10**12), 10**12))
def test_a_number_is_read_back_without_its_dots(value):
    assert int(number(value).replace(".", "")) == value


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_percentage_is_never_more_than_a_twentieth_off(part, whole):
    said = Fraction(percent(Fraction(part, whole))[:-1].replace(".", "").replace(",", "."))
    assert abs(said - Fraction(part * 100, whole)) <= Fraction(1, 20)
