"""Evaluation in a real browser: a matter from the request to the head's decision, a month, and the index."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from hoiam.cases.factories import MONDAY, UNIT, answered, do, in_hand, person, unit_id
from hoiam.evaluating.factories import accused_head, head, matter_in, worker
from hoiam.evaluating.freeze_month import freeze_month
from hoiam.evaluating.models import Explanation
from hoiam.kit import clock
from hoiam.kit.moments import VN

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
PLACE = "/ban-lam-viec/danh-gia/"
NOW = datetime(2021, 8, 2, 9, tzinfo=VN)


@pytest.fixture(autouse=True)
def august(monkeypatch):
    """The server works in threads of its own, so the hour comes from the environment."""
    monkeypatch.setenv("HOIAM_NOW", NOW.isoformat())


@pytest.fixture
def checked(look, accessible, narrow):
    """checked(page, name): readable by everybody, on a small screen too; a picture where one is asked for."""

    def checked(page, name):
        accessible(page)
        narrow(page)
        look(page, name)

    return checked


def test_home_affairs_asks_the_unit_answers_and_the_head_decides(page, live_server, sign_in, checked):
    matter = matter_in("opened")
    place = f"{live_server.url}{PLACE}"
    sign_in(worker())
    page.goto(f"{place}thoi-han/")
    checked(page, "matter-terms")
    page.get_by_role("link", name="Đổi thời hạn: Xác minh").click()
    checked(page, "matter-term")
    page.goto(f"{place}vu-viec/")
    checked(page, "matters")
    page.get_by_role("link", name=matter.short).click()
    page.get_by_role("link", name="Đề nghị giải trình").click()
    page.get_by_label("Việc cần giải trình").fill("Việc tiếp dân sáng 5/7 tại bộ phận Một cửa.")
    page.get_by_role("button", name="Đề nghị giải trình").click()
    expect(page.get_by_text("Chờ giải trình")).to_be_visible()
    checked(page, "matter-explaining")
    sign_in(accused_head())
    page.goto(f"{place}giai-trinh/{Explanation.objects.get().key}/")
    checked(page, "explanation")
    page.get_by_label("Giải trình của đơn vị").fill("Do đông người, đã nhắc ngay trong buổi.")
    page.get_by_role("button", name="Gửi giải trình").click()
    expect(page.get_by_text("Đã gửi giải trình.")).to_be_visible()
    matter.refresh_from_db()
    matter_in("proposed", matter=matter)
    sign_in(head())
    page.goto(f"{place}vu-viec/{matter.key}/")
    page.get_by_role("link", name="Quyết định", exact=True).click()
    page.get_by_label("Đồng ý với đề xuất").check()
    page.get_by_role("button", name="Quyết định").click()
    expect(page.get_by_text("Chờ thực hiện")).to_be_visible()
    checked(page, "matter-decided")


def test_a_unit_reads_its_month_and_the_index(page, live_server, sign_in, checked):
    for score in (5, 4, 4, 5, 2):
        do(answered(), "rate", by="petitioner", score=score)
    in_hand()
    with clock.frozen(NOW):
        freeze_month(MONDAY.date().replace(day=1), by=None, at=NOW)
    sign_in(person("unit_head", UNIT))
    page.goto(f"{live_server.url}{PLACE}")
    checked(page, "evaluation")
    page.get_by_role("link", name="UBND thành phố Biên Hòa").click()
    checked(page, "evaluation-unit")
    page.goto(f"{live_server.url}{PLACE}don-vi/{unit_id(UNIT)}/2021/7/")
    page.get_by_role("link", name="Nêu ý kiến về số liệu").click()
    page.get_by_label("Ý kiến của đơn vị").fill("Số liệu tháng này thiếu một phản ánh.")
    checked(page, "evaluation-opinion")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_text("Đã gửi ý kiến; số liệu chỉ đổi khi được chấp nhận.")).to_be_visible()
    checked(page, "evaluation-month")
    page.goto(f"{live_server.url}/ban-lam-viec/bao-cao/chi-so-766/?tu={(MONDAY + timedelta(1)).date()}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chỉ số 766")
    checked(page, "index-766")
