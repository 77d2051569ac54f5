"""Every panel: opens, does its verb, keeps what was typed when refused, hides the case from others."""

import json

import pytest
from django.urls import reverse

from hoiam.cases.factories import (
    CALLER,
    MONDAY,
    OTHER_UNIT,
    UNIT,
    do,
    hours,
    in_hand,
    in_state,
    person,
    received,
)
from hoiam.cases.lifecycle import State, Verb
from hoiam.cases.testing import EXAMPLES, LATER, last_line, open_panel, post_panel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
EVERY = pytest.mark.parametrize("verb", EXAMPLES, ids=str)


@EVERY
def test_a_panel_opens_with_its_verb_on_the_button(client, verb):
    example = EXAMPLES[verb]
    page = open_panel(client, example.person(), verb, example.case())
    assert page.status_code == 200
    assert verb.label in page.content.decode()
    assert 'role="alert"' not in page.content.decode()


@EVERY
def test_a_panel_does_its_verb_and_tells_the_page(client, verb):
    example = EXAMPLES[verb]
    case = example.case()
    typed = example.typed(case)
    done = post_panel(client, example.person(), verb, case, typed)
    assert done.status_code == 204, done.content.decode()
    assert "case-changed" in done["HX-Trigger"]
    first = last_line(case)
    assert (first.verb, first.at) == (verb, LATER)


@EVERY
def test_a_panel_hides_the_case_from_a_stranger(client, verb):
    case = EXAMPLES[verb].case()
    stranger = person("unit_head", OTHER_UNIT)
    assert open_panel(client, stranger, verb, case).status_code == 404
    assert post_panel(client, stranger, verb, case, {}).status_code == 404
    assert case.events.count() == case.seq + 1


@EVERY
def test_a_panel_hides_the_conduct_case_from_whom_it_accuses(client, verb):
    case = received(conduct={"unit": UNIT, "about": "attitude"})
    accused = person("unit_head", UNIT)
    assert open_panel(client, accused, verb, case).status_code == 404


@EVERY
def test_a_panel_refuses_who_sees_the_case_but_may_not(client, verb):
    example = EXAMPLES[verb]
    case = example.case()
    onlooker = person("authority_head", "ubnd-tinh")
    answer = post_panel(client, onlooker, verb, case, example.typed(case))
    if verb == Verb.NOTE:
        assert answer.status_code == 204
    else:
        assert answer.status_code == 422
        assert "Bạn không có quyền" in answer.content.decode()


@EVERY
def test_a_panel_says_at_once_that_the_state_does_not_allow_it(client, verb):
    if verb in (Verb.NOTE, Verb.UNPUBLISH):
        return  # in any state
    case = in_state(State.WITHDRAWN)
    page = open_panel(client, person("coordinator"), verb, case)
    assert 'role="alert"' in page.content.decode()


def test_what_was_typed_stays_when_the_verb_refuses(client):
    case = received()
    typed = {"to": case.holder_id, "text": "Đề nghị kiểm tra ngay trong ngày."}
    answer = post_panel(client, person("coordinator"), Verb.FORWARD, case, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Phản ánh đang ở" in page
    assert "Đề nghị kiểm tra ngay trong ngày." in page


def test_what_was_typed_stays_when_a_field_is_missing(client):
    answer = post_panel(
        client, person("coordinator"), Verb.REDIRECT, received(), {"outside": "Cục Thuế tỉnh"}
    )
    assert answer.status_code == 422
    assert "Cục Thuế tỉnh" in answer.content.decode()


def test_a_panel_opened_before_somebody_else_acted_is_refused_and_keeps_the_words(client):
    case = in_hand()
    opened_at = case.seq
    do(case, "note", text="Đang kiểm tra.", by=f"officer@{UNIT}")
    typed = {"text": "Đã thay bóng đèn.", "outcome": "done"}
    head = person("unit_head", UNIT)
    refused = post_panel(client, head, Verb.ANSWER, case, typed, seq=opened_at)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Người khác vừa xử lý phản ánh này lúc 05/07/2021 11:00" in page
    assert "Đã thay bóng đèn." in page
    assert f"?seq={opened_at + 1}" in page  # sent again, it is meant
    assert post_panel(client, head, Verb.ANSWER, case, typed, seq=opened_at + 1).status_code == 204


def test_a_sentence_to_know_goes_to_the_page_as_a_toast(client):
    case = in_hand()
    done = post_panel(client, person("officer", UNIT), Verb.ASK, case, {"text": "Đèn số mấy?"})
    said = json.loads(done["HX-Trigger"])
    assert said["toast"]["text"] == "Lần này không tạm dừng thời hạn."
    assert "case-changed" in said


def test_the_call_back_panel_stops_the_centres_clock(client):
    case = do(in_hand(channel="phone", petitioner=CALLER), "answer", text="Xong.", outcome="done")
    assert case.dues.filter(clock="call_back", until=None).exists()
    operator = person("operator")
    assert open_panel(client, operator, "call_back", case).status_code == 200
    done = post_panel(client, operator, "call_back", case, {"reply": "Hài lòng."}, at=MONDAY + hours(5))
    assert done.status_code == 204
    assert not case.dues.filter(clock="call_back", until=None).exists()
    again = post_panel(client, operator, "call_back", case, {"reply": "Hài lòng."}, at=MONDAY + hours(6))
    assert again.status_code == 422


def test_nobody_opens_a_panel_without_signing_in(client):
    case = received()
    answer = client.get(reverse("cases:forward", args=[case.code]))
    assert answer.status_code == 302
    assert "/dang-nhap/" in answer["Location"]
