"""The interface in a real browser: nothing is blocked, everything can be reached, by keyboard too."""

import re

import pytest
from playwright.sync_api import expect

from hoiam.accounts.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

GALLERY = "/ban-lam-viec/giao-dien/"

A_FORM_COMES = """() => {
    const form = document.createElement("form");
    form.dataset.keep = "thu";
    form.innerHTML = `<label>Nội dung <textarea name="content"></textarea></label>
        <label>Mật khẩu <input type="password" name="secret"></label>`;
    document.querySelector("main").prepend(form);
    htmx.trigger(form, "htmx:load", { elt: form });
}"""
IT_WAS_SENT = """() => {
    const sent = document.createElement("p");
    sent.dataset.sent = "thu";
    document.querySelector("main").append(sent);
    htmx.trigger(sent, "htmx:load", { elt: sent });
}"""


@pytest.fixture
def gallery(page, live_server, sign_in):
    """The page of all parts, as the system administrator sees it; in public sizes with `True`."""

    def open_it(large=False):
        page.goto(live_server.url + GALLERY + ("?co=lon" if large else ""))
        return page

    sign_in(PersonFactory(full_name="Quản trị thử nghiệm 1", is_system_admin=True))
    return open_it


def focus(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def test_the_policy_blocks_nothing_that_a_page_needs(gallery):
    page = gallery()
    policy = page.request.get(page.url).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert page.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('16px \"Be Vietnam Pro\"', 'Ộ'))"
    )
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "14px"
    assert page.evaluate("htmx.config.allowEval") is False
    loaded = page.evaluate(
        """performance.getEntriesByType("resource")
            .map((r) => [new URL(r.name).origin === origin, r.responseStatus])"""
    )
    assert len(loaded) >= 4
    assert all(ours and status == 200 for ours, status in loaded)


@pytest.mark.parametrize("large", [False, True], ids=["desk", "public"])
def test_every_part_can_be_used_by_everybody(gallery, accessible, narrow, look, large):
    page = gallery(large)
    accessible(page)
    narrow(page)
    look(page, "giao-dien-cong-khai" if large else "giao-dien-ban-lam-viec")


def test_strangers_do_not_find_the_gallery(page, live_server, accessible, look):
    answer = page.goto(live_server.url + GALLERY)
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Không có trang này")).to_be_visible()
    accessible(page)
    look(page, "khong-co-trang")


def test_the_command_palette_goes_where_the_words_say(gallery, accessible, look):
    page = gallery()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Gõ mã số, tên đơn vị hoặc thao tác")
    expect(field).to_be_focused()
    expect(page.locator("#bang-lenh").get_by_role("option").first).to_have_attribute("aria-selected", "true")
    accessible(page)
    look(page, "bang-lenh")
    field.fill("bi tra")  # without accents
    expect(page.locator("#bang-lenh").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#bi-tra-lai$"))


def test_arrows_walk_the_palette_and_escape_leaves_it(gallery):
    page = gallery()
    page.get_by_role("link", name="Tìm").click()
    options = page.locator("#bang-lenh").get_by_role("option")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_cases_found_by_the_desk_stand_first_and_enter_without_any_searches(gallery, context):
    page = gallery()
    context.route(
        "**/tim-nhanh/?q=*",
        lambda route: route.fulfill(
            json=[{"label": "Ổ gà trước cổng trường", "note": "2108", "url": "#oga"}]
        ),
    )
    page.locator("#bang-lenh").evaluate("(palette) => { palette.dataset.results = '/tim-nhanh/'; }")
    page.keyboard.press("/")
    page.keyboard.type("không có lệnh này")
    expect(page.locator("#bang-lenh").get_by_role("option")).to_have_text(
        [re.compile("Ổ gà trước cổng trường")]
    )
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#oga$"))
    context.unroute("**/tim-nhanh/?q=*")
    page.locator("#bang-lenh").evaluate("(palette) => { delete palette.dataset.results; }")
    page.keyboard.press("/")
    page.keyboard.type("zzz")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/ban-lam-viec/tim/\?q=zzz$"))


def test_letters_walk_the_list_and_can_be_turned_off(gallery):
    page = gallery()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focus(page) == "Xin hỗ trợ lương thực cho khu trọ phong tỏa"
    page.keyboard.press("x")
    expect(page.get_by_label("Chọn 2108-3310178-3")).to_be_checked()
    page.keyboard.press("k")
    assert focus(page) == "Nước đen, mùi hôi chảy ra suối Săn Máu"
    page.locator(".menu > summary").click()
    page.get_by_label("Dùng phím tắt một chữ").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_letter_typed_into_a_field_is_only_a_letter(gallery):
    page = gallery()
    field = page.get_by_label("Số điện thoại", exact=True)
    field.fill("")
    field.press_sequentially("jkx?/c")
    expect(field).to_have_value("jkx?/c")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_chosen_theme_is_there_before_the_script_runs(gallery, browser, context):
    page = gallery()
    page.locator(".menu > summary").click()
    page.get_by_label("Tối").check()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 21, 19)"
    without = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    try:
        still = without.new_page()
        still.goto(page.url)
        assert still.locator("html").get_attribute("data-theme") == "dark"
    finally:
        without.close()
    page.get_by_label("Theo máy").check()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") is None


