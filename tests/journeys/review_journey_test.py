"""The joint review in a browser: a line is decided by one key, and the conclusion drafted."""

import pytest
from django.urls import reverse

from hoiam.cases.factories import MONDAY, answered, hours, received
from hoiam.kit.moments import iso
from hoiam.reviewing.factories import AT, chair, late, opened
from hoiam.reviewing.models import Decision
from hoiam.reviewing.words import Choice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def session(monkeypatch, sign_in):
    late(summary="Đèn đường trước nhà văn hóa hỏng đã ba đêm")
    late(MONDAY + hours(2), summary="Xe rác ba ngày chưa vào hẻm")
    answered(AT - hours(50), summary="Nắp cống đã được thay")
    received(AT - hours(20), kind="suggestion", category="HC07", summary="Đề nghị bỏ xác nhận tạm trú")
    made = opened()
    sign_in(chair())
    monkeypatch.setenv("HOIAM_NOW", iso(AT))
    return made


def address(live_server, session):
    return live_server.url + reverse("reviewing:session", args=[session.pk])


def test_one_key_a_line(page, live_server, session):
    page.goto(address(live_server, session))
    assert page.locator("#dang-xem").inner_text().startswith("Đèn đường")
    page.keyboard.press("y")
    page.wait_for_selector("#dang-xem:has-text('Xe rác')")
    page.keyboard.press("s")
    page.wait_for_selector("#dang-xem:has-text('Đề nghị bỏ')")
    page.keyboard.press("r")
    page.wait_for_selector("#dang-xem:has-text('Nắp cống')")
    page.keyboard.press("h")
    page.wait_for_selector("text=Mọi nội dung đã có kết luận")
    choices = list(Decision.objects.order_by("pk").values_list("choice", flat=True))
    assert choices == [Choice.REMIND, Choice.DEFER, Choice.PROCEDURE, Choice.NOT_PUBLISH]


def test_what_is_written_is_not_taken_for_keys(page, live_server, session):
    page.goto(address(live_server, session))
    page.fill("#y-kien", "hỏi lại Sở: gọi trước thứ Sáu")
    page.click("button[value=remind]")
    page.wait_for_selector("#dang-xem:has-text('Xe rác')")
    assert Decision.objects.get().words == "hỏi lại Sở: gọi trước thứ Sáu"


def test_the_conclusion_is_drafted(page, live_server, session):
    page.goto(address(live_server, session))
    page.keyboard.press("y")
    page.wait_for_selector("#dang-xem:has-text('Xe rác')")
    page.click("text=Kết luận phiên")
    page.fill("textarea[name=attendees]", "Lãnh đạo Văn phòng UBND tỉnh\nTổng đài 1022")
    page.click("button[type=submit]:has-text('Lập thông báo')")
    page.wait_for_selector("text=Thông báo kết luận")
    session.refresh_from_db()
    assert session.document is not None


def test_every_screen_of_the_review_is_readable_to_everybody(
    page, live_server, session, accessible, narrow, look
):
    for name, path in (
        ("phien", address(live_server, session)),
        ("cac-phien", live_server.url + reverse("reviewing:sessions")),
        ("ket-luan", live_server.url + reverse("reviewing:conclusion", args=[session.pk])),
        ("giao-viec", live_server.url + reverse("reviewing:task", args=[session.pk])),
    ):
        page.goto(path)
        look(page, f"ra-soat-{name}")
        accessible(page)
        narrow(page)
