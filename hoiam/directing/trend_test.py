"""The trend in a directive says what reports have counted, and only that."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from hoiam.cases.factories import do, unit_id
from hoiam.cases.figures import Window
from hoiam.reporting.conftest import CUT, END, START, july, late, make  # noqa: F401 — the month of the report's own tests
from hoiam.reporting.figures import figures_of

from .trend import Month, Trend, direction, months_of, trend


def months(*counts):
    return [Month(f"tháng {n}/2021", count) for n, count in enumerate(counts, start=1)]


def test_two_months_of_great_growth_are_said_with_their_numbers():
    found = trend(months(3951, 1204, 3951))
    assert found.words == (
        "trong 2 tháng vừa qua tăng rất lớn (1.204 lượt tháng 2/2021, 3.951 lượt tháng 3/2021)"
    )


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (100, 150, "tăng rất lớn"),
        (100, 149, "tăng"),
        (100, 110, "tăng"),
        (100, 109, "không thay đổi nhiều"),
        (100, 91, "không thay đổi nhiều"),
        (100, 90, "giảm"),
        (0, 5, "tăng"),
        (0, 0, "không thay đổi"),
    ],
)
def test_growth_has_four_words(before, now, said):
    assert direction(before, now) == said


def test_one_month_has_no_trend():
    assert trend(months(7)) is None
    assert trend([]) is None


@given(st.lists(st.integers(0, 50), min_size=2, max_size=9))
def test_a_trend_is_the_longest_run_that_ends_now(counts):
    found = trend(months(*counts))
    run = counts[-found.months :]
    steps = [b - a for a, b in zip(run, run[1:], strict=False)]
    rising = steps[-1] >= 0
    assert all((step > 0) == rising for step in steps[:-1] if step)
    assert 0 not in steps[:-1]
    if found.months < len(counts):
        further = run[0] - counts[-found.months - 1]
        assert further <= 0 if rising else further >= 0
    assert found == Trend(len(run), *(months(*counts)[i] for i in (-len(run), -1)))


@pytest.mark.django_db
def test_the_months_come_from_reports_that_follow_each_other(july):  # noqa: F811
    alone = make()
    assert [m.contacts for m in months_of(alone)] == [6]  # nothing was counted before
    earlier = make(Window(START - timedelta(days=30), START, START))
    assert [(m.label, m.contacts) for m in months_of(alone)] == [("tháng 6/2021", 0), ("tháng 7/2021", 6)]
    assert earlier.end == CUT.start


AUGUST = END + timedelta(days=31)


@pytest.mark.django_db
@pytest.mark.parametrize("is_kept", [True, False])
def test_a_case_about_conduct_counts_in_no_month_of_a_letter(july, is_kept):  # noqa: F811
    """Nor whoever came again about it; with the report of July kept, and with July only counted again."""
    for name in ("conduct", "late"):
        do(july[name], "add_contact", channel="phone", at=END - timedelta(hours=5))
    if is_kept:
        make()
    august = make(Window(END, AUGUST, AUGUST), at=AUGUST + timedelta(days=1))
    found = [(month.label, month.contacts) for month in months_of(august)]
    assert found[0] == ("tháng 7/2021", 7)  # six cases and one who came again
    assert figures_of(make()).totals["contacts"] == 9  # two more are about conduct


@pytest.mark.django_db
def test_a_petitioner_kept_hidden_is_counted_like_any_other(july):  # noqa: F811
    """The promise hides who the petitioner is, and the case from no reader: its number tells nothing."""
    hidden = {"type": "person", "phone": "0900000010", "confidential": True}
    before = months_of(make())[-1].contacts
    late(petitioner=hidden)
    assert months_of(make(recount=True))[-1].contacts == before + 1


@pytest.mark.django_db
def test_a_unit_is_compared_with_itself_and_not_with_the_whole_province(july):  # noqa: F811
    unit = unit_id("ubnd-737")
    make()
    make(unit=unit)
    august = make(Window(END, AUGUST, AUGUST), unit=unit, at=AUGUST + timedelta(days=1))
    assert [month.contacts for month in months_of(august)][0] == 1
