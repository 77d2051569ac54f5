"""The chain of July 2021 in a real browser: a dozen people make, sign, issue, pass on and reply, by clicking.

The month's report is frozen; the centre reports, the Office reports upon it, the letter 9193 is made from it,
two districts pass it on (one without a line), a ward and its city reply, and the top sees what is left. Only
the hour is moved and the worker is run by the test: all else is done on the screen by whose turn it is.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import expect

from hoiam.directing import factories as f
from hoiam.kit.moments import VN
from hoiam.letters.models import DeliveryAddress, Way
from hoiam.letters.work import carry_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
RIGHT, WRONG = "4 nội dung phản ánh chưa xử lý", "5 nội dung phản ánh chưa xử lý"
CITY, COUNTY = "UBND thành phố Biên Hòa", "UBND huyện Nhơn Trạch"


def at(day, month, hour):
    return datetime(2021, month, day, *map(int, hour.split(":")), tzinfo=VN)


class Desk:
    """The browser as somebody at some moment of 2021."""

    def __init__(self, page, server, sign_in, monkeypatch):
        self.page, self.server, self.sign_in, self.monkeypatch = page, server, sign_in, monkeypatch
        self.moment = at(29, 7, "17:05")

    def sits(self, person, moment, path=None):
        """Whose turn it is: at the address given, or at the page that lies open."""
        here, self.moment = urlsplit(self.page.url).path, moment
        self.page.goto("about:blank")  # an answer still under way would sign out whoever comes next
        self.monkeypatch.setenv("HOIAM_NOW", moment.isoformat())
        self.sign_in(person)
        self.page.goto(self.server + (path or here))

    def presses(self, verb, said, number=""):
        """A verb of a document: its panel opens in place and is sent, with a number where one is typed."""
        self.page.get_by_role("toolbar").get_by_role("link", name=verb).click()
        panel = self.page.locator("form#panel")
        if number:
            panel.get_by_role("spinbutton", name="Số").fill(number)
        panel.locator("[type=submit]").click()
        expect(self.page.locator("#bao-nhanh")).to_contain_text(said)

    def is_sent_out(self, writer, signer, clerk, moment, number=""):
        """The draft that lies open: submitted, signed and issued, each by its person."""
        self.sits(writer, moment)
        self.presses("Trình ký", "Đã trình ký.")
        self.sits(signer, moment)
        self.presses("Ký", "Đã ký.")
        self.sits(clerk, moment)
        self.presses("Phát hành", "Đã phát hành.", number)
        return urlsplit(self.page.url).path

    def worker(self):
        """Annex files and deliveries, in a thread of its own: this one has Playwright's event loop."""

        def done():
            try:
                carry_out(self.moment)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            pool.submit(done).result()


