"""Error pages say what to do next, in Vietnamese, even when nothing else works."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from hoiam.kit import ui_views


@pytest.fixture
def request_(rf: RequestFactory):
    return rf.get("/ban-lam-viec/viec/1/")


def test_the_number_on_the_page_is_the_number_in_the_log(request_, caplog):
    with caplog.at_level(logging.ERROR, "hoiam.kit"):
        answer = ui_views.server_error(request_)
    number = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert f"mã báo lỗi <b>{number}</b>" in answer.content.decode()
    assert number in caplog.text
    assert "/ban-lam-viec/viec/1/" in caplog.text


def test_two_errors_have_two_numbers(request_):
    numbers = {ui_views.server_error(request_).headers["X-Request-ID"] for _ in range(5)}
    assert len(numbers) == 5


def test_who_a_page_is_for_is_said_and_escaped(request_):
    answer = ui_views.forbidden(request_, PermissionDenied("Trang này dành cho Văn thư <b>."))
    assert answer.status_code == 403
    assert "Trang này dành cho Văn thư &lt;b&gt;." in answer.content.decode()


def test_the_way_back_leads_where_one_came_from(rf):
    assert "Về bàn làm việc" in ui_views.not_found(rf.get("/ban-lam-viec/x/"), Exception()).content.decode()
    assert "Về trang đầu" in ui_views.not_found(rf.get("/phan-anh/x/"), Exception()).content.decode()


def test_an_ended_session_says_that_nothing_is_lost(request_):
    answer = ui_views.csrf_failure(request_, "cookie")
    assert answer.status_code == 403
    assert "Phiên làm việc đã hết." in answer.content.decode()


def test_an_error_page_of_the_public_reads_no_cookie(rf):
    request = rf.get("/phan-anh/x/")
    request.COOKIES["theme"] = "dark"
    assert "data-theme" not in ui_views.not_found(request, Exception()).content.decode()
