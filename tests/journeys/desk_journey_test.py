"""A case from the call to its close, at the desk: operator, coordinator, unit, and the look of each page."""

import re

import pytest
from playwright.sync_api import expect

from hoiam.cases.factories import CALLER, forwarded, person, received
from hoiam.kit.clock import now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
WARD = "ubnd-26041"  # phường Trấn Biên, since 1/7/2025


@pytest.fixture
def desk(page, live_server, sign_in):
    """desk(role, unit, path): that person at that page."""

    def desk(role, unit, path=""):
        sign_in(person(role, unit, on=now()))
        page.goto(f"{live_server.url}/ban-lam-viec/{path}")
        return page

    return desk


def press(page, name):
    """Open a panel by its button; what comes stands in place."""
    page.get_by_role("link", name=re.compile(f"^{name}")).first.click()
    expect(page.locator("form#panel")).to_be_visible()


def send(page):
    page.locator("form#panel textarea, form#panel select, form#panel input").last.press("Control+Enter")
    expect(page.locator("form#panel")).to_have_count(0)


def take_call(page):
    page.get_by_label("Số điện thoại").first.fill(CALLER["phone"])
    page.get_by_label("Tên người gửi").fill(CALLER["name"])
    page.get_by_label("Người gửi nói").fill("Cống trước chợ bị nghẹt, nước tràn ra đường.")
    expect(page.get_by_text("Số này không có phản ánh nào đang mở.")).to_be_visible()


def answer(page):
    press(page, "Nhận xử lý")
    page.get_by_role("button", name="Nhận xử lý").click()
    expect(page.locator("#viec-dau")).to_contain_text("Đang xử lý")
    press(page, "Soạn trả lời")
    page.get_by_label("Trả lời người gửi").fill("Đã thông cống, nước rút hết.")
    page.get_by_label("Kết quả").first.select_option("done")
    page.locator("form#panel button[value=send]").click()


def test_a_call_becomes_a_case_that_is_forwarded_accepted_answered_and_closed(desk, accessible, look, narrow):
    page = desk("operator", "1022", "tiep-nhan/")
    take_call(page)
    accessible(page)
    look(page, "tiep-nhan")
    narrow(page)
    page.get_by_role("button", name="Tiếp nhận").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cống trước chợ bị nghẹt")
    address = page.url.split("/ban-lam-viec/")[1]

    page = desk("coordinator", "vp-ubnd")
    page.get_by_role("link", name="Cống trước chợ bị nghẹt").click()
    press(page, "Chuyển xử lý")
    page.get_by_label("Đơn vị xử lý").last.select_option(label="UBND phường Trấn Biên")
    accessible(page)
    look(page, "phan-anh-chuyen")
    send(page)
    expect(page.locator("#viec-dau")).to_contain_text("Chờ đơn vị nhận")

    page = desk("unit_head", WARD, address)
    answer(page)
    expect(page.locator("#viec-dau")).to_contain_text("Đã có trả lời, chờ báo người gửi")
    expect(page.get_by_role("link", name="Việc của đơn vị 0")).to_be_visible()
    expect(page.locator("#viec-sau")).to_contain_text("Đã thông cống, nước rút hết.")
    accessible(page)
    look(page, "phan-anh-da-tra-loi")

    page = desk("coordinator", "vp-ubnd", address)
    press(page, "Kết thúc")
    page.locator("form#panel button[type=submit]").click()
    expect(page.locator("#viec-dau")).to_contain_text("Kết thúc")


def test_the_inbox_the_search_and_the_overview_can_be_used_by_everybody(desk, accessible, look, narrow):
    for _ in range(3):
        received(at=now())
    forwarded(at=now(), unit=WARD)
    for path, name in (("", "hop-viec"), ("tim/?q=den+duong", "tim"), ("tong-quan/", "tong-quan")):
        page = desk("coordinator", "vp-ubnd", path)
        accessible(page)
        look(page, name)
        narrow(page)


def test_the_palette_finds_a_case_by_words_without_accents(desk):
    case = received(at=now())
    page = desk("coordinator", "vp-ubnd")
    page.keyboard.press("Control+k")
    page.keyboard.type("nha van hoa")
    page.get_by_role("option", name=re.compile("Đèn đường")).first.click()
    expect(page).to_have_url(re.compile(case.shown_code))


def test_an_identity_opens_only_when_asked_for_with_a_reason(desk):
    case = received(at=now(), petitioner=CALLER, channel="phone")
    page = desk("operator", "1022", f"viec/{case.shown_code}/")
    expect(page.get_by_text(CALLER["name"])).to_have_count(0)
    page.get_by_label("Vì sao cần xem").select_option("Liên hệ để xác minh")
    page.get_by_role("button", name="Xem danh tính").click()
    expect(page.get_by_text(CALLER["name"])).to_be_visible()
