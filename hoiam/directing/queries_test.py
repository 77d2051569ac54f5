"""Rooms above ask which lines are not settled, and how a unit answered what fell due in a while."""

from datetime import date, timedelta

import pytest

from hoiam.cases.factories import do

from .factories import AT, BIEN_HOA, WARD, explained, replied, said, unit_id
from .queries import answered_by, unsettled_lines
from .settling import Stand

pytestmark = pytest.mark.django_db


def test_unsettled_lines_are_those_whose_case_is_not_done_and_promises_that_passed(directive, month):
    replied(directive, [said(month["open"], "in_hand", until=date(2021, 8, 10))])
    do(month["ward"], "answer", by=f"unit_head@{WARD}", text="Xong.", outcome="done")
    found = {row.line.case: row for row in unsettled_lines(AT + timedelta(days=9))}
    assert set(found) == {month["open"], month["other"], month["company"]}
    assert found[month["open"]].promised_until == date(2021, 8, 10)
    assert (found[month["other"]].stand, found[month["other"]].promised_until) == (Stand.OPEN, None)


def test_how_a_unit_answered_is_its_lines_what_it_said_and_whether_in_time(directive, month):
    replied(directive, [said(month["open"]), explained(month["late"])])
    later = AT + timedelta(days=60)
    found = answered_by(unit_id(BIEN_HOA), AT, later, later)
    assert [(one.lines, one.said, one.in_time) for one in found] == [(3, 2, True)]
    silent = answered_by(unit_id("dien-luc"), AT, later, later)
    assert [(one.lines, one.said, one.replied_at, one.in_time) for one in silent] == [(1, 0, None, False)]
    assert answered_by(unit_id("dien-luc"), AT, AT + timedelta(days=5), later) == []
