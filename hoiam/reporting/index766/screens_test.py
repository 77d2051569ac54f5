"""The screens of the index: who sees which unit, what is said of few, the cases behind a number, the rule."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hoiam.calendars.almanac import forget
from hoiam.calendars.models import Parameter
from hoiam.cases.factories import MONDAY, UNIT, answered, do, hours, in_hand, person, received, unit_id
from hoiam.kit import clock
from hoiam.kit.refusal import Refused
from hoiam.reporting.models import IndexRule

from .rules import rule_row, set_rule

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=4)
URL = "/ban-lam-viec/bao-cao/chi-so-766/"


def coordinator():
    return person("coordinator", "vp-ubnd")


def rated(score, unit=UNIT, **changes):
    return do(answered(unit=unit, **changes), "rate", by="petitioner", score=score)


@pytest.fixture
def week():
    """At the unit six answered in time, five of them liked; two at another."""
    cases = [rated(score) for score in (5, 4, 4, 5, 5, 2)]
    return cases + [answered(unit="ubnd-737"), in_hand(unit="ubnd-737")]


def page(client, someone, url=URL, at=NOW, **query):
    client.force_login(someone)
    with clock.frozen(at):
        return client.get(url, query)


def row(html, name):
    """The cells of the table's row of that unit, as text."""
    from lxml import html as parser

    for found in parser.fromstring(html).iter("tr"):
        cells = [" ".join(cell.text_content().split()) for cell in found]
        if cells and cells[0] == name:
            return cells
    raise AssertionError(f"no row of {name}")


def test_a_unit_has_its_two_shares_and_its_score(client, week):
    html = page(client, coordinator()).content.decode()
    assert row(html, "UBND thành phố Biên Hòa")[1:8] == ["6", "6", "100%", "5", "6", "83,33%", "11"]


def test_a_unit_with_few_cases_has_numbers_and_neither_share_nor_score(client, week):
    html = page(client, coordinator()).content.decode()
    assert row(html, "UBND huyện Trảng Bom")[1:8] == ["1", "1", "ít việc", "0", "0", "ít việc", "ít việc"]
    assert "1 đơn vị có ít hơn 5 nội dung" in html


def test_from_how_many_on_is_a_row(client, week):
    Parameter.objects.filter(name="min_volume").update(value=7)
    forget()
    html = page(client, coordinator()).content.decode()
    assert row(html, "UBND thành phố Biên Hòa")[7] == "ít việc"


def test_another_denominator_is_looked_at_without_changing_the_rule(client, week):
    html = page(client, coordinator(), **{"mau-so": "all"}).content.decode()
    assert "đang xem thử" in html and rule_row(NOW).denominator == "answered_overdue"
    assert row(html, "Tất cả")[1:4] == ["7", "8", "87,5%"]
    assert row(page(client, coordinator()).content.decode(), "Tất cả")[1:4] == ["7", "7", "100%"]


def test_every_number_opens_its_cases(client, week):
    query = {"ky": "tuan", "tu": "2021-07-05", "muc": "satisfied", "don-vi": unit_id(UNIT)}
    found = page(client, coordinator(), f"{URL}phan-anh/", **query)
    assert len(found.context["rows"]) == found.context["count"] == 5
    assert page(client, coordinator(), f"{URL}phan-anh/", muc="khong-co").status_code == 404


def test_a_unit_sees_itself_and_not_its_neighbour(client, week):
    head = person("unit_head", UNIT)
    html = page(client, head).content.decode()
    assert row(html, "UBND thành phố Biên Hòa")[1] == "6" and "Trảng Bom" not in html
    other = {"don-vi": unit_id("ubnd-737")}
    for url in (URL, f"{URL}phan-anh/", f"{URL}tai/csv/"):
        assert page(client, head, url, muc="all", **other).status_code == 404
    assert page(client, person("privacy_officer", "vp-ubnd")).status_code in (200, 403)


def test_a_case_about_its_conduct_moves_no_number_of_the_accused(client, week):
    head = person("unit_head", UNIT)
    before = page(client, head).content
    case = in_hand()
    do(case, "recall", reason="conduct")
    do(case, "classify", conduct={"unit": UNIT, "about": "attitude"})
    assert page(client, head).context["rows"][0]["line"].index == _index(before, client, head)
    found = page(client, head, f"{URL}phan-anh/", muc="all")
    assert case.code not in {row[0].code for row in found.context["rows"]}


def _index(before, client, head):
    assert before
    return page(client, head).context["rows"][1]["line"].index


def test_files_hold_what_the_screen_shows(client, week):
    answer = page(client, coordinator(), f"{URL}tai/csv/")
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    (line,) = [one for one in lines if one[0] == "UBND thành phố Biên Hòa"]
    assert line[1:] == ["05/07/2021 – 11/07/2021", "6", "6", "1", "5", "6", "0.833333", "11"]
    assert any("số quá hạn chưa trả lời" in one[0] for one in lines)
    book = load_workbook(BytesIO(page(client, coordinator(), f"{URL}tai/xlsx/").content))
    cells = [[cell.value for cell in one] for one in book.active.iter_rows()]
    assert [one[2:4] for one in cells if one[0] == "UBND thành phố Biên Hòa"] == [[6, 6]]
    assert page(client, coordinator(), f"{URL}tai/pdf/").status_code == 404


def test_more_units_cost_no_more_queries(client, week):
    page(client, coordinator())
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            page(client, coordinator())
        counts.append(len(seen))
        for unit in ("ubnd-732", "so-gtvt", "dien-luc"):
            answered(unit=unit)
    assert counts[0] == counts[1]


def test_only_the_office_changes_the_rule_with_its_document_and_the_weeks_before_keep_it():
    since = date(2021, 8, 1)
    for someone, source, sentence in (
        (person("unit_head", UNIT), "Công văn 1", "Chỉ Văn phòng"),
        (coordinator(), " ", "phải nêu văn bản"),
    ):
        with pytest.raises(Refused, match=sentence):
            set_rule("all", since=since, source=source, by=someone, at=NOW)
    set_rule("all", since=since, source="Công văn 1", by=coordinator(), at=NOW)
    assert [rule_row(day).denominator for day in (date(2021, 7, 31), since)] == ["answered_overdue", "all"]
    with pytest.raises(Refused, match="Đã có cách tính"):
        set_rule("answered", since=since, source="Công văn 2", by=coordinator(), at=NOW)


def test_the_form_changes_it_and_refuses_in_place(client):
    client.force_login(coordinator())
    wanted = {"denominator": "answered", "since": "2021-08-01", "source": "Công văn 1"}
    with clock.frozen(NOW):
        assert client.post(reverse("reporting:index766_rule"), wanted).status_code == 302
        again = client.post(reverse("reporting:index766_rule"), wanted)
    assert again.status_code == 422 and "Đã có cách tính" in again.content.decode()
    assert IndexRule.objects.count() == 2
    client.force_login(person("unit_head", UNIT))
    assert client.get(reverse("reporting:index766_rule")).status_code == 403


def test_months_count_what_weeks_do(client, week):
    received(MONDAY - hours(1))
    html = page(client, coordinator(), ky="thang").content.decode()
    assert row(html, "UBND thành phố Biên Hòa")[1:3] == ["6", "6"] and "tháng 7/2021" in html