@pytest.fixture
def desk(page, live_server, sign_in, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    page.set_default_timeout(30_000)
    expect.set_options(timeout=20_000)  # drawing and signing on a busy machine
    return Desk(page, live_server.url, sign_in, monkeypatch)


@pytest.fixture
def chiefs():
    """Who signs for whom, as the rows of signers say."""
    heads = {
        "1022": (f.person("centre_manager", "1022"), "", "PHỤ TRÁCH TỔNG ĐÀI"),
        "vp-ubnd": (f.person("office_head", "vp-ubnd"), "", "CHÁNH VĂN PHÒNG"),
        "ubnd-tinh": (f.person("office_head", "vp-ubnd"), "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        f.BIEN_HOA: (f.person("authority_head", f.BIEN_HOA), "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        f.NHON_TRACH: (f.person("authority_head", f.NHON_TRACH), "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    }
    for unit, (who, capacity, position) in heads.items():
        f.letters.signer(unit, by=who, capacity=capacity, position=position)
    return {unit: who for unit, (who, _, _) in heads.items()}


@pytest.fixture
def mailbox():
    """The company also gets its letters by e-mail."""
    return DeliveryAddress.objects.create(
        unit_id=f.unit_id("dien-luc"), way=Way.EMAIL, address="vanthu@dien-luc.example"
    )


def test_from_the_frozen_month_to_the_last_reply(desk, chiefs, mailbox, look, accessible, narrow):
    month, office, clerk = f.july(), f.office(), f.person("clerk", "vp-ubnd")
    report = _the_centre_reports(desk, chiefs)
    look(desk.page, "letters-centre-report")
    _the_office_reports(desk, chiefs, report)
    _the_letter_is_composed(desk, report)
    look(desk.page, "letters-proof-read")
    accessible(desk.page)
    _its_slip_is_mended(desk)
    letter = desk.is_sent_out(office, chiefs["ubnd-tinh"], clerk, at(4, 8, "08:23"), "9193")
    mailbox.delete()
    desk.worker()
    desk.page.reload()
    look(desk.page, "letters-issued")
    accessible(desk.page)
    narrow(desk.page)
    _a_letter_that_did_not_arrive_is_sent_again(desk, mailbox, look)
    _nhon_trach_passes_on_without_a_line(desk, chiefs)
    _bien_hoa_passes_on_its_lines(desk, chiefs)
    _the_top_sees_who_has_read_and_passed_on(desk)
    _the_ward_replies(desk, month)
    _the_city_replies(desk, month)
    _the_top_sees_what_is_left(desk, month, look)
    _the_register_holds_the_number(desk, clerk, letter, look)


def _the_centre_reports(desk, chiefs):
    """Whoever watches the month freezes it, and the centre's own document is made from its figures."""
    page, writer = desk.page, f.person("coordinator", "1022")
    desk.sits(writer, at(29, 7, "17:05"), "/ban-lam-viec/bao-cao/")
    page.get_by_role("link", name="Lập báo cáo").click()
    page.get_by_label("Từ", exact=True).fill("2021-06-30T17:00")
    page.get_by_label("Đến (thời điểm chốt)").fill("2021-07-29T17:00")
    page.get_by_role("button", name="Lập báo cáo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Báo cáo 30/06/2021 17:00")
    report = urlsplit(page.url).path
    page.get_by_role("button", name="Soạn báo cáo của Tổng đài").click()
    expect(page.get_by_text("Dự thảo", exact=True).first).to_be_visible()
    desk.is_sent_out(writer, chiefs["1022"], f.person("clerk", "1022"), at(29, 7, "17:45"))
    expect(page.get_by_role("heading", level=1)).to_have_text("01/BC-TĐ1022")
    return report


def _the_office_reports(desk, chiefs, report):
    page, writer = desk.page, f.office()
    desk.sits(writer, at(2, 8, "09:10"), report)
    page.get_by_role("button", name="Soạn báo cáo của Văn phòng").click()
    expect(page.get_by_role("link", name="01/BC-TĐ1022").first).to_be_visible()
    desk.is_sent_out(writer, chiefs["vp-ubnd"], f.person("clerk", "vp-ubnd"), at(2, 8, "15:30"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("01/BC-")


def _the_letter_is_composed(desk, report):
    """From the report; then somebody types another count than the annex has lines."""
    page = desk.page
    desk.sits(f.office(), at(4, 8, "07:50"), report)
    page.get_by_role("link", name="Lập văn bản chỉ đạo").click()
    expect(page.get_by_label("Căn cứ: báo cáo của Văn phòng").locator("option:checked")).to_contain_text(
        "BC-"
    )
    page.get_by_label("Báo cáo trước ngày").fill("2021-08-15")
    page.get_by_label("Bối cảnh").fill("Trước tình hình dịch bệnh Covid-19 tiếp tục có diễn biến phức tạp")
    page.get_by_role("button", name="Soạn dự thảo").click()
    expect(page.get_by_text("Không có lỗi")).to_be_visible()
    _words_are_changed(page, RIGHT, WRONG)
    slip = page.get_by_role("listitem").filter(has_text="Phải sửa")
    expect(slip.first).to_contain_text("Phụ lục I")


def _its_slip_is_mended(desk):
    page = desk.page
    page.get_by_role("toolbar").get_by_role("link", name="Trình ký").click()
    page.locator("form#panel [type=submit]").click()
    expect(page.locator("form#panel").get_by_role("alert")).to_contain_text("phải sửa trước khi ký")
    words = _words_are_changed(page, WRONG, RIGHT)
    assert "(chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)" in words
    expect(page.get_by_text("Không có lỗi")).to_be_visible()


def _words_are_changed(page, old, new):
    page.get_by_role("link", name="Sửa dự thảo").click()
    box = page.get_by_label("Nội dung")
    words = box.input_value().replace(old, new)
    box.fill(words)
    page.get_by_role("button", name="Lưu dự thảo").click()
    return words


def _a_letter_that_did_not_arrive_is_sent_again(desk, mailbox, look):
    """The mailbox of the company is not known any more; the clerk sends once it is known again."""
    page, trouble = desk.page, "1 lượt gửi văn bản chưa tới nơi"
    page.get_by_role("link", name="Văn bản", exact=True).first.click()
    page.get_by_role("link", name=trouble).click()
    row = page.get_by_role("row").filter(has_text="9193/UBND-HCC")
    expect(row).to_contain_text("hãy ghi địa chỉ rồi gửi lại")
    look(page, "letters-troubles")
    mailbox.save(force_insert=True)
    row.get_by_role("button", name="Gửi lại").click()
    desk.worker()
    page.reload()
    expect(page.get_by_text("Mọi văn bản đã gửi tới nơi.")).to_be_visible()


def _opens_letter_9193(desk, writer, moment):
    desk.sits(writer, moment, "/ban-lam-viec/chi-dao/")
    desk.page.get_by_role("link", name="9193/UBND-HCC").click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("9193/UBND-HCC")


def _nhon_trach_passes_on_without_a_line(desk, chiefs):
    page, writer, clerk = desk.page, f.person("coordinator", "nt-vp"), f.person("clerk", "nt-vp")
    _opens_letter_9193(desk, writer, at(5, 8, "08:00"))
    page.get_by_role("link", name="Ban hành văn bản triển khai").click()
    expect(page.get_by_text("Nội dung sẽ ban hành")).to_be_visible()
    expect(page.get_by_role("heading", name="Phần của đơn vị")).to_have_count(0)
    page.get_by_role("button", name="Soạn dự thảo").click()
    expect(page.get_by_text("Đã soạn dự thảo văn bản triển khai.")).to_be_visible()
    desk.is_sent_out(writer, chiefs[f.NHON_TRACH], clerk, at(6, 8, "10:05"), "6499")
    expect(page.get_by_role("heading", level=1)).to_have_text("6499/UBND-CCHC")


def _bien_hoa_passes_on_its_lines(desk, chiefs):
    page, writer, clerk = desk.page, f.person("unit_head", f.BIEN_HOA), f.person("clerk", f.BIEN_HOA)
    _opens_letter_9193(desk, writer, at(5, 8, "09:00"))
    page.get_by_role("link", name="Ban hành văn bản triển khai").click()
    expect(page.get_by_text("Phần của đơn vị: 3 nội dung")).to_be_visible()
    page.get_by_role("button", name="Soạn dự thảo").click()
    expect(page.get_by_text("Đã soạn dự thảo văn bản triển khai.")).to_be_visible()
    desk.is_sent_out(writer, chiefs[f.BIEN_HOA], clerk, at(6, 8, "14:40"), "701")
    expect(page.get_by_role("heading", level=1)).to_contain_text("701/UBND")


def _the_top_sees_who_has_read_and_passed_on(desk):
    _opens_letter_9193(desk, f.office(), at(6, 8, "16:00"))
    units = desk.page.get_by_role("region", name="Kết quả của từng đơn vị").get_by_role("row")
    expect(units.filter(has_text=CITY)).to_contain_text("Đã triển khai 701/UBND")
    expect(units.filter(has_text="UBND huyện Long Thành")).to_contain_text("Chưa mở văn bản")
    expect(desk.page.get_by_text("UBND các huyện, thành phố đã mở 1/9")).to_be_visible()


def _the_ward_replies(desk, month):
    """A unit below, to the city that passed the letter on; the one above is not its to reply to."""
    page = desk.page
    desk.sits(f.person("unit_head", f.WARD), at(9, 8, "09:00"), "/ban-lam-viec/chi-dao/")
    expect(page.get_by_role("link", name="9193/UBND-HCC")).to_have_count(0)
    page.get_by_role("link", name="701/UBND").click()
    page.get_by_role("link", name="Báo cáo", exact=True).click()
    line = page.get_by_role("group", name=month["ward"].shown_code)
    line.get_by_label("Kết quả").select_option("in_hand")
    line.get_by_label("Ngày sẽ xong").fill("2021-08-12")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text("Đã gửi báo cáo.")).to_be_visible()
    expect(page.get_by_text("Đang xử lý, xong ngày 12/08/2021")).to_be_visible()


def _the_city_replies(desk, month):
    """What the ward said is filled in; of the line answered late the city owes its cause."""
    page = desk.page
    _opens_letter_9193(desk, f.person("unit_head", f.BIEN_HOA), at(10, 8, "10:30"))
    page.get_by_role("link", name="Báo cáo", exact=True).click()
    ward = page.get_by_role("group", name=month["ward"].shown_code)
    expect(ward.get_by_label("Ngày sẽ xong")).to_have_value("2021-08-12")
    page.get_by_role("group", name=month["open"].shown_code).get_by_label("Kết quả").select_option("settled")
    owed = page.get_by_role("group", name=month["late"].shown_code)
    for label in ("Nguyên nhân chậm", "Trách nhiệm", "Biện pháp khắc phục", "Người gửi xác nhận"):
        owed.get_by_label(label).fill("Thiếu người trực, đã phân công lại")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text("Đã gửi báo cáo.")).to_be_visible()


def _the_top_sees_what_is_left(desk, month, look):
    page = desk.page
    _opens_letter_9193(desk, f.office(), at(11, 8, "08:00"))
    expect(page.get_by_text("đã báo cáo 1/3 đơn vị · dứt điểm 2/6 nội dung")).to_be_visible()
    units = page.get_by_role("region", name="Kết quả của từng đơn vị").get_by_role("row")
    expect(units.filter(has_text=CITY)).to_contain_text("Đã báo cáo 10/08/2021")
    expect(units.filter(has_text="UBND huyện Long Thành")).to_contain_text("Chưa mở văn bản")
    lines = page.get_by_role("region", name=f"Nội dung giao {CITY}").get_by_role("row")
    expect(lines.filter(has_text=month["ward"].shown_code)).to_contain_text("Cấp dưới: Đang xử lý, xong ngày")
    differs = "Đơn vị báo đã xử lý dứt điểm; phản ánh vẫn ở bước"
    expect(lines.filter(has_text=month["open"].shown_code)).to_contain_text(differs)
    passed_on = page.get_by_role("region", name="Triển khai xuống cấp dưới").get_by_role("listitem")
    expect(passed_on.filter(has_text="6499/UBND-CCHC")).to_contain_text("không có nội dung phải xử lý")
    expect(passed_on.filter(has_text="701/UBND")).to_contain_text("có nội dung được giao")
    look(page, "letters-board")


def _the_register_holds_the_number(desk, clerk, letter, look):
    page = desk.page
    desk.sits(clerk, at(11, 8, "08:30"), "/ban-lam-viec/van-ban/")
    page.get_by_role("link", name="Sổ văn bản").click()
    row = page.get_by_role("row").filter(has_text="9193")
    row.get_by_role("link", name="Sổ công văn đi").click()
    entry = page.get_by_role("row").filter(has_text="9193/UBND-HCC")
    expect(entry).to_contain_text("04/08/2021")
    look(page, "letters-register")
    entry.get_by_role("link").click()
    expect(page).to_have_url(desk.server + letter)
    expect(page.get_by_role("row").filter(has_text=COUNTY)).to_contain_text("05/08/2021 08:00")
