"""The desk's own jobs: what it adds to the morning digest."""

import pytest

from hoiam.answering.drafting import draft, submit
from hoiam.cases.factories import MONDAY, UNIT, hours, in_hand, person
from hoiam.cases.testing import staff_told
from hoiam.desk.tasks import morning, to_approve
from hoiam.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
OPENING = MONDAY.replace(day=9, hour=7, minute=30)


def drafted():
    case, officer = in_hand(MONDAY), person("officer", UNIT)
    draft(case, by=officer, text="Đã thay bóng đèn.", outcome="done", at=MONDAY + hours(4))
    submit(case, by=officer, at=MONDAY + hours(4))


def test_drafts_that_wait_are_counted_for_whoever_approves():
    drafted()
    assert to_approve(person("unit_head", UNIT), OPENING) == 1
    assert to_approve(person("operator"), OPENING) == 0


def test_the_digest_of_a_leader_says_how_many_wait_for_him(monkeypatch):
    leader = person("unit_head", UNIT)
    drafted()
    monkeypatch.setattr("hoiam.desk.tasks.connection.close", lambda: None)
    with clock.frozen(OPENING):
        morning(timestamp=0)
    assert staff_told("morning")[leader.username].endswith("1 chờ duyệt.")
