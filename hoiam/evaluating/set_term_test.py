"""Terms of the steps of a matter: who sets them, from which day, and what has begun keeps what it had."""

from datetime import date, timedelta

import pytest

from hoiam.accounts.models import Person
from hoiam.cases.factories import MONDAY, hours, person
from hoiam.kit.refusal import Refused

from . import reference
from .clocks import given, running
from .factories import head, opened, worker
from .lifecycle import Clock
from .models import StepTerm
from .screens_test import get, post, url
from .set_term import set_term

pytestmark = pytest.mark.django_db
TODAY, TOMORROW = date(2021, 7, 5), date(2021, 7, 6)
DECISION = "Quyết định 12/QĐ-UBND"


def admin():
    return Person.objects.create(username="quan-tri", full_name="Quản trị", is_system_admin=True)


def put(clock="consider", amount=2, unit="working_days", since=TOMORROW, **more):
    return set_term(clock, amount, unit, since=since, by=more.pop("by", None) or worker(), at=MONDAY, **more)


def test_a_term_is_another_row_from_its_day_on_and_names_its_document():
    put(source=DECISION, decided_on=TODAY)
    assert "mặc định của phần mềm" in given(Clock.CONSIDER, MONDAY).rule
    later = given(Clock.CONSIDER, MONDAY + timedelta(days=1))
    assert later.rule == f"2 ngày làm việc, theo {DECISION}"
    assert later.due_at.date() == date(2021, 7, 8)
    assert StepTerm.objects.filter(clock="consider").count() == 2


def test_without_a_document_it_waits_for_the_province():
    put(amount=8, unit="working_hours", since=TODAY)
    assert given(Clock.CONSIDER, MONDAY).rule.endswith("do đơn vị vận hành đặt, chờ tỉnh quy định")


def test_a_step_that_has_begun_keeps_its_deadline():
    matter = opened(at=MONDAY + hours(2))
    before = running(matter).due_at
    put(amount=1, since=TODAY)
    assert running(matter).due_at == before


def test_loading_again_changes_nothing_a_province_has_set():
    put()
    before = list(StepTerm.objects.order_by("pk").values())
    reference.load()
    assert list(StepTerm.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"by": head}, "Chỉ quản trị hệ thống hoặc nội vụ của tỉnh"),
        ({"by": lambda: person("home_affairs", "nt-pnv")}, "Chỉ quản trị hệ thống hoặc nội vụ của tỉnh"),
        ({"clock": "weather"}, "phải nêu bước"),
        ({"unit": "years"}, "phải nêu bước"),
        ({"since": date(2021, 7, 4)}, "từ hôm nay trở đi"),
        ({"source": DECISION, "decided_on": TOMORROW}, "không thể ở sau hôm nay"),
    ],
)
def test_a_term_is_set_by_the_province_for_days_to_come(changes, sentence):
    by = changes.get("by", worker)()
    with pytest.raises(Refused, match=sentence):
        put(**{**changes, "by": by})


def test_what_was_decided_for_a_later_day_is_not_overwritten():
    put(since=date(2021, 8, 1))
    with pytest.raises(Refused, match="đã có thời hạn bắt đầu từ 06/07/2021 hoặc sau đó"):
        put(since=TOMORROW)


@pytest.mark.parametrize("who", [admin, worker])
def test_the_screen_sets_a_term_and_loses_nothing_that_was_refused(who):
    someone, form = who(), url("term", "verify")
    assert "10 ngày làm việc" in get(someone, url("terms"), MONDAY).content.decode()
    assert 'value="10"' in get(someone, form, MONDAY).content.decode()
    said = {"amount": 7, "unit": "working_days", "source": DECISION, "decided_on": ""}
    refused = post(someone, form, MONDAY, since="2021-07-01", **said)
    assert refused.status_code == 422 and DECISION in refused.content.decode()
    assert post(someone, form, MONDAY, since="2021-07-06", **said).status_code == 302
    page = get(someone, url("terms"), MONDAY).content.decode()
    assert f"theo {DECISION}" in page and "từ 06/07/2021" in page and "đến trước 06/07/2021" in page


def test_the_screen_is_not_there_for_others():
    for someone in (head(), person("unit_head", "ubnd-731"), person("coordinator", "vp-ubnd")):
        assert get(someone, url("terms"), MONDAY).status_code == 404
        assert post(someone, url("term", "verify"), MONDAY, amount=1).status_code == 404
    assert get(worker(), url("term", "weather"), MONDAY).status_code == 404
