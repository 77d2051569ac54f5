"""A directive in a real browser: made from a report, followed, passed on in two clicks, replied to."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from playwright.sync_api import expect

from hoiam.directing import factories as f
from hoiam.directing.reply_by_link import make_link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
NOW = f.AT + timedelta(days=5)


@pytest.fixture(autouse=True)
def _summer(monkeypatch, settings, tmp_path):
    """The server's own thread lives in August 2021 too."""
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setenv("HOIAM_NOW", NOW.isoformat())


@pytest.fixture
def month():
    return f.july()


@pytest.fixture(autouse=True)
def _patient(page):
    page.set_default_timeout(60_000)


def apart(work):
    """In a thread of its own: signing wants an event loop, and this thread has Playwright's."""

    def done():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()


@pytest.fixture
def directive(month):
    return apart(lambda: f.in_force(f.composed()))


def test_the_office_makes_a_letter_from_the_report(
    month, page, live_server, sign_in, look, accessible, narrow
):
    report = f.report_of_july()
    f.letters.signer()
    sign_in(f.office())
    page.goto(f"{live_server.url}/ban-lam-viec/bao-cao/{report.pk}/")
    page.get_by_role("link", name="Lập văn bản chỉ đạo").click()
    expect(page.get_by_text("Phụ lục I: 4 nội dung")).to_be_visible()
    look(page, "directive-compose")
    accessible(page)
    narrow(page)
    page.get_by_label("Báo cáo trước ngày").fill("2021-08-15")
    page.get_by_role("button", name="Soạn dự thảo").click()
    expect(page.get_by_text("Đã soạn dự thảo văn bản chỉ đạo.")).to_be_visible()


def test_the_board_shows_who_did_what_and_what_is_left(
    directive, month, page, live_server, sign_in, look, accessible, narrow
):
    apart(lambda: f.in_force(f.passed_on(directive), number=701))
    apart(lambda: f.in_force(f.passed_on(directive, f.NHON_TRACH), number=6499))
    f.replied(directive, [f.said(month["other"]), f.explained(month["other_late"])], f.LONG_THANH)
    sign_in(f.office())
    page.goto(f"{live_server.url}/ban-lam-viec/chi-dao/")
    page.get_by_role("link", name="9193/UBND-HCC").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("9193/UBND-HCC")
    expect(page.get_by_text("đã báo cáo 1/3 đơn vị")).to_be_visible()
    page.get_by_text("UBND huyện Long Thành còn", exact=False).click()
    expect(page.get_by_text("Đơn vị báo đã xử lý dứt điểm; phản ánh vẫn ở bước").first).to_be_visible()
    expect(page.get_by_role("link", name="6499/UBND")).to_be_visible()
    look(page, "directive-board")
    accessible(page)
    narrow(page)
    page.get_by_role("link", name="UBND thành phố Biên Hòa").first.click()
    expect(page.get_by_role("heading", name="UBND thành phố Biên Hòa: 3 nội dung")).to_be_visible()


def test_an_addressee_passes_on_in_two_clicks_and_replies(
    directive, month, page, live_server, sign_in, look, accessible, narrow
):
    sign_in(f.district(f.BIEN_HOA))
    page.goto(f"{live_server.url}/ban-lam-viec/chi-dao/{directive.pk}/")
    look(page, "directive-addressee")
    page.get_by_role("link", name="Ban hành văn bản triển khai").click()
    expect(page.get_by_text("Phần của đơn vị: 3 nội dung")).to_be_visible()
    look(page, "directive-cascade")
    accessible(page)
    narrow(page)
    page.get_by_role("button", name="Soạn dự thảo").click()
    expect(page.get_by_text("Đã soạn dự thảo văn bản triển khai.")).to_be_visible()
    page.goto(f"{live_server.url}/ban-lam-viec/chi-dao/{directive.pk}/")
    page.get_by_role("link", name="Báo cáo", exact=True).click()
    line = page.get_by_role("group", name=month["open"].shown_code)
    line.get_by_label("Kết quả").select_option("in_hand")
    line.get_by_label("Ngày sẽ xong").fill("2021-08-20")
    look(page, "directive-reply")
    accessible(page)
    narrow(page)
    page.get_by_role("button", name="Gửi báo cáo").click()
    # Of the line answered late nothing was said yet: it is filled in as settled and owes its cause.
    expect(page.get_by_text("phải nêu nguyên nhân, trách nhiệm và biện pháp khắc phục")).to_be_visible()
    owed = page.get_by_role("group", name=month["late"].shown_code)
    for label in ("Nguyên nhân chậm", "Trách nhiệm", "Biện pháp khắc phục", "Người gửi xác nhận"):
        owed.get_by_label(label).fill("Thiếu người trực")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text("Đã gửi báo cáo.")).to_be_visible()
    expect(page.get_by_text("Đang xử lý, xong ngày 20/08/2021")).to_be_visible()


def test_a_company_replies_at_its_secret_address(
    directive, month, page, live_server, look, accessible, narrow
):
    _, token = make_link(directive, f.unit_id("dien-luc"), by=f.office(), at=NOW)
    page.goto(f"{live_server.url}/tra-loi-chi-dao/{token}/")
    expect(
        page.get_by_text("Báo cáo trước ngày 15/8/2021 (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)")
    ).to_be_visible()
    look(page, "directive-link")
    accessible(page)
    narrow(page)
    page.get_by_label("Kết quả").select_option("settled")
    page.get_by_label("Họ tên, chức vụ người báo cáo").fill("Nhân viên thử nghiệm")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text("Đã nhận báo cáo.")).to_be_visible(timeout=30_000)
    assert directive.replies.get().via == "link"
