"""The desk: pages open for whom they are for, nothing of a hidden case leaks, a call becomes one case."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoiam.accounts.models import IdentityLook, Person
from hoiam.answering.drafting import draft, submit
from hoiam.cases.factories import (
    CALLER,
    MONDAY,
    OTHER_UNIT,
    UNIT,
    do,
    forwarded,
    hours,
    in_hand,
    in_state,
    person,
    received,
)
from hoiam.cases.idempotency import OtherBody
from hoiam.cases.queries import visible_cases
from hoiam.cases.queues import QUEUES
from hoiam.contacts.models import Contact
from hoiam.desk.lists import DRAFT_LISTS
from hoiam.desk.urls import urlpatterns
from hoiam.kit import clock
from hoiam.units.directory import directory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATE = MONDAY + hours(24 * 10)


@pytest.fixture(autouse=True)
def late():
    with clock.frozen(LATE):
        yield


def signed_in(role, unit="1022"):
    client = Client()
    client.force_login(person(role, unit))
    return client


def form(**changes):
    given = {
        "channel": "phone",
        "phone": CALLER["phone"],
        "name": CALLER["name"],
        "petitioner": "person",
        "content": "Cống trước chợ bị nghẹt",
        "kind": "report",
        "urgency": "normal",
        "key": uuid.uuid4().hex,
    }
    return {**given, **changes}


# -- the inbox ----------------------------------------------------------------------------------------


def test_a_stranger_is_asked_to_sign_in():
    for pattern in urlpatterns:
        if pattern.name in ("home", "find", "search_json", "take", "overview"):
            assert "/dang-nhap/" in Client().get(reverse(f"desk:{pattern.name}")).url


def test_the_desk_opens_at_the_first_list_with_its_count():
    received()
    client = signed_in("coordinator", "vp-ubnd")
    page = client.get(reverse("desk:home"), follow=True)
    assert page.redirect_chain[0][0] == reverse("desk:list", args=["cho-chuyen"])
    assert re.search(
        r'aria-current="page">Chờ phân loại, chuyển xử lý <span class="count">1</span>', page.content.decode()
    )


def test_who_has_no_list_begins_at_the_first_page_of_theirs():
    editor = signed_in("knowledge_editor", "1022")
    assert editor.get(reverse("desk:home")).url == reverse("letters:home")
    client = Client()
    client.force_login(Person.objects.create(username="quan-tri", full_name="Quản trị", is_system_admin=True))
    assert "Lịch, thời hạn" in client.get(reverse("desk:home"), follow=True).content.decode()


def test_who_has_no_page_either_is_told_there_is_no_work():
    client = Client()
    client.force_login(Person.objects.create(username="chua-co-vai", full_name="Chưa có vai"))
    assert "Không còn việc ở đây." in client.get(reverse("desk:home")).content.decode()


def test_a_list_of_others_is_a_page_that_is_not_there():
    assert signed_in("officer", UNIT).get(reverse("desk:list", args=["cho-chuyen"])).status_code == 404
    assert (
        signed_in("coordinator", "vp-ubnd").get(reverse("desk:list", args=["cho-toi-duyet"])).status_code
        == 404
    )


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_list_asks_as_often_for_many_rows_as_for_one():
    client, url = signed_in("coordinator", "vp-ubnd"), reverse("desk:list", args=["qua-han"])
    in_hand()
    one = queries_of(client, url)
    for _ in range(7):
        in_hand()
    assert queries_of(client, url) == one
    assert one <= 6


# -- the page of a case -------------------------------------------------------------------------------


def test_a_case_shows_its_words_its_time_its_holder_and_its_story():
    case = in_hand()
    page = signed_in("focal_point", UNIT).get(reverse("desk:case", args=[case.shown_code])).content.decode()
    unit = directory().unit(case.holder_id, LATE.date()).name
    for words in ("Đèn đường trước nhà văn hóa", "quá hạn", unit, "nhận xử lý", "Câu chuyện"):
        assert words in page
    assert reverse("cases:send_back", args=[case.code]) in page
    assert reverse("answering:draft", args=[case.code]) in page


def test_whom_a_draft_waits_for_is_offered_to_approve_it_first():
    case = in_state("forwarded", unit=UNIT)
    draft(case, by=person("officer", UNIT), text="Đã thay bóng đèn.", outcome="done")
    url, approving = reverse("desk:case", args=[case.shown_code]), '<a class="button is-primary" href="{}"'
    panel = approving.format(reverse("answering:draft", args=[case.code]))
    assert panel not in signed_in("unit_head", UNIT).get(url).content.decode()
    submit(case, by=person("officer", UNIT))
    seen = signed_in("unit_head", UNIT).get(url).content.decode()
    assert panel in seen and "Duyệt trả lời" in seen
    assert "Duyệt trả lời" not in signed_in("officer", UNIT).get(url).content.decode()


def test_only_what_may_be_done_has_a_button():
    case = in_hand()
    seen = signed_in("operator").get(reverse("desk:case", args=[case.shown_code])).content.decode()
    assert reverse("cases:send_back", args=[case.code]) not in seen
    assert reverse("cases:add_contact", args=[case.code]) in seen


def test_a_case_one_may_not_see_is_not_there():
    case = in_hand()
    assert (
        signed_in("unit_head", OTHER_UNIT).get(reverse("desk:case", args=[case.shown_code])).status_code
        == 404
    )
    assert signed_in("unit_head", UNIT).get(reverse("desk:case", args=["2107-0000000-1"])).status_code == 404


def test_an_identity_is_shown_with_a_reason_and_written_down():
    case = received(petitioner=CALLER, channel="phone")
    url = reverse("desk:identity", args=[case.shown_code])
    client = signed_in("operator")
    assert CALLER["name"] not in client.get(reverse("desk:case", args=[case.shown_code])).content.decode()
    assert client.post(url, {"why": " "}).status_code == 422
    assert IdentityLook.objects.count() == 0
    assert CALLER["name"] in client.post(url, {"why": "Liên hệ để xác minh"}).content.decode()
    look = IdentityLook.objects.get()
    assert (look.about, look.why) == (case.code, "Liên hệ để xác minh")


def test_a_hidden_identity_stays_hidden_from_the_holder():
    case = in_hand(petitioner={**CALLER, "confidential": True}, channel="phone")
    client = signed_in("focal_point", UNIT)
    page = client.get(reverse("desk:case", args=[case.shown_code])).content.decode()
    assert "Bạn không xem được danh tính người gửi vì họ đề nghị giữ kín" in page
    assert "Xem danh tính" not in page
    refused = client.post(reverse("desk:identity", args=[case.shown_code]), {"why": "muốn biết"})
    assert refused.status_code == 422
    assert CALLER["name"] not in refused.content.decode()
    assert IdentityLook.objects.count() == 0


# -- nothing leaks ------------------------------------------------------------------------------------


def addresses(case):
    """Every GET address of the desk, with every list, and this case wherever an address names one."""
    given = {
        "list": [[queue.name] for queue in QUEUES] + [[name] for name in DRAFT_LISTS],
        "case": [[case.shown_code], [case.code]],
        "identity": [[case.shown_code]],
        "file": [[1]],
        "late": [[OTHER_UNIT], [UNIT]],
    }
    for pattern in urlpatterns:
        if pattern.name in ("answered_at_once", "watch"):  # POST alone
            continue
        for args in given.get(pattern.name, [[]]):
            url = reverse(f"desk:{pattern.name}", args=args)
            yield url
            if pattern.name in ("find", "search_json"):
                for text in (case.code, case.shown_code[:9], "quát mắng", CALLER["phone"]):
                    yield f"{url}?q={text}"
            if pattern.name in ("take", "caller"):
                yield f"{url}?phone={CALLER['phone']}"


def commune_below():
    below = directory().descendants(directory().unit_id(UNIT, MONDAY.date()), MONDAY.date())
    return directory().unit(min(below), MONDAY.date()).code


@pytest.mark.parametrize("role", ["unit_head", "focal_point", "officer", "operator", "home_affairs"])
@pytest.mark.parametrize("where", ["accused", "below"])
def test_the_accused_meet_a_conduct_case_at_no_address_and_in_no_number(role, where):
    unit = UNIT if where == "accused" else commune_below()
    client = signed_in(role, unit)
    with clock.frozen(MONDAY):
        decoy = received(by="operator@1022")
    counted = [url for url in addresses(decoy) if "hop-viec" in url or "tong-quan" in url]
    before = {url: without_tokens(client.get(url).content) for url in counted}
    with clock.frozen(MONDAY):
        case = do(
            forwarded(
                unit=OTHER_UNIT,
                conduct={"unit": UNIT, "about": "attitude"},
                content="Cán bộ quát mắng",
                petitioner=CALLER,
                channel="phone",
            ),
            "accept",
            by=f"officer@{OTHER_UNIT}",
        )
    for url in addresses(case):
        page = client.get(url)
        body = page.content.decode()
        if "/viec/" in url:
            assert page.status_code == 404
        # Not the address of the case, not its words; what was typed into the search is given back as typed.
        assert f"/viec/{case.shown_code}" not in body
        assert "Cán bộ quát mắng" not in body
        shown = (
            body.replace(f'value="{case.code}"', "")
            .replace(f'value="{case.shown_code}"', "")
            .replace(f": {case.code}", "")
        )
        assert case.shown_code not in shown
        if url in before:  # not even a count has moved
            assert without_tokens(page.content) == before[url]
    assert visible_cases(person("coordinator", "vp-ubnd"), LATE).filter(pk=case.pk).exists()


def without_tokens(body):
    return re.sub(rb"[A-Za-z0-9]{64}", b"", body)


# -- taking a call ------------------------------------------------------------------------------------


def test_a_call_becomes_a_case_once_however_often_it_is_sent():
    client, given = signed_in("operator"), form()
    first, again = (client.post(reverse("desk:take"), given) for _ in range(2))
    assert first.url == again.url
    case = visible_cases(person("operator"), LATE).get()
    assert (case.channel, case.state, case.received_at) == ("phone", "received", LATE)
    assert case.calls_back


def test_the_same_form_with_another_file_of_that_name_is_another_body():
    client, key = signed_in("operator"), uuid.uuid4().hex
    written = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    papers = [SimpleUploadedFile("don.pdf", words, "application/pdf") for words in (written, written * 2)]
    first, other = (client.post(reverse("desk:take"), form(key=key, attached=paper)) for paper in papers)
    assert (first.status_code, other.status_code) == (302, 200)
    assert str(OtherBody()) in other.content.decode()


def test_what_was_written_stays_when_something_is_missing():
    page = signed_in("operator").post(reverse("desk:take"), form(content="", address="12 Phan Đình Phùng"))
    assert page.status_code == 422
    assert "12 Phan Đình Phùng" in page.content.decode()
    assert not visible_cases(person("operator"), LATE).exists()


def test_a_conduct_report_names_the_unit_and_what_it_is_about():
    accused = directory().unit_id(UNIT, LATE.date())
    client = signed_in("operator")
    assert client.post(reverse("desk:take"), form(conduct_unit=accused)).status_code == 422
    client.post(reverse("desk:take"), form(conduct_unit=accused, conduct_about="attitude"))
    case = visible_cases(person("operator"), LATE).get()
    assert (case.conduct_unit_id, case.conduct_about) == (accused, "attitude")
    assert not visible_cases(person("unit_head", UNIT), LATE).exists()


def test_a_known_telephone_shows_its_open_cases_to_join():
    case = received(petitioner=CALLER, channel="phone")
    page = signed_in("operator").get(reverse("desk:caller"), {"phone": "0900 000 001"}).content.decode()
    assert case.shown_code in page
    assert reverse("cases:add_contact", args=[case.code]) in page
    assert (
        case.shown_code
        not in signed_in("operator").get(reverse("desk:caller"), {"phone": "x"}).content.decode()
    )


def test_an_answer_on_the_spot_makes_no_case_but_is_counted():
    client = signed_in("operator")
    given = {"about": "procedure", "channel": "phone", "phone": CALLER["phone"], "procedure_code": "1.004227"}
    assert client.post(reverse("desk:answered_at_once"), given).url.startswith(reverse("desk:take"))
    contact = Contact.objects.get()
    assert (contact.about, contact.channel, contact.procedure_code) == ("procedure", "phone", "1.004227")
    assert not visible_cases(person("operator"), LATE).exists()


@pytest.mark.parametrize("name", ["take", "caller"])
def test_only_those_who_take_calls_open_the_form(name):
    assert signed_in("unit_head", UNIT).get(reverse(f"desk:{name}")).status_code == 403
    assert signed_in("operator", UNIT).get(reverse(f"desk:{name}")).status_code == 403
    assert signed_in("operator").get(reverse(f"desk:{name}")).status_code == 200


# -- the overview -------------------------------------------------------------------------------------


def test_the_overview_counts_what_is_late_by_unit_and_opens_its_list():
    late, also, other = in_hand(), in_hand(), in_hand(unit=OTHER_UNIT)
    client = signed_in("coordinator", "vp-ubnd")
    page = client.get(reverse("desk:overview")).content.decode()
    assert "3 phản ánh quá hạn ở 2 đơn vị." in page
    url = reverse("desk:late", args=[UNIT])
    assert url in page
    listed = client.get(url).content.decode()
    assert late.shown_code in listed
    assert also.shown_code in listed
    assert other.shown_code not in listed


def test_an_officer_has_no_overview():
    assert signed_in("officer", UNIT).get(reverse("desk:overview")).status_code == 403


# -- files --------------------------------------------------------------------------------------------


def test_a_file_is_shown_only_to_whom_its_case_is_shown():
    written = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    paper = SimpleUploadedFile("bien-ban.pdf", written, "application/pdf")
    made = signed_in("operator").post(reverse("desk:take"), form(attached=paper))
    assert made.status_code == 302, made.content.decode()
    case = visible_cases(person("operator"), LATE).get()
    kept = case.attachments.get()
    shown = signed_in("operator").get(reverse("desk:file", args=[kept.pk]))
    assert (shown.status_code, b"".join(shown.streaming_content)) == (200, written)
    assert signed_in("unit_head", UNIT).get(reverse("desk:file", args=[kept.pk])).status_code == 404


def test_an_officer_keeps_an_eye_on_a_case_and_whoever_may_not_see_it_does_not():
    case, client = in_hand(), signed_in("officer", UNIT)
    page, address = (
        reverse("desk:case", args=[case.shown_code]),
        reverse("desk:watch", args=[case.shown_code]),
    )
    assert "Theo dõi</button>" in client.get(page).content.decode()
    assert client.post(address, {"on": "1"}).url == page
    assert "Thôi theo dõi" in client.get(page).content.decode()
    client.post(address, {"on": "0"})
    assert "Thôi theo dõi" not in client.get(page).content.decode()
    assert signed_in("officer", OTHER_UNIT).post(address, {"on": "1"}).status_code == 404


def test_what_happened_to_a_case_besides_its_state_is_marked_on_it():
    case = do(in_hand(), "extend", reason="complex", due_at=MONDAY + hours(24 * 20), at=MONDAY + hours(3))
    case = do(case, "add_contact", channel="phone", text="Sao lâu thế", at=MONDAY + hours(4))
    page = signed_in("officer", UNIT).get(reverse("desk:case", args=[case.shown_code])).content.decode()
    assert "Đã gia hạn lần 1" in page
    assert "Gọi lại lần 1" in page
    assert "Mở lại lần" not in page and "Tạm dừng từ" not in page


def test_a_paused_case_says_since_when():
    case = in_state("waiting")
    page = signed_in("officer", UNIT).get(reverse("desk:case", args=[case.shown_code])).content.decode()
    is_paused = visible_cases(person("coordinator"), LATE).get(pk=case.pk).paused_at is not None
    assert ("Tạm dừng từ 05/07/2021" in page) is is_paused
