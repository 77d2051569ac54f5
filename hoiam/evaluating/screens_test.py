"""The screens of evaluation: every step through its panel, every page with its reader, what others find."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoiam.cases.factories import MONDAY, UNIT, do, hours, in_hand, person, unit_id
from hoiam.files.samples import pdf
from hoiam.kit import clock

from .factories import accused_head, conduct_case, head, later, matter_in, opened, verifier, worker
from .freeze_month import freeze_month
from .models import Exclusion, Explanation, Matter, Month, SignOff
from .months_test import AFTER, AUGUST_2, JULY, opinion

pytestmark = pytest.mark.django_db
HOME = "/ban-lam-viec/danh-gia/"


def as_(someone):
    client = Client()
    client.force_login(someone)
    return client


def get(someone, url, at, **query):
    with clock.frozen(at):
        return as_(someone).get(url, query)


def post(someone, url, at, **said):
    with clock.frozen(at):
        return as_(someone).post(url, said)


def status(someone, path, at):
    """Of a file: read to its end, which closes it."""
    answer = get(someone, path, at)
    assert list(answer)
    return answer.status_code


def url(name, *args):
    return reverse(f"evaluating:{name}", args=args)


def test_a_matter_goes_through_all_its_panels_and_pages():
    matter, at = opened(), MONDAY + hours(6)

    def step(name, **said):
        nonlocal at
        at += hours(1)
        answer = post(head() if name == "decide" else worker(), url(name, matter.key), at, **said)
        assert (answer.status_code, "matter-changed" in answer["HX-Trigger"]) == (204, True)

    verifier()
    step("request_explanation", text="Việc tiếp dân sáng 5/7")
    asked = Explanation.objects.get()
    page = get(accused_head(), url("explanation", asked.key), at).content.decode()
    assert "Việc tiếp dân sáng 5/7" in page and matter.short not in page
    upload = SimpleUploadedFile("giai-trinh.pdf", pdf())
    said = {"text": "Do đông người", "upload": upload}
    assert post(accused_head(), url("explanation", asked.key), at, **said).status_code == 302
    step("assign_verification", verifier=verifier().pk, question="Xem camera")
    sent = matter.verifications.get()
    assert "Xem camera" in get(verifier(), url("verification", sent.key), at).content.decode()
    done = post(verifier(), url("verification", sent.key), at, report="Có to tiếng", upload="")
    assert done.status_code == 302
    step("conclude", finding="upheld", text="Theo camera")
    step("propose", measures=["learn", "apologise"], text="Họp rút kinh nghiệm")
    step("decide", is_agreed="yes", text="Nhất trí")
    step("execute", text="Đã họp", upload="")
    step("tell_petitioner", text="Nội dung phản ánh đúng, đơn vị đã xin lỗi.")
    matter.refresh_from_db()
    assert matter.state == "closed"
    page = get(worker(), url("matter", matter.key), at).content.decode()
    for words in (
        "Do đông người",
        "Có to tiếng",
        "Theo camera",
        "Nhất trí",
        "Quyết định: đồng ý",
        "giai-trinh.pdf",
    ):
        assert words in page


def test_a_refusal_comes_back_in_its_panel_with_what_was_written():
    matter = opened()
    text = f"Phản ánh {matter.case.shown_code}"
    answer = post(worker(), url("request_explanation", matter.key), later(matter), text=text)
    assert answer.status_code == 422
    assert "không được có mã phản ánh" in answer.content.decode() and text in answer.content.decode()


def test_a_panel_of_somebody_elses_step_is_not_there():
    matter = matter_in("proposed")
    at = later(matter)
    assert get(head(), url("decide", matter.key), at).status_code == 200
    assert get(worker(), url("decide", matter.key), at).status_code == 404
    assert get(head(), url("execute", matter.key), at).status_code == 404


def test_the_lists_count_and_hold_the_matters_of_their_step():
    matter_in("opened")
    matter_in("verified", matter=opened())
    delay = opened(case=conduct_case(), about="delay", ground="late_long")
    page = get(worker(), url("matters"), later(delay))
    counts = {label: count for label, _, count, _ in page.context["lists"]}
    assert counts["Phản ánh về công vụ: chờ xem xét"] == 1
    assert (counts["Chờ kết luận"], counts["Việc chậm kéo dài"], counts["Đã kết thúc"]) == (1, 1, 0)
    rows = get(worker(), url("matters"), later(delay), ds="cham-keo-dai").context["rows"]
    assert [row.matter for row in rows] == [delay]


def test_the_head_meets_a_matter_when_it_is_laid_before_him():
    matter = matter_in("concluded")
    assert get(head(), url("matter", matter.key), later(matter)).status_code == 404
    proposed = matter_in("proposed")
    assert get(head(), url("matter", proposed.key), later(proposed)).status_code == 200


def test_papers_open_for_those_who_see_the_matter_and_for_nobody_else():
    matter, at = opened(), MONDAY + hours(9)
    post(worker(), url("request_explanation", matter.key), at, text="Việc sáng 5/7")
    asked = Explanation.objects.get()
    upload = SimpleUploadedFile("giai-trinh.pdf", pdf())
    post(accused_head(), url("explanation", asked.key), at, text="Do đông", upload=upload)
    line = matter.lines.exclude(file=None).get()
    paper = url("matter_file", matter.key, line.seq)
    assert (status(worker(), paper, at), status(accused_head(), paper, at)) == (200, 404)
    own = url("explanation_file", asked.key)
    assert (status(accused_head(), own, at), status(person("unit_head", "ubnd-732"), own, at)) == (200, 404)


def test_home_affairs_opens_a_matter_by_hand_and_is_refused_in_place():
    worker()
    said = {
        "accused": unit_id(UNIT),
        "about": "delay",
        "summary": "Chậm trả kết quả",
        "code": "",
        "person": "",
    }
    at = MONDAY + hours(5)
    assert post(worker(), url("new"), at, **said).status_code == 302
    assert Matter.objects.get().origin == "by_hand"
    again = post(worker(), url("new"), at, **said, **{"x": ""})
    assert again.status_code == 302  # another matter: nothing ties them together
    refused = post(worker(), url("new"), at, **(said | {"code": "2107-0000000-0"}))
    assert refused.status_code == 422 and "Không tìm thấy phản ánh" in refused.content.decode()
    nobody = post(worker(), url("new"), at, **(said | {"person": "khong.co"}))
    assert nobody.status_code == 422 and "không có người dùng" in nobody.content.decode()


def test_the_proposal_is_drawn_and_says_what_was_found_and_not_by_whom_it_was_reported():
    matter = matter_in("proposed", matter=opened(case=conduct_case(summary="Thái độ khi tiếp dân")))
    at = later(matter)
    answer = get(worker(), url("proposal", matter.key, "pdf"), at)
    words = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    for said in ("ĐỀ XUẤT", "Thái độ khi tiếp dân", "Do đông người", "có cơ sở", "rút kinh nghiệm"):
        assert said in words
    assert "Người dân thử nghiệm" not in words
    assert get(accused_head(), url("proposal", matter.key, "pdf"), at).status_code == 404
    assert get(worker(), url("proposal", matter_in("verified").key, "docx"), at).status_code == 302


def text_of(content):
    import pdfplumber

    with pdfplumber.open(BytesIO(content)) as paper:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in paper.pages)


def test_the_proposal_enters_the_flow_of_documents():
    from hoiam.letters.models import Document

    matter = matter_in("proposed")
    assert post(worker(), url("draft_proposal", matter.key), later(matter)).status_code == 302
    document = Document.objects.get()
    assert (document.kind, document.issuer_id) == ("proposal", matter.handler_id)


@pytest.fixture
def july():
    case, late = in_hand(), in_hand()
    do(late, "answer", by=f"unit_head@{UNIT}", text="Xong", outcome="done", at=MONDAY + timedelta(days=9))
    freeze_month(JULY, by=None, at=AUGUST_2)
    return case


def test_the_home_page_holds_the_units_one_follows_and_no_rate_of_few(july):
    page = get(worker(), HOME, AUGUST_2)
    rows = {
        row.name: (row.assigned, row.answered, row.overdue, share) for row, _, share in page.context["rows"]
    }
    assert rows["UBND thành phố Biên Hòa"] == (2, 1, 1, "–")
    own = get(person("unit_head", UNIT), HOME, AUGUST_2)
    assert [row.name for row, _, _ in own.context["rows"]] == ["UBND thành phố Biên Hòa"]
    assert get(person("officer", UNIT), HOME, AUGUST_2).context["rows"] == []


def test_home_affairs_of_the_province_freezes_a_month_and_counts_it_again():
    freeze = url("freeze")
    in_hand()
    for someone in (person("unit_head", UNIT), person("coordinator", "vp-ubnd")):
        assert post(someone, freeze, AUGUST_2, thang="2021-07-01").status_code == 404
    assert "Chốt số liệu tháng 7/2021" in get(worker(), HOME, AUGUST_2).content.decode()
    for _ in range(2):
        assert post(worker(), freeze, AUGUST_2, thang="2021-07-01").status_code == 302
    assert [month.version for month in Month.objects.all()] == [1]
    assert "Tính lại tháng 7/2021" in get(worker(), HOME, AUGUST_2).content.decode()
    post(worker(), freeze, AUGUST_2, thang="2021-08-01")
    assert Month.objects.count() == 1
    assert post(worker(), freeze, AUGUST_2, thang="x").status_code == 404


def test_the_sheet_has_the_columns_and_the_sentence_at_its_foot(july):
    page = get(worker(), url("unit", unit_id(UNIT), 2021), AUGUST_2).content.decode()
    for words in ("Được giao", "Mở lại sau khi báo xong", "Người chốt, ngày chốt", "Văn bản đôn đốc"):
        assert words in page
    assert "không thay cho việc đánh giá, xếp loại theo quy định." in page


@pytest.mark.parametrize("name", ["unit", "month", "facts"])
def test_a_unit_that_is_not_ones_own_is_not_there(july, name):
    args = {"unit": (2021,), "month": (2021, 7), "facts": (2021, 7)}[name]
    for someone in (person("unit_head", "ubnd-732"), person("officer", UNIT), person("reviewer", "1022")):
        assert get(someone, url(name, unit_id(UNIT), *args), AUGUST_2, muc="assigned").status_code == 404


def test_every_figure_opens_its_cases(july):
    facts = url("facts", unit_id(UNIT), 2021, 7)
    page = get(worker(), facts, AUGUST_2, muc="overdue")
    assert [code for _, code, _, _ in page.context["rows"]] == [july.shown_code]
    assert get(worker(), facts, AUGUST_2, muc="nothing").status_code == 404
    assert get(person("unit_head", UNIT), facts, AUGUST_2, muc="conduct_received").status_code == 404


def test_persons_figures_are_for_the_head_home_affairs_and_oneself():
    officer, stranger = person("officer", UNIT), person("officer", UNIT, name="dongnghiep")
    case = in_hand()
    do(case, "assign", by=f"unit_head@{UNIT}", person=f"{officer.username}@{UNIT}", at=MONDAY + hours(5))
    do(case, "answer", by=f"unit_head@{UNIT}", text="Xong", outcome="done", at=MONDAY + hours(9))
    freeze_month(JULY, by=None, at=AUGUST_2)
    month = url("month", unit_id(UNIT), 2021, 7)
    for someone in (worker(), person("unit_head", UNIT)):
        assert officer.full_name in get(someone, month, AUGUST_2).content.decode()
    for someone in (person("coordinator", "vp-ubnd"), person("focal_point", UNIT)):
        page = get(someone, month, AUGUST_2)
        assert page.status_code == 200 and officer.full_name not in page.content.decode()
    own = get(officer, url("mine"), AUGUST_2).context["rows"]
    assert [(line.taken, line.answered, line.in_time) for line, _ in own] == [(1, 1, 1)]
    assert get(stranger, url("mine"), AUGUST_2).context["rows"] == []


def test_a_unit_objects_the_office_decides_and_home_affairs_signs_off_on_the_screens(july):
    args = (unit_id(UNIT), 2021, 7)
    upload = SimpleUploadedFile("bien-ban.pdf", pdf())
    said = {"code": july.shown_code, "reason": "force_majeure", "text": "Mưa lũ", "upload": upload}
    assert post(person("unit_head", UNIT), url("ask", *args), AUGUST_2, **said).status_code == 302
    asked = Exclusion.objects.get()
    assert get(person("unit_head", "ubnd-732"), url("evidence", asked.pk), AUGUST_2).status_code == 404
    office = person("coordinator", "vp-ubnd")
    assert "Mưa lũ" in get(office, url("opinions"), AUGUST_2).content.decode()
    assert (
        post(
            person("unit_head", UNIT), url("decide_exclusion", asked.pk), AUGUST_2, is_granted="yes"
        ).status_code
        == 404
    )
    post(office, url("decide_exclusion", asked.pk), AUGUST_2, is_granted="yes", comment="")
    asked.refresh_from_db()
    assert asked.is_granted
    early = post(worker(), url("sign_off", *args), AUGUST_2, conclusion="Thống nhất")
    assert early.status_code == 422 and "còn được nêu ý kiến" in early.content.decode()
    assert post(worker(), url("sign_off", *args), AFTER, conclusion="Thống nhất").status_code == 302
    assert SignOff.objects.get().line["own"]["overdue"] == 0
    page = get(person("unit_head", UNIT), url("month", *args), AFTER).content.decode()
    assert "Thống nhất" in page and "Nêu ý kiến về số liệu" not in page


def test_more_units_and_opinions_cost_no_more_queries(july):
    for view, someone in ((HOME, worker()), (url("month", unit_id(UNIT), 2021, 7), worker())):
        counts = []
        for _ in range(2):
            get(someone, view, AUGUST_2)
            with clock.frozen(AUGUST_2):
                client = as_(someone)
                with CaptureQueriesContext(connection) as seen:
                    client.get(view)
            counts.append(len(seen))
            if not Exclusion.objects.exists():
                opinion()
        assert counts[0] == counts[1] <= 40, view


def test_more_matters_cost_no_more_queries():
    counts = []
    for _ in range(2):
        last = [opened() for _ in range(3)][-1]
        with clock.frozen(later(last)):
            client = as_(worker())
            client.get(url("matters"))
            with CaptureQueriesContext(connection) as seen:
                client.get(url("matters"))
        counts.append(len(seen))
        assert sum("GROUP BY" in query["sql"] for query in seen) == 1  # counted there, not fetched one by one
    assert counts[0] == counts[1]
