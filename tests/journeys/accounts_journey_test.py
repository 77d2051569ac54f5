"""Somebody new at a ward, from the keeper of its accounts to the first sign-in with a password of her own."""

import pytest
from playwright.sync_api import expect

from hoiam.cases.factories import person
from hoiam.kit.clock import now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
WARD = "ubnd-26041"
PASSWORD = "mot mat khau dai"


def test_a_keeper_adds_somebody_who_chooses_her_own_password(
    page, live_server, sign_in, accessible, look, narrow
):
    for role in ("unit_head", "officer", "focal_point"):
        person(role, WARD, on=now())
    sign_in(person("unit_admin", WARD, on=now()))
    page.goto(f"{live_server.url}/ban-lam-viec/tai-khoan/")
    accessible(page)
    look(page, "tai-khoan")
    narrow(page)
    page.get_by_role("link", name="Thêm người").click()
    look(page, "tai-khoan-them")
    page.get_by_label("Họ và tên").fill("Trần Thị Lan")
    page.get_by_label("Tên đăng nhập").fill("lan.tran")
    page.get_by_label("Vai trò").select_option("officer")
    page.get_by_role("button", name="Thêm người").click()
    link = page.get_by_label("Địa chỉ").input_value()
    accessible(page)
    look(page, "tai-khoan-nguoi")
    narrow(page)
    page.context.clear_cookies()
    page.goto(link)
    accessible(page)
    look(page, "dat-mat-khau")
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    page.get_by_role("button", name="Đặt mật khẩu").click()
    page.get_by_label("Tên đăng nhập").fill("lan.tran")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Trần Thị Lan").first).to_be_visible()
