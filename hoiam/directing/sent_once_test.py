"""The form of a reply sent twice is one reply; other words later are another; one draft at a time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hoiam.intake.secret import new_key
from hoiam.kit import clock
from hoiam.kit.refusal import Refused
from hoiam.letters.discard import discard
from hoiam.letters.models import Document

from .factories import AT, BIEN_HOA, district, office, replied, said, unit_id
from .models import Reply
from .reply_by_link import make_link

pytestmark = pytest.mark.django_db
NOW = AT + timedelta(days=5)


@pytest.fixture(autouse=True)
def _then():
    with clock.frozen(NOW):
        yield


def desk(directive):
    """Presses a button of the reply page."""
    client, url = Client(), reverse("directing:reply", args=[directive.pk, unit_id(BIEN_HOA)])
    client.force_login(district(BIEN_HOA))
    return lambda data, step="send": client.post(url, {**data, "step": step})


def link(directive):
    _, token = make_link(directive, unit_id("dien-luc"), by=office(), at=NOW)
    url = reverse("directing_link:reply", args=[token])
    return lambda data: Client().post(url, {**data, "name": "Nhân viên thử nghiệm"})


def filled(case, key, **more):
    return {"key": key, f"{case.code}-claim": "settled", **more}


def test_the_page_gives_each_form_a_key_of_its_own(directive, month):
    client = Client()
    client.force_login(district(BIEN_HOA))
    url = reverse("directing:reply", args=[directive.pk, unit_id(BIEN_HOA)])
    first, second = (client.get(url).context["key"] for _ in range(2))
    assert len(first) == 32 and first != second
    assert f'name="key" value="{first}"' not in client.get(url).content.decode()


def test_a_form_sent_twice_from_the_desk_is_one_reply(directive, month):
    press, data = desk(directive), filled(month["open"], new_key())
    first, second = press(data), press(data)
    assert first.url == second.url == reverse("directing:board", args=[directive.pk])
    assert Reply.objects.count() == 1


def test_a_page_reloaded_after_sending_through_the_link_is_one_reply(directive, month):
    press, data = link(directive), filled(month["company"], new_key())
    for answer in (press(data), press(data)):
        assert "Đã nhận báo cáo." in answer.content.decode()
    assert Reply.objects.get().via == "link"


def test_another_reply_later_is_another_row(directive, month):
    press = desk(directive)
    press(filled(month["open"], new_key()))
    press(filled(month["open"], new_key(), causes="Thiếu người"))
    assert list(Reply.objects.values_list("causes", flat=True)) == ["", "Thiếu người"]


def test_other_words_in_a_form_already_sent_are_asked_about_once_and_not_lost(directive, month):
    press, key = desk(directive), new_key()
    press(filled(month["open"], key))
    answer = press(filled(month["open"], key, causes="Thiếu người"))
    assert answer.status_code == 422
    assert "đã được gửi rồi" in answer.content.decode() and "Thiếu người" in answer.content.decode()
    press(filled(month["open"], answer.context["key"], causes="Thiếu người"))
    assert Reply.objects.count() == 2


def test_a_refused_form_keeps_its_key_and_can_be_sent_when_put_right(directive, month):
    press, key = desk(directive), new_key()
    wrong = press({"key": key})
    assert (wrong.status_code, wrong.context["key"]) == (422, key)
    assert press(filled(month["open"], key)).status_code == 302
    assert Reply.objects.count() == 1


def test_a_report_in_writing_asked_for_twice_is_one_draft(directive, month):
    press = desk(directive)
    before = Document.objects.count()
    answers = [press(filled(month["open"], key), "document") for key in ("a" * 32, "a" * 32, "b" * 32)]
    assert len({answer.url for answer in answers}) == 1
    assert (Document.objects.count(), Reply.objects.count()) == (before + 1, 1)


def test_other_words_while_a_draft_is_written_lead_to_that_draft(directive, month):
    kept = replied(directive, [said(month["open"])], as_document=True)
    answer = desk(directive)(filled(month["open"], new_key(), causes="Thiếu người"), "document")
    html = answer.content.decode()
    assert answer.status_code == 422 and "Thiếu người" in html
    assert "đã có dự thảo báo cáo" in html
    assert reverse("letters:document", args=[kept.document_id]) in html


def test_a_draft_thrown_away_makes_room_for_another(directive, month):
    first = replied(directive, [said(month["open"])], as_document=True)
    with pytest.raises(Refused, match="đã có dự thảo báo cáo"):
        replied(directive, [said(month["late"], "not_competent", text="Điện lực")], as_document=True)
    discard(first.document, by=district(BIEN_HOA), at=NOW)
    assert replied(directive, [said(month["open"])], as_document=True) != first
