"""The arithmetic of the index: the published scores come out, and too little is not nought."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from hoiam.cases.figures import COUNTED

from .periods import span_of, spans
from .points import Index, Part, Rule, denominator, index, rounded

NONE = dict.fromkeys(COUNTED, 0)
COUNTS = NONE | {
    "carried_in": 20, "received": 90, "reopened": 10, "answered": 80, "answered_in_time": 60,
    "answered_late": 20, "open": 40, "open_in_time": 20, "open_overdue": 20, "rated": 10, "satisfied": 9,
}  # fmt: skip
MANY = st.integers(0, 10_000)
# A busy machine draws slowly; that says nothing about the rule.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_the_score_of_ho_chi_minh_city_in_week_47_of_2025_comes_out():
    """99.98 % in time and 99 % satisfied: 11.94; with the 6 for procedures the published 17.94."""
    counts = NONE | {"answered": 10_000, "answered_in_time": 9_998, "rated": 100, "satisfied": 99}
    score = index(counts, Rule("answered")).score
    assert score == 6 * Fraction("0.9998") + 6 * Fraction("0.99")
    assert (rounded(score), rounded(score) + 6) == (Decimal("11.94"), Decimal("17.94"))


@pytest.mark.parametrize(("which", "of"), [("answered", 80), ("answered_overdue", 100), ("all", 120)])
def test_the_denominator_is_what_the_rule_says(which, of):
    assert denominator(COUNTS, which) == of
    assert index(COUNTS, Rule(which)).on_time.share == Fraction(60, of)


def test_no_other_denominator_is_known():
    with pytest.raises(ValueError, match="no such"):
        denominator(COUNTS, "open")


def test_the_points_are_rows_too():
    assert index(COUNTS, Rule("all", 10, 2)).score == 10 * Fraction(1, 2) + 2 * Fraction(9, 10)


@pytest.mark.parametrize(("of", "least", "share"), [(0, 0, None), (4, 5, None), (5, 5, Fraction(2, 5))])
def test_under_the_least_volume_no_share_is_said(of, least, share):
    part = Part(2, of, 6, least)
    assert (part.share, part.is_enough) == (share, share is not None)


def test_without_one_part_there_is_no_score():
    enough, few = Part(9, 10, 6, 5), Part(1, 1, 6, 5)
    assert Index(enough, few).score is None and Index(few, enough).score is None
    assert Index(enough, enough).score == Fraction(108, 10)


@patiently
@given(st.tuples(MANY, MANY, MANY, MANY), st.sampled_from(["answered", "answered_overdue", "all"]))
def test_a_score_is_between_nought_and_twelve(numbers, which):
    in_time, late, overdue, waiting = numbers
    counts = NONE | {
        "received": in_time + late + overdue + waiting, "answered": in_time + late,
        "answered_in_time": in_time, "open_overdue": overdue, "rated": in_time, "satisfied": in_time // 2,
    }  # fmt: skip
    score = index(counts, Rule(which)).score
    assert score is None or 0 <= score <= 12


def test_half_a_hundredth_goes_up():
    assert rounded(Fraction("11.935")) == Decimal("11.94")
    assert rounded(None) is None


def test_weeks_run_from_monday_and_months_from_the_first():
    week, month = span_of("tuan", date(2021, 7, 29)), span_of("thang", date(2021, 2, 28))
    assert (week.first, week.last) == (date(2021, 7, 26), date(2021, 8, 1))
    assert (month.first, month.last) == (date(2021, 2, 1), date(2021, 2, 28))


@patiently
@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.sampled_from(["tuan", "thang"]), st.integers(1, 30))
def test_periods_follow_one_another_without_a_gap(day, kind, count):
    found = spans(kind, day, count)
    assert len(found) == count and found[-1].first <= day <= found[-1].last
    for one, other in zip(found, found[1:], strict=False):
        assert (other.first - one.last).days == 1
