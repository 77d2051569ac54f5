"""A letter by hand goes to several units, and its annex files come back signed, by clicking."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from hoiam.letters import factories as f
from hoiam.letters.annex_files import make_annexes, unsigned_annexes
from hoiam.letters.models import Document
from hoiam.letters.papers import content_of
from hoiam.signatures import identities
from hoiam.signatures.fields import ORGANISATION
from hoiam.signatures.sign import sign

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
NOW = f.AT + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _at_that_time(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setenv("HOIAM_NOW", NOW.isoformat())


def test_units_are_found_by_typing_and_added_by_a_click_each(page, sign_in, live_server, look, accessible):
    f.signer()
    sign_in(f.person("coordinator"))
    page.goto(live_server.url + reverse("letters:write", args=[f.unit_id("ubnd-tinh")]))
    page.get_by_label("Trích yếu").fill("nhắc việc")
    page.get_by_label("Nội dung").fill("Yêu cầu các đơn vị thực hiện./.")
    units = page.get_by_label("Kính gửi: đơn vị", exact=False)
    typed = page.locator(f"#{units.get_attribute('id')}").locator("xpath=preceding-sibling::input")
    for words, name in (
        ("xay dung", "Sở Xây dựng"),
        ("so noi vu", "Sở Nội vụ"),
        ("cam my", "UBND huyện Cẩm Mỹ"),
    ):
        typed.fill(words)
        units.get_by_role("option", name=name, exact=True).click()
    look(page, "units-chosen")
    accessible(page)
    typed.fill("xay dung")
    units.get_by_role("option", name="Sở Xây dựng", exact=True).click()  # taken off again
    page.get_by_role("button", name="Lưu dự thảo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dự thảo")
    letter = Document.objects.get().letter
    assert {line.text for line in letter.addressees} == {"Sở Nội vụ", "UBND huyện Cẩm Mỹ"}


def test_annex_files_signed_outside_are_brought_back_on_the_page(
    page, sign_in, live_server, look, accessible, monkeypatch
):
    document = f.issued(f.with_annexes(f.annex(("ubnd-731", 2), ("ubnd-740", 3))))
    seal = identities.authority().organisation("Ủy ban nhân dân tỉnh Đồng Nai")
    monkeypatch.setattr(identities, "organisation", lambda *_: None)
    make_annexes(NOW)
    sign_in(f.person("clerk"))
    page.goto(live_server.url + reverse("letters:document", args=[document.pk]))
    expect(page.get_by_text("còn 3/3 tệp")).to_be_visible()
    page.get_by_role("toolbar").get_by_role("link", name="Đưa phụ lục đã ký").click()
    panel = page.locator("form#panel")
    look(page, "annexes-wait")
    accessible(page)
    files = [
        {
            "name": f"{number}.pdf",
            "mimeType": "application/pdf",
            "buffer": sign(content_of(one.file), field=ORGANISATION, identity=seal, at=NOW),
        }
        for number, one in enumerate(unsigned_annexes(Document.objects.get()))
    ]
    panel.get_by_label("Tệp phụ lục đã ký ở ngoài").set_input_files(files)
    panel.locator("[type=submit]").click()
    expect(page.locator("#bao-nhanh")).to_contain_text("Đã nhận phụ lục đã ký.")
    expect(page.get_by_text("chờ chữ ký số của cơ quan")).to_have_count(0)
