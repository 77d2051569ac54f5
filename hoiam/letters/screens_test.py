"""The screens: each list and page shows what its reader may see, and every verb is done from its panel."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoiam.kit import clock

from . import factories as f
from .annex_files import make_annexes
from .check import check
from .factories import AT, annex, content, drafted, issued, person, signed, submitted, unit_id, with_annexes
from .models import Delivery, Document, Register, Signer, State
from .number import take
from .queries import TABS
from .testing import PAPER, quick_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NOW = AT + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _at_that_time():
    with quick_papers(), clock.frozen(NOW):
        yield


@pytest.fixture(autouse=True)
def _no_pictures(monkeypatch):
    monkeypatch.setattr("hoiam.letters.page.page_count", lambda pdf: 1)
    monkeypatch.setattr("hoiam.letters.page.picture", lambda pdf, n: b"png" if n == 1 else None)


def client(role, unit="vp-ubnd"):
    found = Client()
    found.force_login(person(role, unit))
    return found


def page(name, *args, as_=("coordinator", "vp-ubnd")):
    return client(*as_).get(reverse(f"letters:{name}", args=args))


def post(name, pk, as_, **data):
    return client(*as_).post(reverse(f"letters:{name}", args=[pk]), data, headers={"hx-request": "true"})


def test_each_document_stands_in_the_list_of_its_step():
    subjects = {}
    steps = {
        "dang-soan": drafted,
        "cho-ky": submitted,
        "cho-lay-so": signed,
        "cho-ky-so": lambda it: take(signed(it), by=person("clerk"), at=AT),
        "da-phat-hanh": issued,
    }
    for tab, make in steps.items():
        subjects[tab] = f"việc ở {tab}."
        make(content(subject=subjects[tab]))
    for tab in TABS:
        text = page("list", tab.code).content.decode()
        shown = {code for code, subject in subjects.items() if subject in text}
        assert shown == {tab.code} & set(subjects)


def test_what_came_in_is_new_until_somebody_of_the_unit_opens_it():
    document, reader = issued(), ("officer", "ubnd-742")
    assert "(chưa mở)" in page("list", "den", as_=reader).content.decode()
    assert page("document", document.pk, as_=reader).status_code == 200
    assert "(chưa mở)" not in page("list", "den", as_=reader).content.decode()
    assert "Cán bộ thử nghiệm officer ubnd-742" in page("document", document.pk).content.decode()


@pytest.mark.parametrize("tab", ["da-phat-hanh", "den"])
def test_a_list_costs_the_same_however_long(tab):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert page("list", tab).status_code == 200
        return len(asked)

    issued()
    page("list", tab)
    once = cost()
    for _ in range(3):
        issued()
    assert cost() == once


@pytest.mark.parametrize("name", ["document", "revise", "sign", "issue", "submit"])
def test_whoever_may_not_see_a_document_is_told_there_is_none(name):
    assert page(name, drafted().pk, as_=("officer", "ubnd-742")).status_code == 404


def test_a_file_of_another_recipient_is_not_there():
    document = issued(with_annexes(annex(("ubnd-731", 3), ("ubnd-740", 2))))
    make_annexes(AT + timedelta(hours=1))
    other = document.files.get(role="annex", unit=unit_id("ubnd-740"))
    own = document.files.get(role="annex", unit=unit_id("ubnd-731"))
    reader = ("officer", "ubnd-731")
    answer = page("file", document.pk, own.pk, as_=reader)
    assert b"".join(answer.streaming_content) == PAPER
    for close in answer._resource_closers:  # closing the answer would end the test's own connection
        close()
    assert page("file", document.pk, other.pk, as_=reader).status_code == 404
    text = page("document", document.pk, as_=reader).content.decode()
    assert f"/tep/{own.pk}/" in text
    assert f"/tep/{other.pk}/" not in text
    assert "Việc của ubnd-740" not in text
    assert page("page_picture", document.pk, 1, as_=reader).content == b"png"
    assert page("page_picture", document.pk, 9, as_=reader).status_code == 404


def test_a_document_goes_its_way_through_the_panels():
    document, chief, clerk = drafted(), ("office_head", "vp-ubnd"), ("clerk", "vp-ubnd")
    for name, who in (("submit", ("coordinator", "vp-ubnd")), ("sign", chief), ("issue", clerk)):
        assert page(name, document.pk, as_=who).status_code == 200
        answer = post(name, document.pk, who)
        assert answer.status_code == 204, answer.content.decode()
        assert "document-changed" in answer["HX-Trigger"]
    document.refresh_from_db()
    assert (document.state, document.number) == (State.ISSUED, 1)
    assert "01/UBND-HCC" in page("register", Register.objects.get().pk, 2021).content.decode()
    assert "Sổ công văn đi" in page("registers").content.decode()


@pytest.mark.parametrize(
    ("name", "who", "make"),
    [
        ("submit", "coordinator", drafted),
        ("discard", "coordinator", drafted),
        ("sign", "office_head", submitted),
        ("take_number", "clerk", signed),
        ("issue", "clerk", signed),
    ],
)
def test_a_browser_without_scripts_comes_back_to_the_document(name, who, make):
    document = make()
    answer = client(who).post(reverse(f"letters:{name}", args=[document.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("letters:document", args=[document.pk]), 302)]
    assert answer.status_code == 200
    assert document.steps.count() > make().steps.count()


def test_a_refusal_comes_back_beside_the_form():
    document = submitted()
    answer = post("issue", document.pk, ("clerk", "vp-ubnd"))
    assert answer.status_code == 422
    assert "Chưa lấy số được: thiếu chữ ký của Cán bộ thử nghiệm office_head" in answer.content.decode()
    answer = post("return_document", document.pk, ("office_head", "vp-ubnd"), reason="")
    assert answer.status_code == 422
    assert post("return_document", document.pk, ("office_head", "vp-ubnd"), reason="Thiếu").status_code == 204


def test_a_number_typed_on_a_page_opened_earlier_is_not_dropped_without_a_word():
    document, clerk = signed(), ("clerk", "vp-ubnd")
    assert post("take_number", document.pk, clerk, number=15).status_code == 204
    assert 'type="hidden" name="number"' in page("issue", document.pk, as_=clerk).content.decode()
    answer = post("issue", document.pk, clerk, number=16)
    assert answer.status_code == 422
    assert "đã lấy số 15/UBND-HCC" in answer.content.decode()
    assert post("issue", document.pk, clerk).status_code == 204


def test_findings_are_shown_and_buttons_follow_the_step():
    bad = drafted(content(addressees=()))
    text = page("document", bad.pk).content.decode()
    assert "Phải sửa" in text
    assert "Trình ký" in text
    waiting = signed().pk
    assert f"/{waiting}/phat-hanh/" not in page("document", waiting).content.decode()
    assert f"/{waiting}/phat-hanh/" in page("document", waiting, as_=("clerk", "vp-ubnd")).content.decode()


def test_a_draft_is_changed_on_its_page():
    document = drafted()
    form = page("revise", document.pk).content.decode()
    assert "1. Giao Sở Nội vụ" in form
    body = "Chủ tịch UBND tỉnh có ý kiến như sau:\n\n1. Giao Sở Nội vụ **khẩn trương** rà soát.\n\nXong./."
    data = {"subject": "nhắc lại", "body": body, "signer": f.signer().pk, "version": 1}
    assert post("revise", document.pk, ("coordinator", "vp-ubnd"), **data).status_code == 302
    document.refresh_from_db()
    roles = [(one.role, one.number) for one in document.letter.body]
    assert roles == [("opening", None), ("point", 1), ("closing", None)]
    assert document.letter.body[1].runs[1].bold
    assert post("revise", document.pk, ("coordinator", "vp-ubnd"), **data).status_code == 422


def test_the_telephone_of_the_office_may_be_named_in_a_letter_by_hand():
    body = "Người liên hệ: Văn phòng, điện thoại 0251 3822 501.\n\nYêu cầu các đơn vị thực hiện./."
    written = {"subject": "nhắc việc", "units": [unit_id("so-noi-vu")], "body": body, "signer": f.signer().pk}
    url, who = reverse("letters:write", args=[unit_id("ubnd-tinh")]), client("coordinator")
    wrong = who.post(url, written | {"contacts": "0251 3822 501, 0"})
    assert "“0” không phải số điện thoại hoặc địa chỉ thư điện tử." in wrong.content.decode()
    for contacts, stops in (("", 1), ("(0251) 3822501", 0)):
        assert who.post(url, written | {"contacts": contacts}).status_code == 302
        assert sum(one.severity == "stop" for one in check(Document.objects.latest("pk"), NOW)) == stops
    document = Document.objects.latest("pk")
    assert 'value="(0251) 3822501"' in page("revise", document.pk).content.decode()
    data = written | {"version": 1, "contacts": "0251.3822.501"}
    assert post("revise", document.pk, ("coordinator", "vp-ubnd"), **data).status_code == 302
    document.refresh_from_db()
    assert document.letter.facts.contacts == ("0251.3822.501",)


def test_a_letter_is_written_by_hand():
    f.signer()
    data = {
        "subject": "nhắc việc",
        "groups": ["ubnd-cap-duoi"],
        "units": [unit_id("so-noi-vu")],
        "body": "Chủ tịch UBND tỉnh yêu cầu các đơn vị thực hiện./.",
        "signer": f.signer().pk,
    }
    answer = client("coordinator").post(reverse("letters:write", args=[unit_id("ubnd-tinh")]), data)
    assert answer.status_code == 302, answer.content.decode()
    letter = Document.objects.get().letter
    assert [line.text for line in letter.addressees] == ["Sở Nội vụ", "UBND các huyện, thành phố"]
    assert letter.head.drafting_symbol == "HCC"
    assert page("write", unit_id("so-y-te")).status_code == 403


def test_a_file_from_outside_is_taken_in_once():
    def data():
        return {
            "file": SimpleUploadedFile("bc.pdf", PAPER, "application/pdf"),
            "number_symbol": "1384 /TTKD ĐNI",
            "date": "2021-07-29",
            "issuer": unit_id("vnpt"),
            "kind": "report",
            "subject": "Báo cáo tháng 7",
            "signer": "Người ký thử nghiệm",
            "unit": unit_id("vp-ubnd"),
        }

    url = reverse("letters:take_in")
    assert client("clerk").get(url).status_code == 200
    assert client("clerk").post(url, data()).status_code == 302
    document = Document.objects.get()
    assert (document.number_symbol, document.issuer_name) == ("1384/TTKD ĐNI", "VNPT Đồng Nai")
    assert "1384/TTKD ĐNI" in page("list", "den").content.decode()
    assert page("document", document.pk).status_code == 200
    assert "đã được tiếp nhận" in client("clerk").post(url, data()).content.decode()
    assert client("officer", "ubnd-742").get(url).status_code == 403


def test_signers_are_kept_by_administrators_and_end_without_being_forgotten():
    url, admin = reverse("letters:offices"), Client()
    boss = person("system_admin", "vp-ubnd")
    boss.is_system_admin = True
    boss.save()
    admin.force_login(boss)
    assert client("coordinator").get(url).status_code == 403
    who = person("authority_head", "ubnd-tinh")
    data = {
        "unit": unit_id("ubnd-tinh"),
        "person": who.pk,
        "capacity": "TL. CHỦ TỊCH",
        "position": "phó chánh văn phòng",
        "since": "2021-01-01",
    }
    add = reverse("letters:add_office", args=["nguoi-ky"])
    assert "quy chế" in admin.post(add, data).content.decode()
    assert admin.post(add, data | {"source": "Quy chế số 1"}).status_code == 302
    assert admin.post(add, data | {"source": "Quy chế số 1"}).status_code == 422
    row = Signer.objects.get(person=who)
    assert row.position == "PHÓ CHÁNH VĂN PHÒNG"
    assert admin.post(reverse("letters:end_signer", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.during.upper == NOW.date()
    assert "PHÓ CHÁNH VĂN PHÒNG" in admin.get(url).content.decode()


def test_what_did_not_arrive_is_listed_and_tried_again():
    document = issued()
    delivery = Delivery.objects.filter(recipient__document=document).first()
    Delivery.objects.filter(pk=delivery.pk).update(state="failed", last_error="Không có mạng")
    assert "Không có mạng" in page("troubles").content.decode()
    again = reverse("letters:again", args=[delivery.pk])
    client("coordinator").post(again)
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert client("clerk").post(again).status_code == 302
    delivery.refresh_from_db()
    assert delivery.state == "queued"
    assert page("again", delivery.pk, as_=("clerk", "vp-ubnd")).status_code == 405
