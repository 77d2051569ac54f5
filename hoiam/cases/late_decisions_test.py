"""The decision of 25/12/2025 came late: 2/1/2026 off, 10/1/2026 worked. Open cases follow it, and say so."""

from datetime import date, datetime

import pytest

from hoiam.calendars.almanac import forget
from hoiam.calendars.decide_day import decide_swap
from hoiam.calendars.models import CalendarDay
from hoiam.cases.factories import received
from hoiam.cases.late_decisions import reckon_after_decisions
from hoiam.kit.moments import VN

pytestmark = pytest.mark.django_db
RECEIVED = datetime(2025, 12, 29, 9, tzinfo=VN)
DECIDED = datetime(2025, 12, 30, 8, tzinfo=VN)
DOCUMENT = "Văn bản 12729/VPCP-KGVX"


@pytest.fixture
def before_the_decision():
    """The calendar as it stood before 25/12/2025: the swap was not known."""
    CalendarDay.objects.filter(date__in=[date(2026, 1, 2), date(2026, 1, 10)]).delete()
    forget()


def decide():
    decide_swap(date(2026, 1, 2), date(2026, 1, 10), DOCUMENT, date(2025, 12, 25), None, at=DECIDED)


def test_an_open_case_gets_the_new_deadline_and_its_history_says_why(before_the_decision):
    case = received(RECEIVED)
    assert case.due_at == datetime(2026, 1, 6, 17, tzinfo=VN)
    decide()
    assert reckon_after_decisions(DECIDED) == 1
    case.refresh_from_db()
    assert case.due_at == datetime(2026, 1, 7, 17, tzinfo=VN)
    event = case.events.get(verb="reckon")
    assert DOCUMENT in event.facts["rule"]
    assert case.dues.filter(clock="answer").count() == 2


def test_done_again_it_changes_nothing(before_the_decision):
    case = received(RECEIVED)
    decide()
    reckon_after_decisions(DECIDED)
    assert reckon_after_decisions(DECIDED) == 0
    assert case.events.filter(verb="reckon").count() == 1


def test_a_run_that_was_killed_before_it_could_say_so_is_done_again(before_the_decision):
    from hoiam.messaging.models import Reminder

    case = received(RECEIVED)
    decide()
    reckon_after_decisions(DECIDED)
    Reminder.objects.all().delete()
    assert reckon_after_decisions(DECIDED) == 0
    assert case.events.filter(verb="reckon").count() == 1


def test_a_deadline_given_by_hand_stays(before_the_decision):
    from hoiam.cases.factories import do

    case = received(RECEIVED)
    by_hand = datetime(2026, 1, 6, 11, tzinfo=VN)
    do(case, "forward", to="ubnd-26041", due_at=by_hand, at=RECEIVED.replace(hour=10))
    decide()
    assert reckon_after_decisions(DECIDED) == 0
    case.refresh_from_db()
    assert case.due_at == by_hand
