"""A person signs in by the form, with the keyboard alone, and leaves by the menu."""

import pytest

from hoiam.accounts.factories import PersonFactory

DOOR = "/ban-lam-viec/dang-nhap/"
INSIDE = "/ban-lam-viec/giao-dien/"
PASSWORD = "mot mat khau dai"


@pytest.fixture
def person(transactional_db):
    """Somebody who may see the page of parts, the one desk page that needs no case."""
    return PersonFactory(
        username="lan", full_name="Cán bộ thử nghiệm 1", password=PASSWORD, is_system_admin=True
    )


def test_in_by_the_keyboard_and_out_by_the_menu(page, live_server, person):
    page.goto(f"{live_server.url}{DOOR}?next={INSIDE}")
    page.keyboard.type("lan")
    page.keyboard.press("Tab")
    page.keyboard.type("sai")
    page.keyboard.press("Enter")
    page.get_by_text("Tên đăng nhập hoặc mật khẩu không đúng.").wait_for()
    assert page.get_by_label("Tên đăng nhập").input_value() == "lan", "nothing typed is lost but the password"
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{INSIDE}")
    page.locator(".menu > summary").first.click()
    page.get_by_role("button", name="Đăng xuất").first.click()
    page.wait_for_url(f"**{DOOR}")


def test_the_door_is_accessible_and_fits(page, live_server, transactional_db, accessible, narrow, look):
    page.goto(f"{live_server.url}{DOOR}")
    accessible(page)
    narrow(page)
    look(page, "dang-nhap")
