from datetime import date, datetime

import pytest
from django.urls import reverse

from hoiam.accounts.factories import PersonFactory
from hoiam.deadlines import VN
from hoiam.kit.clock import frozen
from hoiam.units.factories import MembershipFactory, unit
from hoiam.units.roles import Role

from .models import CalendarDay, CalendarYear, Parameter, Situation, Term

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=VN)
DOCUMENT = "Văn bản 999/VPCP-KGVX"


@pytest.fixture(autouse=True)
def _today():
    with frozen(NOW):
        yield


@pytest.fixture
def officer(client):
    client.force_login(PersonFactory())
    return client


@pytest.fixture
def coordinator(client):
    seat = MembershipFactory(unit=unit("1022", NOW.date()), role=Role.COORDINATOR)
    client.force_login(seat.person)
    return client


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_year_shows_its_days_with_the_document_of_each(officer):
    page = text(officer.get(reverse("calendars:year", args=[2026])))
    assert "thứ Hai đến thứ Sáu 07:30-11:30 13:00-17:00 · 249 ngày làm việc" in page
    assert "Thứ Bảy, 10/01/2026" in page
    assert "Văn bản 12729/VPCP-KGVX ngày 25/12/2025" in page
    assert "Thứ Bảy, 10/01/2026: Làm bù cho ngày 02/01/2026" in page
    assert page.count("<rect class") == 249 + 15 + 3  # days worked, days off, the legend


def test_the_terms_in_force_say_what_nobody_has_decided(officer):
    page = text(officer.get(reverse("calendars:calendars")))
    assert "5 ngày làm việc" in page
    assert "mặc định của phần mềm, chờ tỉnh quy định" in page
    assert "theo quy định" not in page


def test_the_situation_of_2021_is_shown_in_its_year_only(officer):
    page = text(officer.get(reverse("calendars:year", args=[2021])))
    assert "Phòng, chống dịch Covid-19 năm 2021 · Y tế, dịch bệnh · Khẩn" in page
    assert "từ 26/08/2021 đến 30/09/2021" in page
    assert "Covid" not in text(officer.get(reverse("calendars:year", args=[2022])))


def test_a_year_nobody_has_decided_says_so_and_a_calendar_running_out_warns(officer):
    page = text(officer.get(reverse("calendars:year", args=[2027])))
    assert "Năm này chưa được công bố" in page
    assert "đến hết ngày 31/12/2026" in page
    with frozen(datetime(2026, 6, 1, tzinfo=VN)):
        assert "Lịch sắp hết" not in text(officer.get(reverse("calendars:calendars")))
    assert officer.get(reverse("calendars:year", args=[1066])).status_code == 404


def test_the_page_asks_the_database_the_same_few_questions_whatever_the_year_holds(
    coordinator, django_assert_max_num_queries
):
    coordinator.get(reverse("calendars:calendars"))
    with django_assert_max_num_queries(10):
        coordinator.get(reverse("calendars:calendars"))


def test_strangers_sign_in_and_officers_only_read(client):
    assert client.get(reverse("calendars:calendars")).status_code == 302
    client.force_login(PersonFactory())
    assert "Ghi quyết định" not in text(client.get(reverse("calendars:calendars")))
    for name in ("decide_day", "declare_year", "set_term", "declare_situation", "set_parameter"):
        assert client.get(reverse(f"calendars:{name}")).status_code == 403
        assert client.post(reverse(f"calendars:{name}"), {}).status_code == 403


@pytest.mark.parametrize(
    "name", ["decide_day", "declare_year", "set_term", "declare_situation", "set_parameter"]
)
def test_every_form_opens_in_place_and_on_a_page_of_its_own(coordinator, name):
    alone = text(coordinator.get(reverse(f"calendars:{name}")))
    in_place = text(coordinator.get(reverse(f"calendars:{name}"), headers={"HX-Request": "true"}))
    assert "<html" in alone and alone.count("<h1") == 1
    assert "<html" not in in_place and "<h1" not in in_place
    assert 'name="source"' in in_place


def test_a_decision_is_written_and_seen(coordinator):
    given = {"effect": "off", "date": "2026-12-07", "name": "Nghỉ bão", "source": DOCUMENT}
    answer = coordinator.post(reverse("calendars:decide_day"), given)
    assert answer.url == reverse("calendars:year", args=[2026])
    assert "Nghỉ bão" in text(coordinator.get(answer.url))
    day = CalendarDay.objects.get(date=date(2026, 12, 7))
    assert (day.effect, day.source, day.recorded_at) == ("off", DOCUMENT, NOW)
    assert day.recorded_by.username in coordinator.get(answer.url).wsgi_request.user.username


def test_a_swap_is_one_form(coordinator):
    given = {"effect": "swap", "date": "2026-12-07", "worked": "2026-12-12", "source": DOCUMENT}
    answer = coordinator.post(reverse("calendars:decide_day"), given, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == reverse("calendars:year", args=[2026])
    days = CalendarDay.objects.filter(date__gte="2026-12-01").values_list("date", "effect")
    assert list(days) == [(date(2026, 12, 7), "off"), (date(2026, 12, 12), "work")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"effect": "swap"}, "Hoán đổi phải có ngày làm bù."),
        ({"blocks": "8h"}, "Chỉ ngày có làm việc mới có giờ làm việc."),
        ({"date": "2026-11-24"}, "đã được ghi như vậy"),
    ],
)
def test_a_refusal_keeps_what_was_typed(coordinator, change, sentence):
    given = {"effect": "off", "date": "2026-12-07", "name": "Nghỉ bão", "source": DOCUMENT, **change}
    answer = coordinator.post(reverse("calendars:decide_day"), given, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert 'value="Nghỉ bão"' in page
    assert not CalendarDay.objects.filter(date__gte="2026-12-01").exists()


def test_the_other_decisions_are_written_too(coordinator):
    def decide(form, **given):
        answer = coordinator.post(reverse(f"calendars:{form}"), {"source": DOCUMENT, **given})
        assert answer.status_code == 302, answer.content.decode()
        return answer.url

    coordinator.post(
        reverse("calendars:decide_day"), {"effect": "off", "date": "2027-01-01", "source": DOCUMENT}
    )
    assert decide("declare_year", year=2027) == reverse("calendars:year", args=[2027])
    decide(
        "set_term", step="answer", amount=3, unit="working_days", since="2026-12-01", urgency="urgent",
        pause_times=2, pause_days=5, ask_before="0.5",
    )  # fmt: skip
    decide("set_parameter", name="reopen_days", value=30, since="2026-12-01")
    decide(
        "declare_situation", name="Bão số 15", since="2026-11-25", last_day="2026-11-30", amount=24,
        unit="clock_hours", urgent_hours=4,
    )  # fmt: skip
    assert CalendarYear.objects.filter(year=2027).exists()
    assert Term.objects.get(step="answer", situation=None).pause_days == 5
    assert Parameter.objects.get(name="reopen_days", value=30).source == DOCUMENT
    storm = Situation.objects.get(name="Bão số 15")
    assert {term.text for term in storm.terms.all()} == {"24 clock_hours", "4 clock_hours"}
    page = text(coordinator.get(reverse("calendars:calendars")))
    assert "tạm dừng 2 lần, mỗi lần nhiều nhất 5 ngày làm việc" in page
    assert "từ 25/11/2026 đến 30/11/2026" in page
