"""The board as issuer, addressee and stranger see it; forms lose nothing; a link opens for one company."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hoiam.cases.factories import do, received
from hoiam.kit import clock
from hoiam.letters.models import Document

from .factories import (
    AT,
    BIEN_HOA,
    LONG_THANH,
    NHON_TRACH,
    WARD,
    composed,
    district,
    in_force,
    office,
    passed_on,
    person,
    replied,
    report_of_july,
    said,
    unit_id,
)  # fmt: skip
from .models import Directive, Line, Reply, ReplyLink
from .reply_by_link import make_link

pytestmark = pytest.mark.django_db
NOW = AT + timedelta(days=6)


@pytest.fixture(autouse=True)
def _then():
    with clock.frozen(NOW):
        yield


def client(who=None):
    found = Client()
    if who is not None:
        found.force_login(who)
    return found


def page(directive, who, query=""):
    return client(who).get(reverse("directing:board", args=[directive.pk]) + query)


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_issuer_sees_every_unit_and_every_line(directive, month):
    html = text(page(directive, office()))
    assert "9193/UBND-HCC" in html
    for name in ("open", "late", "ward", "other", "company"):
        assert month[name].shown_code in html
    assert "đã báo cáo 0/3 đơn vị · dứt điểm 2/6 nội dung" in html
    assert "Báo cáo trước ngày 15/8/2021 (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)" in html
    assert "Ngày 15/8/2021 là Chủ nhật; ngày làm việc cuối cùng trước đó là thứ Sáu 13/8." in html
    assert "Nhắc 3 đơn vị chưa báo cáo" in html


def test_an_addressee_sees_its_own_lines_and_nobody_elses(directive, month):
    html = text(page(directive, district(BIEN_HOA)))
    assert month["open"].shown_code in html and month["ward"].shown_code in html
    assert month["other"].shown_code not in html
    assert "UBND huyện Long Thành" not in html.partition("Các điểm")[0]
    assert "Ban hành văn bản triển khai" in html


@pytest.mark.parametrize("who", [("unit_head", WARD), ("officer", "cap-nuoc")])
def test_a_stranger_finds_nothing_there(directive, who):
    assert page(directive, person(*who)).status_code == 404
    assert directive.document.number_symbol not in text(
        client(person(*who)).get(reverse("directing:directives"))
    )


def test_a_draft_is_seen_by_the_house_that_writes_it_alone(month):
    draft = composed()
    assert page(draft, office()).status_code == 200
    assert page(draft, district(BIEN_HOA)).status_code == 404
    assert page(draft, person("operator", "1022")).status_code == 404


def test_the_centre_follows_what_is_in_force(directive, month):
    assert month["open"].shown_code in text(page(directive, person("operator", "1022")))


def test_a_line_that_became_a_conduct_case_is_hidden_from_the_accused(directive, month):
    do(month["open"], "recall", by="coordinator@1022")
    do(month["open"], "classify", by="coordinator@1022", conduct={"unit": BIEN_HOA, "about": "delay"})
    assert month["open"].shown_code not in text(page(directive, district(BIEN_HOA)))
    assert month["open"].shown_code in text(page(directive, office()))


def test_opening_the_board_is_reading_the_letter(directive):
    directive.document.recipients.update(delivered_at=AT)
    assert "Chưa mở văn bản" in text(page(directive, office()))
    page(directive, district(LONG_THANH))
    got = directive.document.recipients.get(unit=unit_id(LONG_THANH))
    assert (got.read_at, got.read_by) == (NOW, district(LONG_THANH))


def test_a_claim_that_differs_from_the_case_is_shown(directive, month):
    replied(directive, [said(month["open"])])
    html = text(page(directive, office(), "?muc=khac"))
    assert "Đơn vị báo đã xử lý dứt điểm; phản ánh vẫn ở bước “Đang xử lý”." in html
    assert month["other"].shown_code not in html
    assert "1 báo cáo khác thực tế" in html


def test_lines_handed_late_say_so(month):
    late = received(at=AT - timedelta(days=20), summary="Giao sát hạn")
    due = late.due_at
    do(late, "forward", to=LONG_THANH, at=due - timedelta(hours=1))
    directive = in_force(composed())
    line = Line.objects.get(directive=directive, case=late)
    assert line.handed_late
    assert "Giao muộn" in text(page(directive, office(), f"?don-vi={unit_id(LONG_THANH)}"))


def test_the_tree_of_letters_made_below_is_shown_to_the_top(directive, month):
    in_force(passed_on(directive), number=701)
    in_force(passed_on(directive, NHON_TRACH), number=6499)
    html = text(page(directive, office()))
    assert "6499/UBND-" in html and "chỉ nhiệm vụ thường xuyên" in html
    assert "Đã triển khai 701/UBND-" in html


def test_an_abolished_addressee_is_named_with_who_answers_for_it(directive, month):
    with clock.frozen(AT.replace(year=2025, month=8)):
        html = text(page(directive, person("coordinator", "vp-ubnd")))
    assert "Đã kết thúc hoạt động; " in html
    assert "báo cáo thay" in html


def test_from_a_report_to_a_draft_in_one_form(month):
    url = reverse("directing:compose", args=[report_of_july().pk])
    assert "Phụ lục I: 4 nội dung" in text(client(office()).get(url))
    answer = client(office()).post(url, {"reply_before": "2021-08-25", "context": ""})
    made = Directive.objects.get()
    assert answer.url == reverse("letters:document", args=[made.document_id])
    refused = client(office()).post(url, {"reply_before": "2021-08-01", "context": "Trước tình hình"})
    assert refused.status_code == 422
    assert "Ngày báo cáo phải ở sau ngày văn bản." in text(refused) and "Trước tình hình" in text(refused)
    assert client(district(BIEN_HOA)).get(url).status_code == 403


def test_passing_on_takes_two_clicks(directive, month):
    who, url = district(BIEN_HOA), reverse("directing:cascade", args=[directive.pk, unit_id(BIEN_HOA)])
    shown = text(client(who).get(url))
    assert "Phần của đơn vị: 3 nội dung" in shown and 'value="2021-08-12"' in shown
    client(who).post(url, {"reply_before": "2021-08-13"})
    child = directive.children.get()
    assert child.points.get(key="settle").reply_before.isoformat() == "2021-08-13"
    assert "đã có văn bản triển khai" in text(client(who).get(url))
    assert client(district(LONG_THANH)).get(url).status_code == 404


def is_pdf(answer):
    content = b"".join(answer.streaming_content)
    return answer["Content-Type"] == "application/pdf" and content.startswith(b"%PDF")


def filled(case, claim, **more):
    return {f"{case.code}-claim": claim, **{f"{case.code}-{name}": value for name, value in more.items()}}


def test_a_reply_is_filled_in_line_by_line_and_nothing_is_lost(directive, month):
    who, url = district(BIEN_HOA), reverse("directing:reply", args=[directive.pk, unit_id(BIEN_HOA)])
    assert month["open"].shown_code in text(client(who).get(url))
    wrong = client(who).post(url, filled(month["late"], "settled", cause="Thiếu người") | {"step": "send"})
    assert wrong.status_code == 422
    assert "phải nêu nguyên nhân, trách nhiệm" in text(wrong) and "Thiếu người" in text(wrong)
    assert not Reply.objects.exists()
    data = filled(month["open"], "in_hand", until="2021-08-20") | {"step": "send", "causes": "Thiếu người"}
    assert client(who).post(url, data).url == reverse("directing:board", args=[directive.pk])
    assert "Đang xử lý, xong ngày 20/08/2021" in text(page(directive, office()))


def test_words_too_long_for_a_cell_are_said_so_and_not_lost(directive, month):
    who, url = district(BIEN_HOA), reverse("directing:reply", args=[directive.pk, unit_id(BIEN_HOA)])
    answer = client(who).post(url, filled(month["open"], "settled", cause="x" * 501) | {"step": "send"})
    assert answer.status_code == 422
    assert "x" * 501 in text(answer)
    assert not Reply.objects.exists()


def test_a_unit_with_hundreds_of_lines_can_reply(directive, month):
    """As a browser sends it: each field of each line, and an empty file where none was chosen."""
    who, url = district(BIEN_HOA), reverse("directing:reply", args=[directive.pk, unit_id(BIEN_HOA)])
    said = filled(month["open"], "settled") | {f"{no}-{name}": "" for no in range(300) for name in "abcdef"}
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in (said | {"step": "send"}).items()]
    parts += [f'name="{no}-files"; filename=""\r\n\r\n' for no in range(300)]
    body = "".join(f"--x\r\nContent-Disposition: form-data; {part}\r\n" for part in parts) + "--x--\r\n"
    answer = client(who).generic("POST", url, body, "multipart/form-data; boundary=x")
    assert answer.status_code == 302
    assert Reply.objects.count() == 1


def test_a_reply_can_be_drafted_as_a_document(directive, month):
    who, url = district(BIEN_HOA), reverse("directing:reply", args=[directive.pk, unit_id(BIEN_HOA)])
    answer = client(who).post(url, filled(month["open"], "settled") | {"step": "document"})
    document = Document.objects.latest("pk")
    assert answer.url == reverse("letters:document", args=[document.pk])
    assert document.directive_reply.unit_id == unit_id(BIEN_HOA)


def test_a_link_is_made_shown_once_and_opens_for_that_company_alone(directive, month):
    url = reverse("directing:link", args=[directive.pk, unit_id("dien-luc")])
    shown = text(client(office()).post(url))
    address = re.search(r"/tra-loi-chi-dao/[\w-]+/", shown).group()
    public = client().get(address)
    assert public.status_code == 200 and public["Referrer-Policy"] == "same-origin"
    assert month["company"].shown_code in text(public)
    assert month["open"].shown_code not in text(public)
    data = filled(month["company"], "settled") | {"name": "Nhân viên thử nghiệm"}
    assert "Đã nhận báo cáo." in text(client().post(address, data))
    assert Reply.objects.get().via == "link"
    assert ReplyLink.objects.get().opened_at == NOW
    assert is_pdf(client().get(f"{address}van-ban/"))


def test_a_wrong_token_is_nothing_and_too_many_tries_are_stopped(directive):
    make_link(directive, unit_id("dien-luc"), by=office(), at=NOW)
    answers = [client().get(f"/tra-loi-chi-dao/{'x' * 43}/").status_code for _ in range(61)]
    assert set(answers[:60]) == {404}
    assert answers[60] == 429


def test_the_upper_letter_comes_along_without_anybodys_annexes(directive, month):
    child = in_force(passed_on(directive), number=701)
    url = reverse("directing:upper_letter", args=[child.pk])
    assert is_pdf(client(district(WARD)).get(url))
    assert client(district(LONG_THANH)).get(url).status_code == 404


def test_the_lists_say_what_must_be_replied_to(directive, month):
    url = reverse("directing:directives")
    assert 'id="phai"' in text(client(district(BIEN_HOA)).get(url))
    assert "3 đơn vị chưa báo cáo đủ" in text(client(office()).get(url))
    assert 'id="phai"' not in text(client(district(NHON_TRACH)).get(url))


def test_a_board_of_many_lines_costs_what_a_board_of_few_does(directive, django_assert_max_num_queries):
    who = office()
    page(directive, who)
    first = Line.objects.filter(directive=directive).first()
    Line.objects.bulk_create(
        Line(
            directive=directive, point=first.point, annex=1, no=n, executor=first.executor, case=first.case,
            code=f"{n:012}", summary=f"Việc {n}",
        )
        for n in range(100, 5100)
    )  # fmt: skip
    with django_assert_max_num_queries(42):
        answer = page(directive, who)
    assert answer.status_code == 200
    assert "5.006 nội dung" in text(answer)
    assert answer.content.count(b"<tr>") < 120