def test_what_is_being_written_is_kept_until_it_is_sent(gallery):
    page = gallery()
    page.evaluate(A_FORM_COMES)
    page.get_by_label("Nội dung").fill("Rác chất đống ba ngày")
    page.get_by_label("Mật khẩu").fill("bí mật")
    page.wait_for_timeout(500)
    assert "bí mật" not in page.evaluate("localStorage.getItem('nhap:thu')")
    page.reload()
    page.evaluate(A_FORM_COMES)
    expect(page.get_by_label("Nội dung")).to_have_value("Rác chất đống ba ngày")
    page.evaluate(IT_WAS_SENT)
    assert page.evaluate("localStorage.getItem('nhap:thu')") is None


def test_a_long_list_is_found_by_a_part_of_a_name_without_accents(gallery):
    page = gallery()
    units = page.get_by_label("Chuyển đến đơn vị", exact=True)
    page.get_by_label("Gõ để lọc").fill("trang bo")
    expect(units.locator("option")).to_have_text(["UBND huyện Trảng Bom"])
    expect(units).to_have_value("UBND huyện Trảng Bom")
    page.get_by_label("Gõ để lọc").fill("xa")
    page.keyboard.press("ArrowDown")
    expect(units).to_have_value("UBND xã Lộc An")
    page.get_by_label("Gõ để lọc").fill("")
    expect(units.locator("option")).to_have_count(16)
    expect(units).to_have_value("UBND xã Lộc An")


def test_the_page_says_that_the_network_is_away_and_back(gallery, context):
    page = gallery()
    expect(page.locator("#mat-mang")).to_be_hidden()
    context.set_offline(True)
    expect(page.locator("#mat-mang")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#mat-mang")).to_be_hidden()


def test_a_toast_says_it_once_and_keeps_the_focus_where_it_was(gallery):
    page = gallery()
    page.get_by_label("Lời nhắn cho đơn vị").first.focus()
    before = page.evaluate("document.activeElement.id")
    page.evaluate("""document.body.dispatchEvent(new CustomEvent("toast",
        { bubbles: true, detail: { text: "Đã chuyển Sở Xây dựng", url: "#x" } }))""")
    expect(page.locator("#bao-nhanh")).to_contain_text("Đã chuyển Sở Xây dựng")
    expect(page.locator("#bao-nhanh a")).to_have_text("Thu hồi")
    assert page.evaluate("document.activeElement.id") == before
    page.locator("#bao-nhanh").get_by_role("button", name="Đóng").click()
    expect(page.locator("#bao-nhanh .toast")).to_have_count(0)


def test_everything_is_there_without_a_script(browser, live_server, client):
    client.force_login(PersonFactory(full_name="Quản trị thử nghiệm 1", is_system_admin=True))
    context = browser.new_context(java_script_enabled=False)
    try:
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(live_server.url + GALLERY)
        page.locator(".menu > summary").click()
        expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
        expect(page.get_by_role("link", name="Tìm")).to_have_attribute("href", "/ban-lam-viec/tim/")
        expect(page.locator(".bulk").first).to_be_visible()
    finally:
        context.close()
