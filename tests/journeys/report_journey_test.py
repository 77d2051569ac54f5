"""The report in a real browser: a leader reads it and opens a number; a unit objects before the cut."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hoiam.cases.factories import person
from hoiam.cases.figures import Window
from hoiam.kit.moments import parse_moment
from hoiam.reporting.definitions import definition
from hoiam.reporting.factories import write_records
from hoiam.reporting.make import Asked, monthly_report
from hoiam.reporting.objections import open_period

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]

SAMPLES = Path(__file__).parents[2] / "hoiam/reporting/samples/sample_lives.jsonl"
START, END = parse_moment("2021-06-30T17:00"), parse_moment("2021-07-29T17:00")


@pytest.fixture
def lives():
    records = map(json.loads, SAMPLES.read_text(encoding="utf-8").splitlines())
    write_records(records, recorded_at=END + timedelta(days=300))


def test_a_leader_reads_the_month_and_opens_a_number(
    lives, page, live_server, sign_in, look, accessible, narrow
):
    report = monthly_report(Asked(Window(START, END, END), definition()))
    sign_in(person("office_head", "vp-ubnd"))
    page.goto(f"{live_server.url}/ban-lam-viec/bao-cao/{report.pk}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Báo cáo 30/06/2021 17:00 – 29/07/2021 17:00"
    )
    look(page, "report")
    accessible(page)
    narrow(page)
    page.get_by_role("link", name="Quá hạn, chưa trả lời").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quá hạn")
    expect(page.get_by_text("52 phản ánh, như đã lưu")).to_be_visible()
    look(page, "report-lines")
    accessible(page)
    narrow(page)
    page.go_back()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải PDF").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")


def test_a_unit_objects_and_the_office_decides(lives, page, live_server, sign_in, look, accessible, narrow):
    office = person("coordinator", "vp-ubnd")
    period = open_period(START, END, by=office)
    address = f"{live_server.url}/ban-lam-viec/bao-cao/ky/{period.pk}/"
    sign_in(person("unit_head", "so-xay-dung"))
    page.goto(address)
    accessible(page)
    narrow(page)
    page.get_by_role("link", name="Nêu ý kiến").first.click()
    page.get_by_label("Ý kiến của đơn vị").fill("Chờ đơn vị điện lực cắt điện để thay bóng.")
    accessible(page)
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_text("Đã gửi ý kiến đến Văn phòng.")).to_be_visible()
    expect(page.get_by_text("Chờ Văn phòng quyết định.")).to_be_visible()
    sign_in(office)
    page.goto(address)
    page.locator("summary", has_text="Quyết định").click()
    look(page, "report-period")
    accessible(page)
    page.get_by_label("Chấp nhận", exact=True).check()
    page.get_by_label("Nguyên nhân chậm").select_option("waits_partner")
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.get_by_text("Đã quyết định ý kiến của đơn vị.")).to_be_visible()
    report = monthly_report(Asked(Window(START, END, END), definition()), by=office)
    assert report.objections["upheld"] == 1
