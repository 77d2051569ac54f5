"""Who is late is seen, urged by telephone and chased: the Office and a unit's leader, in a real browser."""

import pytest
from playwright.sync_api import expect

from hoiam.accounts.models import Person
from hoiam.cases.factories import CENTRE, MONDAY, OTHER_UNIT, UNIT, forwarded, in_hand, person, received
from hoiam.chasing.chase import chase
from hoiam.kit import clock
from hoiam.kit.moments import iso
from hoiam.kit.sealing import seal
from hoiam.messaging.models import Message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
NOW = MONDAY.replace(day=14, hour=9)


@pytest.fixture
def july(monkeypatch):
    """Wednesday 14/7/2021, for the server's threads too, with a week of work behind it."""
    monkeypatch.setenv("HOIAM_NOW", iso(NOW))
    for role, unit in (
        ("unit_head", UNIT), ("focal_point", UNIT), ("officer", UNIT), ("focal_point", OTHER_UNIT),
        ("coordinator", "vp-ubnd"), ("office_head", "vp-ubnd"), ("shift_lead", CENTRE),
        ("centre_manager", CENTRE),
    ):  # fmt: skip
        person(role, unit)
    Person.objects.update(email="can-bo@example.vn")
    with clock.frozen(MONDAY):
        cases = [in_hand() for _ in range(4)] + [in_hand(unit=OTHER_UNIT), forwarded(), received()]
    for hour in range(8, 24 * 9, 5):
        moment = MONDAY.replace(hour=0) + (NOW - NOW.replace(hour=8)) * hour
        if moment <= NOW:
            chase(moment)
    Message.objects.create(
        to_contact=seal("nguoidan@example.vn"), channel="email", template="late", about=cases[0].code,
        body="x", state="stuck", last_error="Bị ngắt khi đang gửi, chưa rõ đã đến hay chưa.", created_at=NOW,
        send_after=NOW,
    )  # fmt: skip
    return cases


@pytest.fixture
def chasing(page, live_server, sign_in):
    """chasing(role, unit, path): that person at that page."""

    def chasing(role, unit, path=""):
        sign_in(person(role, unit))
        page.goto(f"{live_server.url}/ban-lam-viec/don-doc/{path}")
        return page

    return chasing


def test_the_office_sees_who_is_late_urges_by_telephone_and_sends_again(
    july, chasing, accessible, look, narrow
):
    page = chasing("coordinator", "vp-ubnd")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đôn đốc")
    accessible(page)
    narrow(page)
    look(page, "don-doc")

    page.get_by_role("link", name="UBND thành phố Biên Hòa").first.click()
    page.get_by_role("link", name=f"Nhắc {july[0].shown_code}").click()
    form = page.locator("form#panel")
    form.get_by_label("Cách nhắc").select_option("phone")
    form.get_by_label("Đơn vị trả lời").fill("Đang chờ vật tư.")
    form.get_by_label("Hẹn xong lúc").fill("2021-07-15T10:00")
    look(page, "don-doc-nhac")
    form.get_by_role("button", name="Nhắc").click()
    expect(form).to_have_count(0)
    expect(page.locator("#danh-sach")).to_contain_text("hẹn 15/07/2021 10:00")
    accessible(page)
    narrow(page)
    look(page, "don-doc-don-vi")

    page = chasing("coordinator", "vp-ubnd", "da-nhac/")
    accessible(page)
    narrow(page)
    look(page, "don-doc-da-nhac")
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_text("Tin nào cũng đã gửi được.")).to_be_visible()


def test_the_office_changes_a_step_and_everybody_can_read_the_table(july, chasing, accessible, look, narrow):
    page = chasing("office_head", "vp-ubnd", "cac-buoc/")
    accessible(page)
    narrow(page)
    look(page, "don-doc-cac-buoc")
    page.get_by_role("link", name="Đổi bước 5: Trả lời người gửi").click()
    form = page.locator("form#panel")
    form.get_by_label("Cách hạn").fill("2")
    accessible(page)
    look(page, "don-doc-doi-buoc")
    form.get_by_role("button", name="Ghi").click()
    expect(page.get_by_text("Đã đặt bước đôn đốc.")).to_be_visible()
    expect(page.get_by_text("2 ngày làm việc sau hạn").first).to_be_visible()


def test_a_leader_reads_what_was_told_and_chooses_how(july, chasing, accessible, look, narrow):
    page = chasing("unit_head", UNIT)
    expect(page.get_by_text("UBND huyện Trảng Bom")).to_have_count(0)
    page.get_by_role("navigation", name="Các trang đôn đốc").get_by_role("link", name="Tin của tôi").click()
    expect(page.get_by_text("Cần xử lý ngay 5 việc")).to_be_visible()
    accessible(page)
    narrow(page)
    look(page, "don-doc-tin-cua-toi")
    page.get_by_label("Gửi cả qua thư điện tử").uncheck()
    page.get_by_role("button", name="Ghi").click()
    expect(page.get_by_text("Đã ghi cách nhận tin.")).to_be_visible()
    expect(page.get_by_label("Gửi cả qua thư điện tử")).not_to_be_checked()
