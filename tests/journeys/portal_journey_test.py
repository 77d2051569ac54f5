"""A citizen with a small telephone: sends once, keeps the number, looks it up, says whether it is done."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from hoiam.cases.factories import CALLER, MONDAY, do, hours, in_state, received
from hoiam.cases.mine import own_case
from hoiam.cases.queries import open_cases_of_phone
from hoiam.files import samples
from hoiam.intake.secret import secret_of
from hoiam.kit.moments import iso

NOW = MONDAY + hours(9 * 24)
SECRET = secret_of("0" * 32)


@pytest.fixture(autouse=True)
def phone(page, settings, tmp_path, monkeypatch, transactional_db):
    """A telephone of 360 px, in July 2021."""
    settings.MEDIA_ROOT = tmp_path / "files"
    page.set_viewport_size({"width": 360, "height": 740})
    monkeypatch.setenv("HOIAM_NOW", iso(NOW))
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def good(page, accessible, narrow, look):
    """good(name): the page is accessible, fits a narrow screen, and is looked at."""

    def good(name):
        accessible(page)
        narrow(page)
        look(page, f"cong-{name}")

    return good


def fill(page, live_server):
    page.goto(f"{live_server.url}/phan-anh/gui/")
    page.get_by_label("Chuyện gì xảy ra?").fill("Rác chất đống trước chợ tạm đã ba ngày.")
    page.get_by_role("textbox", name="Số điện thoại").fill("0900000001")


def send(page):
    return page.get_by_role("button", name="Gửi phản ánh")


def code_on(page):
    return re.search(r"\d{4}-\d{7}-\d", page.get_by_role("heading", level=1).inner_text())[0]


def test_from_the_first_word_to_the_case_found_again(page, live_server, good):
    page.goto(live_server.url)
    good("trang-dau")
    page.get_by_label("Ông/bà muốn nói việc gì?").fill("Rác chất đống trước chợ tạm đã ba ngày.")
    send(page).click()
    expect(page.get_by_label("Chuyện gì xảy ra?")).to_have_value("Rác chất đống trước chợ tạm đã ba ngày.")
    good("gui")
    photo = {"name": "rac.jpg", "mimeType": "image/jpeg", "buffer": samples.picture(640, 480)}
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("textbox", name="Số điện thoại").fill("0900000001")
    send(page).click()
    code = code_on(page)
    good("da-gui")
    page.reload()
    assert code_on(page) == code
    page.goto(f"{live_server.url}/tra-cuu/")
    page.get_by_role("textbox", name="Mã số").fill(code)
    page.get_by_role("textbox", name="Số điện thoại đã dùng khi gửi").fill("0900 000 001")
    page.get_by_role("button", name="Xem việc của tôi").click()
    expect(page.get_by_text(f"Mã số {code}")).to_be_visible()
    expect(page.get_by_text("Tổng đài 1022 đã nhận phản ánh của ông/bà")).to_be_visible()
    good("viec-moi")


def test_a_double_click_makes_one_case(page, live_server):
    fill(page, live_server)
    send(page).dblclick()
    page.wait_for_url("**/da-gui/")
    code = code_on(page)
    page.go_back()
    assert len(received_here()) == 1
    assert received_here() == [code.replace("-", "")]


def received_here():
    return [case.code for case in open_cases_of_phone("0900000001")]


def test_it_works_with_the_keyboard_and_without_a_script(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    fill(page, live_server)
    page.get_by_role("textbox", name="Số điện thoại").press("Enter")
    assert code_on(page)
    context.close()


def test_a_refusal_keeps_every_word_and_stands_where_it_is_seen(page, live_server, good):
    fill(page, live_server)
    page.get_by_role("textbox", name="Số điện thoại").fill("12")
    send(page).click()
    expect(page.get_by_text("Số điện thoại không đúng")).to_be_visible()
    expect(page.get_by_label("Chuyện gì xảy ra?")).to_have_value("Rác chất đống trước chợ tạm đã ba ngày.")
    good("gui-bi-tu-choi")


def test_a_draft_comes_back_after_the_page_was_left_and_is_forgotten_once_sent(page, live_server):
    fill(page, live_server)
    page.wait_for_timeout(500)
    page.goto(f"{live_server.url}/phan-anh/gui/")
    expect(page.get_by_label("Chuyện gì xảy ra?")).to_have_value("Rác chất đống trước chợ tạm đã ba ngày.")
    send(page).click()
    page.wait_for_url("**/da-gui/")
    page.goto(f"{live_server.url}/phan-anh/gui/")
    expect(page.get_by_label("Chuyện gì xảy ra?")).to_have_value("")


def test_an_answer_is_read_and_judged(page, live_server, good):
    case = in_state("answered", petitioner={**CALLER, "secret": SECRET})
    page.goto(f"{live_server.url}/tra-cuu/{SECRET}/")
    good("viec-da-tra-loi")
    page.get_by_text("Chưa xong", exact=True).click()
    page.get_by_label("Ông/bà có hài lòng với cách xử lý không?").select_option("Không hài lòng")
    page.get_by_role("button", name="Gửi câu trả lời").click()
    expect(page.get_by_text("Cảm ơn ông/bà đã đánh giá.").first).to_be_visible()
    expect(page.locator(".chip", has_text="Đang xử lý lại")).to_be_visible()
    assert own_case(case.code).life == 2


def test_what_was_asked_is_answered(page, live_server, good):
    in_state("waiting", petitioner={**CALLER, "secret": SECRET})
    page.goto(f"{live_server.url}/tra-cuu/{SECRET}/")
    expect(page.locator(".quote", has_text="Đèn số mấy?").first).to_be_visible()
    good("viec-can-bo-sung")
    page.get_by_label("Ông/bà muốn cho biết thêm điều gì?").fill("Đèn số 12.")
    page.get_by_role("button", name="Gửi bổ sung").click()
    expect(page.get_by_text("Đã ghi nội dung ông/bà bổ sung.")).to_be_visible()


def test_taking_it_back_asks_to_be_sure(page, live_server, good):
    in_state("in_hand", petitioner={**CALLER, "secret": SECRET})
    page.goto(f"{live_server.url}/tra-cuu/{SECRET}/")
    page.locator("summary", has_text="Rút phản ánh").click()
    good("rut")
    page.get_by_label("Tôi muốn rút phản ánh này.").check()
    page.get_by_role("button", name="Rút phản ánh").click()
    expect(page.locator(".chip", has_text="Ông/bà đã rút")).to_be_visible()


def test_not_found_says_so_and_no_more(page, live_server, good):
    page.goto(f"{live_server.url}/tra-cuu/")
    page.get_by_role("textbox", name="Mã số").fill("2107-1234567-8")
    page.get_by_role("textbox", name="Số điện thoại đã dùng khi gửi").fill("0900000001")
    page.get_by_role("button", name="Xem việc của tôi").click()
    expect(page.get_by_role("alert")).to_contain_text("Không tìm thấy với mã số và số điện thoại này.")
    good("tra-cuu-khong-thay")


def test_what_others_asked_is_found_without_accents(page, live_server, good):
    for title in ("Đèn đường hỏng gần trường học", "Rác tồn đọng trước chợ tạm"):
        do(in_state("answered"), "publish", by="reviewer@1022", title=title, text="Đã làm xong sáng nay.")
    page.goto(f"{live_server.url}/phan-anh/")
    good("da-hoi")
    page.get_by_label("Tìm việc giống của ông/bà").fill("den duong")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_text("Rác tồn đọng")).to_have_count(0)
    page.get_by_role("link", name="Đèn đường hỏng gần trường học").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đèn đường hỏng gần trường học")
    good("mot-viec")


def test_the_figures_can_be_read_by_anyone(page, live_server, good):
    for _ in range(3):
        in_state("answered")
    received()
    page.goto(f"{live_server.url}/thong-ke/")
    page.get_by_text("Xem bảng số").click()
    good("so-lieu")
