"""Looking up says nothing about which codes exist, and nothing to those who only guess."""

import pytest
from django.core import signing
from django.urls import reverse

from hoiam.cases.factories import CALLER, MONDAY, hours, in_state, received
from hoiam.kit import clock
from hoiam.kit.ids import new_code, show_code
from hoiam.portal import lookup

pytestmark = pytest.mark.django_db
DOOR = reverse("portal:lookup")
LATER = MONDAY + hours(3)


@pytest.fixture
def ask(client, reference):
    def ask(code, phone="0900000001", at=LATER, **extra):
        with clock.frozen(at):
            return client.post(DOOR, {"code": code, "phone": phone}, **extra)

    return ask


@pytest.fixture
def case(reference):
    return received(petitioner=CALLER)


def body(response, *typed):
    """The page without what the asker typed himself and the token of his form."""
    text = response.content.decode()
    for word in typed:
        text = text.replace(word, "·")
    head, _, rest = text.partition('name="csrfmiddlewaretoken" value="')
    return head + rest.partition('"')[2]


def test_code_and_telephone_open_the_case_however_they_are_written(ask, case, client):
    answer = ask(f" {show_code(case.code)} ", "+84 900 000 001")
    assert answer.status_code == 302
    with clock.frozen(LATER):
        page = client.get(answer["Location"])
    assert page.status_code == 200
    assert show_code(case.code) in page.content.decode()


def test_a_wrong_code_and_a_wrong_telephone_answer_with_the_same_bytes(ask, case):
    other = show_code(new_code(MONDAY))
    wrong_code = ask(other)
    wrong_phone = ask(show_code(case.code), "0900000002")
    assert wrong_code.status_code == wrong_phone.status_code == 404
    assert body(wrong_code, other, "0900000001") == body(wrong_phone, show_code(case.code), "0900000002")
    assert "Không tìm thấy với mã số và số điện thoại này." in wrong_code.content.decode()


def test_a_case_without_a_telephone_is_not_found_by_an_empty_one(ask, reference):
    case = received(petitioner={"type": "anonymous"})
    assert ask(case.code, "0").status_code == 404


def test_a_code_is_tried_a_few_times_an_hour_from_wherever(ask, case):
    for n in range(lookup.BY_CODE.most):
        assert ask(case.code, "0900000002", REMOTE_ADDR=f"10.0.0.{n}").status_code == 404
    late = ask(show_code(case.code), REMOTE_ADDR="10.0.1.1")
    assert late.status_code == 429
    assert "Đã thử nhiều lần" in late.content.decode()
    assert ask(case.code, at=LATER + hours(1)).status_code == 302


def test_an_address_tries_a_few_codes_an_hour(ask, case):
    for _ in range(lookup.BY_ADDRESS.most):
        assert ask(new_code(MONDAY)).status_code == 404
    assert ask(case.code).status_code == 429
    assert ask(case.code, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_finding_ones_own_case_costs_no_try(ask, case):
    for _ in range(lookup.BY_CODE.most + 1):
        assert ask(case.code).status_code == 302


def test_guessing_between_honest_tries_is_still_counted(ask, case):
    for _ in range(lookup.BY_ADDRESS.most - 1):
        ask(new_code(MONDAY))
    assert ask(case.code).status_code == 302
    assert ask(new_code(MONDAY)).status_code == 404
    assert ask(case.code).status_code == 429


def test_the_address_given_by_a_look_up_ends_and_cannot_be_made_up(case, client, monkeypatch):
    path = reverse("portal:follow", args=[lookup.pass_for(case.code)])
    assert client.get(path).status_code == 200
    forged = reverse("portal:follow", args=[signing.dumps(case.code, salt="other")])
    assert client.get(forged).status_code == 404
    monkeypatch.setattr(lookup, "LASTS", -1)
    assert client.get(path).status_code == 404


def test_what_opens_nothing_answers_alike(client, reference):
    pages = [client.get(f"/tra-cuu/{said}/") for said in ("a" * 26, "x", "1.2.3", "%00")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_an_empty_form_says_what_is_missing(client, reference):
    page = client.post(DOOR, {"code": "", "phone": ""})
    assert page.status_code == 422
    assert "Xin ghi mã số" in page.content.decode()


def test_a_withdrawn_case_still_opens_for_its_sender(ask, reference):
    case = in_state("withdrawn", petitioner=CALLER)
    assert ask(case.code, at=case.last_at + hours(1)).status_code == 302
