"""An issued document that was wrong is replaced or corrected from its page; begun once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from hoiam.kit import clock
from hoiam.kit.refusal import Refused

from .amending import begin_correction, begin_replacement
from .check import check
from .content import Kind
from .discard import discard
from .factories import AT, annex, content, issued, person, signer, unit_id, with_annexes
from .issue import issue
from .models import Document, State
from .sign import sign
from .submit import submit
from .testing import quick_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_that_time():
    with quick_papers(), clock.frozen(LATER):
        yield


def client(role="coordinator", unit="vp-ubnd"):
    found = Client()
    found.force_login(person(role, unit))
    return found


def page(document, *who):
    return client(*who).get(reverse("letters:document", args=[document.pk])).content.decode()


def press(name, document, reason="Sai kỳ báo cáo", who=()):
    url = reverse(f"letters:{name}", args=[document.pk])
    return client(*who).post(url, {"reason": reason}, headers={"hx-request": "true"})


def sent(document):
    for verb, who in ((submit, "coordinator"), (sign, "office_head"), (issue, "clerk")):
        document = verb(document, by=person(who), at=LATER)
    return document


def stops(document):
    return [one.sentence for one in check(document, LATER) if one.severity == "stop"]


def test_a_document_is_replaced_from_its_page_and_both_pages_show_the_other():
    old = issued(with_annexes(annex(("ubnd-731", 3), ("ubnd-740", 2))))
    assert "Thay thế" in client().get(reverse("letters:replace", args=[old.pk])).content.decode()
    answer = press("replace", old)
    new = Document.objects.latest("pk")
    shown = reverse("letters:document", args=[new.pk])
    assert (answer.status_code, answer["HX-Redirect"]) == (204, shown)
    assert new.letter.annexes == old.letter.annexes
    assert new.letter.body[-2].text == "Văn bản này thay thế Công văn số 01/UBND-HCC ngày 04/8/2021."
    assert [*new.letter.body[:-2], new.letter.body[-1]] == list(old.letter.body)
    assert new.steps.get(verb="draft").note == "Sai kỳ báo cáo"
    assert stops(new) == []
    assert shown in page(old)
    assert "Sai kỳ báo cáo" in page(new)
    assert reverse("letters:document", args=[old.pk]) in page(new)
    sent(new)
    old.refresh_from_db()
    assert old.state == State.REPLACED
    assert "Đã được thay thế" in page(old)
    assert reverse("letters:replace", args=[old.pk]) not in page(old)


def test_a_correction_says_what_was_wrong_to_all_who_got_the_former_letter():
    old = issued()
    press("correct", old, reason="Tại điểm 1, “năm 2020” sửa thành “năm 2021”.")
    new = Document.objects.latest("pk")
    letter = new.letter
    assert letter.subject == "đính chính Công văn số 01/UBND-HCC ngày 04/8/2021"
    assert letter.body[1].text == "Tại điểm 1, “năm 2020” sửa thành “năm 2021”."
    assert (letter.addressees, letter.copies) == (old.letter.addressees, old.letter.copies)
    assert stops(new) == []
    sent(new)
    old.refresh_from_db()
    assert (old.state, old.is_in_force) == (State.CORRECTED, True)
    assert reverse("letters:document", args=[new.pk]) in page(old)


def test_what_the_former_letter_enclosed_goes_along_with_the_new_one():
    upon, beside = issued(), issued()
    old = issued(links=[("based_on", upon), ("attaches", beside)])
    new = begin_replacement(old, reason="Sai", by=person("coordinator"), at=LATER)
    links = [(link.relation, link.to_id) for link in new.links.order_by("pk")]
    assert links == [("replaces", old.pk), ("based_on", upon.pk), ("attaches", beside.pk)]
    fresh = begin_correction(old, reason="Sai", by=person("coordinator"), at=LATER)
    assert [link.relation for link in fresh.links.all()] == ["corrects"]


@pytest.mark.parametrize("name", ["replace", "correct"])
def test_pressed_twice_there_is_one_draft_and_once_it_is_dropped_another_may_be_begun(name):
    old = issued()
    press(name, old)
    answer = press(name, old)
    assert answer.status_code == 422
    assert "Đã có dự thảo" in answer.content.decode()
    assert Document.objects.count() == 2
    dropped = discard(Document.objects.latest("pk"), by=person("coordinator"), at=LATER)
    assert reverse("letters:document", args=[dropped.pk]) not in page(old)
    assert press(name, old).status_code == 204


@pytest.mark.parametrize("name", ["replace", "correct"])
@pytest.mark.parametrize("who", [("clerk", "ubnd-731"), ("officer", "so-noi-vu")])
def test_a_recipient_amends_nothing(name, who):
    old = issued()
    assert reverse(f"letters:{name}", args=[old.pk]) not in page(old, *who)
    answer = press(name, old, who=who)
    assert answer.status_code == 422
    assert "quyền “Soạn”" in answer.content.decode()
    assert Document.objects.count() == 1


@pytest.mark.parametrize(("name", "why"), [("replace", "phải nêu lý do"), ("correct", "phải nêu sai sót")])
def test_without_a_reason_nothing_is_begun(name, why):
    old, begin = issued(), {"replace": begin_replacement, "correct": begin_correction}[name]
    assert press(name, old, reason="  ").status_code == 422
    with pytest.raises(Refused, match=why):
        begin(old, reason="  ", by=person("coordinator"), at=LATER)
    assert Document.objects.count() == 1


def test_a_proposal_about_conduct_is_not_corrected_by_a_letter_for_the_whole_house():
    old, boss = issued(content(kind=Kind.PROPOSAL)), person("unit_head")
    text = page(old, "unit_head")
    assert reverse("letters:replace", args=[old.pk]) in text
    assert reverse("letters:correct", args=[old.pk]) not in text
    with pytest.raises(Refused, match="không đính chính bằng công văn"):
        begin_correction(old, reason="Sai", by=boss, at=LATER)


def test_a_day_of_reply_that_has_passed_is_not_asked_of_the_new_words():
    base = content()
    facts = type(base.facts)(executors=base.facts.executors, reply_before=LATER.date())
    old = issued(content(body=(*base.body[:-1], _before("05/8/2021"), base.body[-1]), facts=facts))
    new = begin_replacement(old, reason="Sai", by=person("coordinator"), at=LATER)
    assert new.letter.facts.reply_before is None


def _before(day):
    return content().body[1].of(f"2. Báo cáo trước ngày {day}.", "point", 2)


def test_the_page_of_a_change_opened_earlier_leads_back_and_loses_no_words():
    old = issued()
    url = reverse("letters:revise", args=[old.pk])
    answer = client().get(url)
    assert (answer.status_code, answer.url) == (302, reverse("letters:document", args=[old.pk]))
    words = {"subject": "khác", "body": "Lời vừa gõ./.", "signer": signer().pk, "version": 1}
    answer = client().post(url, words)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Văn bản đã phát hành không sửa được; hãy ban hành văn bản thay thế hoặc đính chính." in text
    assert "Lời vừa gõ./." in text


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_who_replace_one_document_at_once_one_is_told_of_the_other():
    old, drafter, gate, wrong = issued(), person("coordinator"), Barrier(2), []

    def one():
        try:
            gate.wait()
            begin_replacement(old, reason="Sai", by=drafter, at=LATER)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [str(error)[:14] for error in wrong] == ["Đã có dự thảo "]
    assert Document.objects.filter(issuer=unit_id("ubnd-tinh")).count() == 2
