"""Fixtures of the report's tests: cases of July 2021, the report of that month, and people to look at it."""

from datetime import timedelta

import pytest

from hoiam.cases.factories import CENTRE, MONDAY, UNIT, do, forwarded, in_hand, received, unit_id
from hoiam.cases.figures import Window
from hoiam.kit import clock
from hoiam.kit.moments import parse_moment

from .definitions import definition
from .make import Asked, monthly_report

START, END = parse_moment("2021-06-30T17:00"), parse_moment("2021-07-29T17:00")
AFTERWARDS = END + timedelta(days=2)
CUT = Window(START, END, END)


def days(count):
    return timedelta(days=count)


def late(unit=UNIT, **changes):
    """Open and past its deadline at the cut: received on the first Monday, with five working days."""
    return in_hand(unit=unit, **changes)


def answered_late(unit=UNIT, **changes):
    case = in_hand(unit=unit, **changes)
    at = MONDAY + days(14)
    return do(case, "answer", by=f"unit_head@{unit}", at=at, text="Đã thay bóng đèn.", outcome="done")


def make(window=CUT, name="default", **wanted):
    recount = wanted.pop("recount", False)
    with clock.frozen(wanted.pop("at", AFTERWARDS)):
        return monthly_report(Asked(window, definition(name), **wanted), recount=recount)


@pytest.fixture
def july(reference):
    """One late and open, one answered late, one in time, one at the centre, one conduct, one confidential."""
    cases = {
        "late": late(summary="Đèn đường hỏng"),
        "answered_late": answered_late(kind="suggestion"),
        "other": late("ubnd-737"),
        "fresh": forwarded(END - timedelta(hours=3)),
        "centre": received(END - timedelta(hours=2), kind="question", channel="phone"),
        "conduct": late("so-noi-vu", conduct={"unit": "ubnd-737", "about": "delay"}),
        "confidential": late(petitioner={"type": "person", "phone": "0900000009", "confidential": True}),
    }
    assert unit_id(CENTRE) != unit_id(UNIT)
    return cases
