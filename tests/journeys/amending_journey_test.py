"""A letter by hand gets its enclosure, and an issued one its replacement, by clicking."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from playwright.sync_api import expect

from hoiam.letters import factories as f
from hoiam.letters.content import Paragraph
from hoiam.letters.take_in import take_in
from hoiam.letters.testing import PAPER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
NOW = f.AT + timedelta(hours=2)


@pytest.fixture
def drafter(monkeypatch, sign_in, live_server, page):
    """opens(document): its page, as whoever drafts it."""
    monkeypatch.setenv("HOIAM_NOW", NOW.isoformat())
    sign_in(f.person("coordinator"))
    return lambda document: page.goto(live_server.url + reverse("letters:document", args=[document.pk]))


def presses(page, verb):
    page.get_by_role("toolbar").get_by_role("link", name=verb).click()
    return page.locator("form#panel")


def test_what_a_letter_by_hand_says_is_enclosed_is_attached_to_it(page, drafter, look, accessible):
    take_in(
        ContentFile(PAPER, "bc-1384.pdf"),
        number_symbol="1384/TTKD ĐNI",
        date=f.AT.date(),
        signer="Người ký thử nghiệm",
        issuer="Trung tâm Kinh doanh VNPT",
        kind="report",
        subject="kết quả tiếp nhận",
        by=f.person("clerk"),
        at=f.AT,
    )
    said = Paragraph.of("Theo báo cáo (kèm theo Báo cáo số 1384/TTKD ĐNI), Chủ tịch yêu cầu:", "opening")
    drafter(f.drafted(f.content(body=(said, *f.content().body[1:]))))
    expect(page.get_by_text("chưa có tệp của văn bản ấy")).to_be_visible()
    panel = presses(page, "Liên kết văn bản")
    panel.get_by_label("Số, ký hiệu").fill("1384")
    panel.locator("[type=submit]").click()
    expect(panel).to_contain_text("Không có văn bản số 1384 trong các văn bản bạn được xem")
    look(page, "attach")
    accessible(page)
    panel.get_by_label("Số, ký hiệu").fill("1384/TTKD ĐNI")
    panel.locator("[type=submit]").click()
    expect(page.locator("#bao-nhanh")).to_contain_text("Đã liên kết.")
    expect(page.get_by_role("link", name="Báo cáo số 1384/TTKD ĐNI")).to_be_visible()
    expect(page.get_by_text("chưa có tệp của văn bản ấy")).to_have_count(0)
    look(page, "attached")
    presses(page, "Gỡ liên kết").locator("[type=submit]").click()
    expect(page.get_by_text("chưa có tệp của văn bản ấy")).to_be_visible()


def test_an_issued_letter_is_replaced_from_its_page(page, drafter, look, accessible):
    old = f.issued()
    drafter(old)
    panel = presses(page, "Thay thế")
    panel.get_by_label("Lý do thay thế").fill("Sai kỳ báo cáo")
    look(page, "replace")
    accessible(page)
    panel.locator("[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dự thảo")
    expect(page.get_by_text("Sai kỳ báo cáo")).to_be_visible()
    look(page, "replacing")
    page.get_by_role("link", name="Công văn số 01/UBND-HCC").click()
    expect(page.get_by_text("Thay thế văn bản này")).to_be_visible()
    look(page, "to-be-replaced")
