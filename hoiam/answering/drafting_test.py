"""From the first words to the answer sent: who may do which step, and what the line of history says."""

from datetime import datetime
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from hoiam.answering.drafting import approve, draft, return_draft, submit
from hoiam.answering.models import Draft
from hoiam.answering.queries import draft_of, drafts_returned, drafts_to_approve
from hoiam.cases.factories import MONDAY, OTHER_UNIT, UNIT, Case, do, hours, in_state, person, unit_id
from hoiam.kit import clock
from hoiam.kit.refusal import Refused
from hoiam.units import directory
from hoiam.units.models import Unit

pytestmark = pytest.mark.django_db
WORDS = {"text": "Đã thay bóng đèn, đường đã sáng.", "outcome": "done"}
LATER = MONDAY + hours(30)


def officer():
    return person("officer", UNIT)


def head():
    return person("unit_head", UNIT)


def in_hand() -> Case:
    return in_state("in_hand", unit=UNIT)


def submitted(case: Case, at: datetime = LATER) -> Draft:
    draft(case, by=officer(), at=at, **WORDS)
    return submit(case, by=officer(), at=at)


def test_an_approved_draft_is_the_answer_and_says_who_wrote_and_who_approved():
    case = in_hand()
    submitted(case)
    approve(case, by=head(), at=LATER)
    case.refresh_from_db()
    event = case.events.get(verb="answer")
    assert case.state == "answered"
    assert event.facts["drafted_by"] == f"{officer().username}@{UNIT}"
    assert event.facts["approved_by"] == f"{head().username}@{UNIT}"
    assert event.text.body["text"] == WORDS["text"]
    assert Draft.objects.get().state == "sent"


def test_the_steps_before_it_are_no_lines_of_history():
    case = in_hand()
    before = case.events.count()
    submitted(case)
    assert case.events.count() == before


def test_an_officer_does_not_approve_where_approval_is_asked():
    case = in_hand()
    submitted(case)
    with pytest.raises(Refused, match="không có quyền"):
        approve(case, by=officer(), at=LATER)


def test_an_officer_sends_where_the_unit_asks_no_approval():
    case = in_hand()
    Unit.objects.filter(pk=unit_id(UNIT)).update(asks_approval=False)
    directory.forget()
    draft(case, by=officer(), at=LATER, **WORDS)
    approve(case, by=officer(), at=LATER)
    case.refresh_from_db()
    assert case.state == "answered"


def test_a_returned_draft_comes_back_to_its_writer_with_the_comment():
    case = in_hand()
    submitted(case)
    with clock.frozen(LATER):
        assert [kept.case_id for kept in drafts_to_approve(head())] == [case.pk]
        return_draft(case, by=head(), comment="Nêu rõ ngày thay.")
        assert [kept.comment for kept in drafts_returned(officer())] == ["Nêu rõ ngày thay."]
        assert not drafts_to_approve(head()).exists()


def test_another_units_leader_sees_no_draft():
    submitted(in_hand())
    with clock.frozen(LATER):
        assert not drafts_to_approve(person("unit_head", OTHER_UNIT)).exists()


def test_words_somebody_wrote_meanwhile_are_not_overwritten():
    case = in_hand()
    kept = draft(case, by=officer(), at=LATER, **WORDS)
    draft(case, by=head(), at=LATER, seen=kept.version, text="Bản mới", outcome="done")
    with pytest.raises(Refused, match="Người khác vừa xử lý"):
        draft(case, by=officer(), at=LATER, seen=kept.version, **WORDS)
    assert draft_of(case).text == "Bản mới"


def test_a_case_taken_away_takes_its_draft_from_the_unit():
    case = in_hand()
    submitted(case)
    do(case, "recall", at=LATER, reason="wrong_unit")
    with pytest.raises(Refused, match="không có quyền"):
        approve(case, by=head(), at=LATER + hours(1))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"text": " ", "outcome": "done"}, "Chưa có nội dung"),
        ({"text": "x", "outcome": ""}, "phải chọn kết quả"),
        ({"text": "x", "outcome": "not_competent"}, "Không thuộc thẩm quyền"),
    ],
)
def test_a_draft_that_could_never_be_sent_is_refused_at_once(words, sentence):
    with pytest.raises(Refused, match=sentence):
        draft(in_hand(), by=officer(), at=LATER, **words)


def test_the_panel_keeps_submits_and_sends(client):
    case = in_hand()
    url = reverse("answering:draft", args=[case.code])
    with clock.frozen(LATER):
        client.force_login(officer())
        assert client.get(url).status_code == 200
        done = client.post(url, {**WORDS, "step": "submit"})
        assert (done.status_code, "case-changed" in done["HX-Trigger"]) == (204, True)
        client.force_login(head())
        kept = draft_of(case)
        done = client.post(url, {**WORDS, "step": "send", "version": kept.version})
    case.refresh_from_db()
    assert (done.status_code, case.state) == (204, "answered")
    assert Draft.objects.get().drafted_by == officer()


def test_the_panel_shows_a_refusal_and_keeps_the_words(client):
    case = in_hand()
    with clock.frozen(LATER):
        client.force_login(officer())
        url = reverse("answering:draft", args=[case.code])
        client.post(url, {**WORDS, "step": "save"})
        answer = client.post(url, {"text": "Lời khác", "outcome": "done", "step": "save", "version": "9"})
    assert answer.status_code == 422
    assert "Người khác vừa xử lý" in answer.content.decode() and "Lời khác" in answer.content.decode()


def test_the_panel_is_not_there_for_strangers(client):
    case = in_hand()
    client.force_login(person("unit_head", OTHER_UNIT))
    with clock.frozen(LATER):
        assert client.get(reverse("answering:draft", args=[case.code])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_approvers_send_one_answer():
    case = in_hand()
    submitted(case)
    approvers, gate, outcomes = (head(), person("focal_point", UNIT)), Barrier(2), []

    def go(by):
        gate.wait()
        try:
            approve(case, by=by, at=LATER)
            outcomes.append("sent")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=go, args=[by]) for by in approvers]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["refused", "sent"]
    assert case.events.filter(verb="answer").count() == 1
