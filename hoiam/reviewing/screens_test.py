"""The screens of the review, as the people who sit there use them."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from hoiam.cases.factories import MONDAY, UNIT, answered, hours, person, received, unit_id
from hoiam.kit import clock
from hoiam.kit.ids import show_code
from hoiam.reviewing.choose import choose
from hoiam.reviewing.factories import AT, chair, late, line_of, opened
from hoiam.reviewing.models import Decision, Session, Task
from hoiam.reviewing.words import KEYS, Choice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def desk(client):
    def go(address, data=None, *, who=None, **query):
        client.force_login(who or chair())
        with clock.frozen(AT):
            return client.get(address, query) if data is None else client.post(address, data)

    return go


def page(session, **query):
    return reverse("reviewing:session", args=[session.pk])


def test_a_session_is_opened_from_its_list_and_shows_the_first_line(desk):
    case = late(summary="Đèn đường hỏng")
    unit = unit_id("ubnd-tinh")
    assert "Mở phiên của" in desk(reverse("reviewing:sessions")).content.decode()
    answer = desk(reverse("reviewing:start", args=[unit]), {})
    session = Session.objects.get()
    assert answer.url == page(session)
    shown = desk(page(session)).content.decode()
    assert "Đèn đường hỏng" in shown and show_code(case.code) in shown
    assert "Đồng ý: Nhắc đơn vị" in shown


def test_one_key_decides_one_line_and_brings_the_next(desk):
    first, second = late(summary="Việc đầu"), late(MONDAY + hours(1), summary="Việc sau")
    session = opened()
    address = reverse("reviewing:decide", args=[session.pk, show_code(first.code)])
    answer = desk(address, {"choice": Choice.REMIND})
    assert Decision.objects.get().choice == Choice.REMIND
    shown = desk(answer.url).content.decode()
    assert re.search(r'id="dang-xem">Việc sau', shown)
    assert second.code


def test_every_decision_has_a_key_of_its_own_and_takes_none_of_the_lists(desk):
    late()
    shown = desk(page(opened())).content.decode()
    keys = re.findall(r'data-key="(\w)"', shown)
    assert len(keys) == len(set(keys)) >= 5
    assert not {"j", "k", "o", "x", "e"} & {*KEYS.values(), "y"}
    assert len(set(KEYS.values())) == len(Choice)


def test_a_refused_decision_says_why_and_stays_on_the_line(desk):
    case = late()
    session = opened()
    address = reverse("reviewing:decide", args=[session.pk, show_code(case.code)])
    answer = desk(address, {"choice": Choice.PUBLISH})
    assert "dong=" in answer.url
    assert "Không kết luận như vậy" in desk(answer.url).content.decode()


def test_what_was_decided_leads_to_the_panel_that_does_it(desk):
    case = late()
    session = opened()
    choose(line_of(session, case), Choice.REMIND, by=chair(), at=AT)
    shown = desk(page(session), dong=show_code(case.code)).content.decode()
    assert reverse("cases:remind", args=[show_code(case.code)]) in shown


def test_lines_are_filtered_by_their_ground(desk):
    overdue, candidate = late(summary="Quá hạn ấy"), answered(AT - hours(50), summary="Đèn sáng lại")
    shown = desk(page(opened()), **{"ly-do": "publishable"}).content.decode()
    assert "Đèn sáng lại" in shown and "Quá hạn ấy" not in shown
    assert overdue.pk != candidate.pk


def test_a_task_is_given_to_a_line_and_ended(desk):
    case = late()
    session, officer = opened(), person("officer", UNIT)
    address = reverse("reviewing:line_task", args=[session.pk, show_code(case.code)])
    assert desk(address).status_code == 200
    typed = {
        "what": "Kiểm tra lại",
        "unit": unit_id(UNIT),
        "username": officer.username,
        "due_on": "2021-07-23",
    }
    assert desk(address, typed).status_code == 302
    task = Task.objects.get()
    assert (task.item.case, task.person) == (case, officer)
    assert "Kiểm tra lại" in desk(page(session)).content.decode()
    desk(reverse("reviewing:task_done", args=[session.pk, task.pk]), {})
    assert "Đã xong" not in desk(page(session)).content.decode()


def test_a_task_past_its_day_is_said_to_be_late_in_the_next_session(desk):
    session = opened()
    with clock.frozen(AT):
        Task.objects.create(
            session=session, what="Sửa mẫu đơn", unit_id=unit_id(UNIT), due_on=AT.date() - timedelta(days=1),
            given_at=AT, given_by=chair(),
        )  # fmt: skip
    shown = desk(page(session)).content.decode()
    assert "Sửa mẫu đơn" in shown and "Quá hạn</span>" in shown


def test_a_case_is_added_by_its_code(desk):
    session, case = opened(), received(AT - hours(2))
    answer = desk(reverse("reviewing:add", args=[session.pk]), {"code": case.code})
    assert show_code(case.code) in answer.url
    assert "Đưa thêm" in desk(answer.url).content.decode()


def test_the_session_is_concluded_and_its_notice_drafted(desk):
    late()
    session = opened()
    address = reverse("reviewing:conclusion", args=[session.pk])
    assert desk(address).status_code == 200
    assert desk(address, {"attendees": " \n"}).status_code == 200
    assert desk(address, {"attendees": "Văn phòng\nTổng đài 1022"}).status_code == 302
    session.refresh_from_db()
    assert session.attendees == ["Văn phòng", "Tổng đài 1022"]
    assert reverse("letters:document", args=[session.document_id]) in desk(page(session)).content.decode()


def test_the_page_costs_the_same_however_many_lines_there_are(desk, django_assert_num_queries, client):
    def cost():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            assert desk(page(Session.objects.get())).status_code == 200
        return len(asked)

    late()
    session = opened()
    desk(page(session))
    few = cost()
    for number in range(1, 13):
        case = late(MONDAY + hours(number))
        session.items.create(no=number + 1, case=case, grounds={"late": None}, proposal=Choice.REMIND)
    assert cost() == few <= 40


def test_many_lines_are_read_a_page_at_a_time_by_key(desk, monkeypatch):
    monkeypatch.setattr("hoiam.reviewing.screen.PAGE", 2)
    cases = [late(MONDAY + hours(number)) for number in range(3)]
    session = opened()
    first = desk(page(session)).content.decode()
    assert "?sau=2" in first
    last = desk(page(session), sau="2").content.decode()
    assert f"?dong={show_code(cases[2].code)}" in last


# -- who does not sit there ---------------------------------------------------------------------------


def test_who_does_not_sit_at_the_review_meets_a_sentence(desk):
    session = opened()
    for address in (reverse("reviewing:sessions"), page(session)):
        answer = desk(address, who=person("officer", UNIT))
        assert answer.status_code == 403
        assert "Văn phòng và Tổng đài" in answer.content.decode()


def test_a_session_of_another_authority_is_not_there(desk):
    session = opened()
    assert desk(page(session), who=person("authority_head", "ubnd-742")).status_code == 404


def test_the_accused_meet_nothing_of_a_line_about_them(desk):
    other = late(summary="Việc khác")
    case = received(conduct={"unit": "vp-ubnd", "about": "attitude"}, summary="Thái độ của Văn phòng")
    session = opened()
    shown = desk(page(session)).content.decode()
    assert "Việc khác" in shown and "Thái độ" not in shown
    assert "Về công vụ" not in shown
    assert show_code(case.code) not in shown
    for name in ("decide", "line_task"):
        address = reverse(f"reviewing:{name}", args=[session.pk, show_code(case.code)])
        assert desk(address, {"choice": Choice.TO_HOME_AFFAIRS}).status_code == 404
    assert desk(page(session), dong=show_code(case.code)).status_code == 404
    head = person("authority_head", "ubnd-tinh")
    assert "Thái độ" in desk(page(session), who=head).content.decode()
    assert other.pk


def test_the_accused_see_the_same_page_whether_there_is_such_a_line_or_not(desk):
    late(summary="Việc khác")

    def shown():
        session = opened()
        page_of_it = desk(page(session)).content.decode()
        return re.sub(r"/ra-soat/\d+/|csrf[^>]+>|csrftoken[^}]+}", "", page_of_it)

    with transaction.atomic():
        before = shown()
        transaction.set_rollback(True)
    received(conduct={"unit": "vp-ubnd", "about": "attitude"})
    assert shown() == before
