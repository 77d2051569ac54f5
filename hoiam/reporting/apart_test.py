"""Home affairs, and nobody else, gets what is kept apart; an accused home affairs not its own."""

import re
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from hoiam.cases.factories import UNIT, person, unit_id
from hoiam.kit import clock

from .conftest import AFTERWARDS, answered_late, late, make
from .sight import of_home_affairs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
HOME_AFFAIRS = "so-noi-vu"
LINK = "Danh sách riêng cho Nội vụ"


@pytest.fixture(autouse=True)
def held_clock():
    with clock.frozen(AFTERWARDS):
        yield


@pytest.fixture
def july(july):
    accused = {"unit": "ubnd-737", "about": "attitude"}
    hidden = {"type": "person", "phone": "0900000008", "confidential": True}
    return {**july, "late_conduct": answered_late(conduct=accused, petitioner=hidden)}


@pytest.fixture
def get(client):
    def get(role, unit, name, report):
        client.force_login(person(role, unit))
        return client.get(reverse(f"reporting:{name}", args=[report.pk]))

    return get


def sheets(answer):
    book = openpyxl.load_workbook(BytesIO(answer.content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


@pytest.mark.parametrize("role", ["home_affairs", "unit_head"])
def test_home_affairs_reads_and_takes_the_lines_kept_apart_and_no_other(july, get, role):
    report = make()
    assert LINK in get(role, HOME_AFFAIRS, "report", report).content.decode()
    page = get(role, HOME_AFFAIRS, "apart", report).content.decode()
    apart = {"conduct", "confidential", "late_conduct"}
    assert {name for name in july if july[name].shown_code in page} == apart
    assert "0900000009" not in page
    said = sheets(get(role, HOME_AFFAIRS, "apart_download", report))
    assert list(said) == ["Phụ lục I", "Phụ lục II"]
    first, second = (" ".join(str(cell) for row in rows for cell in row if cell) for rows in said.values())
    assert {name for name in july if july[name].shown_code in first} == {"conduct", "confidential"}
    assert {name for name in july if july[name].shown_code in second} == {"late_conduct"}
    assert "Cộng: 2 nội dung" in first and "Cộng: 1 nội dung" in second
    assert re.search("Về công vụ của UBND [^;]+; giữ kín danh tính", second)


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        ("coordinator", "vp-ubnd"), ("office_head", "vp-ubnd"), ("operator", "1022"),
        ("authority_head", "ubnd-tinh"), ("unit_head", UNIT), ("unit_head", "ubnd-737"),
        ("officer", HOME_AFFAIRS), ("focal_point", HOME_AFFAIRS), ("home_affairs", "nt-pnv"),
    ],
)  # fmt: skip
def test_nobody_else_has_the_link_the_page_or_the_file(july, get, role, unit):
    report = make()
    assert LINK not in get(role, unit, "report", report).content.decode()
    assert get(role, unit, "apart", report).status_code == 403
    assert get(role, unit, "apart_download", report).status_code == 403


@pytest.mark.parametrize(("accused", "holder"), [(HOME_AFFAIRS, "ubnd-737"), ("ubnd-tinh", "thanh-tra")])
def test_home_affairs_meets_no_line_and_no_number_of_a_case_against_itself_or_above(
    july, get, accused, holder
):
    def seen(report):
        page = get("home_affairs", HOME_AFFAIRS, "apart", report).content.decode()
        book = sheets(get("home_affairs", HOME_AFFAIRS, "apart_download", report))
        # All below the heading of the first annex, without the number of the version.
        return [said.replace("bản số 2", "bản số 1") for said in (page.split("Phụ lục I.")[1], str(book))]

    before = seen(make())
    hidden = late(holder, conduct={"unit": accused, "about": "harassment"}, summary="Gây khó khi nộp")
    report = make(recount=True)
    assert report.lines.filter(code=hidden.code, annex=1).exists()
    assert seen(report) == before


def test_a_report_about_one_unit_has_no_such_list(july, get):
    report = make(unit=unit_id(HOME_AFFAIRS))
    assert LINK not in get("home_affairs", HOME_AFFAIRS, "report", report).content.decode()
    assert get("home_affairs", HOME_AFFAIRS, "apart", report).status_code == 404


def test_who_left_home_affairs_has_nothing_more_of_it(july):
    gone = person("home_affairs", HOME_AFFAIRS, name="da.chuyen")
    assert of_home_affairs(gone, AFTERWARDS) is not None
    gone.is_active = False
    gone.__dict__.pop("_standings")
    assert of_home_affairs(gone, AFTERWARDS) is None
