"""The public figures are counts of cases, and say so; a case counts in the month it came."""

from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.urls import reverse

from hoiam.cases.factories import MONDAY, do, hours, in_state, received
from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.portal.figures import counted

pytestmark = pytest.mark.django_db
AUGUST = datetime(2021, 8, 2, 9, tzinfo=VN)


@pytest.fixture(autouse=True)
def fresh(reference):
    cache.clear()
    yield
    cache.clear()


def test_a_month_counts_those_that_came_and_what_became_of_them():
    in_state("answered")
    late = in_state("in_hand")
    do(
        late,
        "answer",
        by="officer@ubnd-731",
        at=MONDAY + hours(24 * 20),
        text="Xong.",
        outcome="done_on_site",
    )
    received()
    received(datetime(2021, 6, 28, 9, tzinfo=VN))
    with clock.frozen(AUGUST):
        july = counted(date(2021, 7, 1))
    assert (july.received, july.in_time, july.late, july.open, july.overdue) == (3, 1, 1, 1, 1)
    assert july.share == "50%"


def test_an_answer_in_the_next_month_is_counted_where_the_case_came():
    case = in_state("in_hand", at=datetime(2021, 7, 30, 9, tzinfo=VN))
    do(case, "answer", by="officer@ubnd-731", at=AUGUST, text="Xong.", outcome="done_on_site")
    with clock.frozen(AUGUST + hours(1)):
        assert counted(date(2021, 7, 1)).in_time == 1
        assert counted(date(2021, 8, 1)).received == 0


def test_the_page_shows_a_chart_with_its_table(client):
    in_state("answered")
    with clock.frozen(AUGUST):
        page = client.get(reverse("portal:figures")).content.decode()
    assert "Xem bảng số" in page
    assert "Trả lời đúng hạn" in page


def test_nothing_is_said_of_nothing(client):
    with clock.frozen(AUGUST):
        page = client.get(reverse("portal:figures")).content.decode()
        assert counted(date(2021, 7, 1)).share == "–"
    assert "Chưa có số liệu." in page


def test_the_start_page_has_no_figures_to_show_without_cases(client):
    with clock.frozen(AUGUST):
        assert "Xem tất cả số liệu" not in client.get(reverse("portal:home")).content.decode()
        cache.clear()
        received()
        assert "Xem tất cả số liệu" in client.get(reverse("portal:home")).content.decode()
