"""The report screens: a number opens as many lines as it says; units object and the Office decides."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoiam.cases.factories import UNIT, do, person, unit_id
from hoiam.kit import clock
from hoiam.kit.moments import iso
from hoiam.kit.refusal import Refused

from .conftest import AFTERWARDS, CUT, END, START, days, late, make
from .models import Objection, Period, Report
from .objections import decide, object_to, open_period
from .preview import preview_lines
from .sight import Sight, sight_of
from .views import differences_seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LINK = re.compile(r'<td class="num">(?:<b>)?<a href="([^"]+)">([\d.]+)</a>')
COUNT = re.compile(r"<p>(.+), như đã lưu")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def held_clock():
    with clock.frozen(AFTERWARDS):
        yield


@pytest.fixture
def as_person(client):
    def sign_in(role, unit):
        found = person(role, unit)
        client.force_login(found)
        return found

    return sign_in


def page(client, name, *args, query="", status=200):
    answer = client.get(reverse(f"reporting:{name}", args=args) + query)
    assert answer.status_code == status
    return answer.content.decode()


def counted(answer):
    """How many rows a page of rows says it has, of all kinds together."""
    (said,) = COUNT.findall(answer.content.decode())
    return sum(int(number.replace(".", "")) for number in re.findall(r"(?:^|, )([\d.]+) ", said))


@pytest.mark.parametrize(
    ("role", "unit"), [("coordinator", "1022"), ("unit_head", UNIT), ("officer", "ubnd-737")]
)
def test_every_number_opens_as_many_lines_as_it_says(july, client, as_person, role, unit):
    report = make()
    as_person(role, unit)
    links = LINK.findall(page(client, "report", report.pk))
    assert len(links) > 10
    for url, number in set(links):
        if url.endswith("muc=timed"):
            continue  # a median, which opens what it was computed from
        answer = client.get(unescape(url))
        assert counted(answer) == int(number.replace(".", "")), url


def test_a_unit_meets_no_line_of_its_conduct_case(july, client, as_person):
    report = make()
    as_person("unit_head", "ubnd-737")
    for name in ("report", "lines"):
        assert july["conduct"].shown_code not in page(client, name, report.pk)
    for format in ("json", "xlsx", "docx", "pdf"):
        assert client.get(reverse("reporting:download", args=[report.pk, format])).status_code == 200
    body = client.get(reverse("reporting:download", args=[report.pk, "json"])).content.decode()
    assert july["conduct"].shown_code not in body
    assert july["other"].shown_code in body


def test_a_report_about_another_unit_is_not_there(july, client, as_person):
    own = make(unit=unit_id(UNIT))
    as_person("unit_head", "ubnd-737")
    page(client, "report", own.pk, status=404)
    assert f"/{own.pk}/" not in page(client, "reports")
    as_person("unit_head", UNIT)
    page(client, "report", own.pk)


def queries(client, name, pk):
    page(client, name, pk)  # what is remembered between requests is read
    with CaptureQueriesContext(connection) as asked:
        page(client, name, pk)
    return len(asked)


def test_the_screens_cost_the_same_whatever_the_number_of_lines(july, client, as_person):
    small = make()
    for _ in range(12):
        late("ubnd-740")
    large = make(recount=True)
    as_person("coordinator", "1022")
    assert large.lines.count() == small.lines.count() + 12
    assert queries(client, "lines", large.pk) == queries(client, "lines", small.pk)
    assert queries(client, "report", large.pk) <= queries(client, "report", small.pk) + 1  # the differences


@pytest.mark.parametrize(
    "query", ["?muc=drop", "?don-vi=x", "?don-vi=99999999999999999999", "?tuan=hôm+nay", "?sau=-1"]
)
def test_an_address_nobody_made_is_no_error(july, client, as_person, query):
    report = make()
    as_person("coordinator", "1022")
    page(client, "lines", report.pk, query=query)


def test_the_office_makes_a_report_and_gets_the_same_one_again(july, client, as_person):
    as_person("coordinator", "vp-ubnd")
    form = {"start": "2021-06-30T17:00", "end": "2021-07-29T17:00", "definition": "default"}
    first = client.post(reverse("reporting:make"), form)
    again = client.post(reverse("reporting:make"), form)
    assert first.status_code == 302
    assert first.url == again.url
    assert iso(Report.objects.get().as_of) == "2021-07-29T17:00:00+07:00"
    refused = client.post(reverse("reporting:make"), form | {"end": "2022-07-29T17:00"})
    assert refused.status_code == 422
    assert "Không được ở tương lai." in refused.content.decode()


def test_a_unit_makes_no_report_and_opens_no_period(july, client, as_person):
    as_person("unit_head", UNIT)
    page(client, "make", status=403)
    page(client, "new_period", status=403)
    with pytest.raises(Refused):
        open_period(START, END, by=person("unit_head", UNIT))


@pytest.fixture
def period(july):
    return open_period(START, END, by=person("coordinator", "vp-ubnd"))


def test_before_the_cut_a_unit_sees_its_own_lines_and_nothing_is_stored(july, period, client, as_person):
    as_person("focal_point", UNIT)
    body = page(client, "period", period.pk)
    assert july["late"].shown_code in body
    assert july["other"].shown_code not in body
    assert not Report.objects.exists()


def test_a_preview_in_the_middle_of_a_period_is_as_if_it_were_cut_now(july, period):
    with clock.frozen(START + days(13)):  # the Monday after the deadline
        seen = preview_lines(period, sight_of(person("unit_head", UNIT), clock.now()))
    assert {line.code for line in seen} == {
        july["late"].code,
        july["answered_late"].code,
        july["confidential"].code,
    }


def test_an_objection_upheld_marks_the_line_and_changes_no_figure(
    july, period, client, as_person, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    as_person("focal_point", UNIT)
    url = reverse("reporting:objection", args=[period.pk, july["late"].shown_code])
    upload = SimpleUploadedFile("bien-ban.pdf", PDF, "application/pdf")
    assert client.post(url, {"text": "Chờ điện lực", "upload": upload}).status_code == 302
    assert client.post(url, {"text": "Lần nữa"}).status_code == 422
    row = Objection.objects.get()
    evidence = client.get(reverse("reporting:evidence", args=[row.pk]))
    assert b"".join(evidence.streaming_content) == PDF
    as_person("coordinator", "vp-ubnd")
    assert "Chờ điện lực" in page(client, "period", period.pk)
    decided = {"is_upheld": "yes", "cause": "waits_partner", "exclusion": "waits_partner"}
    assert client.post(reverse("reporting:decision", args=[row.pk]), decided).status_code == 302
    report = make()
    line = report.lines.get(code=july["late"].code)
    assert (line.cause, line.exclusion, line.outcome, line.annex) == (
        "waits_partner", "waits_partner", "open_overdue", 1,
    )  # fmt: skip
    assert report.objections == {"made": 1, "upheld": 1, "dismissed": 0, "pending": 0}
    assert "chấp nhận 1" in page(client, "report", report.pk)


def line_of(period, case, role="unit_head", unit=UNIT):
    seen = preview_lines(period, sight_of(person(role, unit), clock.now()))
    return next(line for line in seen if line.code == case.code)


def test_only_who_speaks_for_the_unit_objects_and_only_the_office_decides(july, period):
    line = line_of(period, july["late"])
    for role, unit in (("officer", UNIT), ("unit_head", "ubnd-737"), ("coordinator", "1022")):
        with pytest.raises(Refused, match="đầu mối hoặc lãnh đạo"):
            object_to(period, line, by=person(role, unit), text="không phải của chúng tôi")
    row = object_to(period, line, by=person("unit_head", UNIT), text="Bão")
    with pytest.raises(Refused, match="Chỉ Văn phòng"):
        decide(row, by=person("unit_head", UNIT), is_upheld=True)
    with pytest.raises(Refused, match="phải nêu lý do"):
        decide(row, by=person("coordinator", "vp-ubnd"), is_upheld=False)
    with pytest.raises(Refused, match="Không có lý do"):
        decide(row, by=person("coordinator", "vp-ubnd"), is_upheld=True, cause="vì mưa")
    decide(row, by=person("coordinator", "vp-ubnd"), is_upheld=False, comment="Không có căn cứ")
    with pytest.raises(Refused, match="đã được quyết định"):
        decide(row, by=person("coordinator", "vp-ubnd"), is_upheld=True)


def test_whoever_speaks_for_a_unit_and_sits_in_the_office_too_does_not_decide_for_himself(july, period):
    both = person("unit_head", UNIT)
    both.memberships.create(unit_id=unit_id("vp-ubnd"), role="coordinator", during=DateRange(None, None))
    row = object_to(period, line_of(period, july["late"]), by=both, text="Bão")
    with pytest.raises(Refused, match="không tự quyết định ý kiến của mình"):
        decide(row, by=both, is_upheld=True)
    assert decide(row, by=person("coordinator", "vp-ubnd"), is_upheld=True).is_upheld


def test_after_the_report_is_made_nobody_objects_to_it(july, period):
    line = line_of(period, july["late"])
    make(CUT)
    with pytest.raises(Refused, match="đã chốt lúc .* bản đính chính số 2"):
        object_to(period, line, by=person("unit_head", UNIT), text="muộn rồi")
    assert Period.objects.get() == period


def test_the_accused_unit_neither_previews_nor_reads_about_its_conduct_case(july, period, client, as_person):
    object_to(
        period,
        line_of(period, july["conduct"], "unit_head", "so-noi-vu"),
        by=person("unit_head", "so-noi-vu"),
        text="đang xác minh",
    )
    as_person("unit_head", "ubnd-737")
    body = page(client, "period", period.pk)
    assert july["conduct"].shown_code not in body
    assert "đang xác minh" not in body
    url = reverse("reporting:objection", args=[period.pk, july["conduct"].shown_code])
    assert client.get(url).status_code == 404


def test_versions_are_shown_with_their_differences(july, client, as_person):
    make()
    do(july["late"], "remind", at=END - days(1), to=UNIT, means="phone")
    second = make(recount=True)
    as_person("coordinator", "1022")
    body = page(client, "report", second.pk)
    assert "Bản này khác bản trước ở 1 chỗ." in body
    assert "Bản số 1" in body
    assert july["late"].shown_code in body


def test_a_difference_about_a_hidden_case_is_not_shown(july, client, as_person):
    make()
    do(july["conduct"], "remind", at=END - days(1), to="so-noi-vu", means="phone")
    second = make(recount=True)
    walled = Sight(walls=frozenset({unit_id("ubnd-737")}))
    assert len(second.differs_from) == 1
    assert differences_seen(second, walled) == []
    assert differences_seen(second, Sight()) == second.differs_from
