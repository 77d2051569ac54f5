"""A letter of apology: by the holder of a late case, to a name it may know, never sent by itself."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from hoiam.accounts.models import IdentityLook
from hoiam.cases.factories import CALLER, MONDAY, UNIT, hours, in_hand, person
from hoiam.kit import clock
from hoiam.kit.refusal import Refused
from hoiam.letters.check import check
from hoiam.letters.factories import signer
from hoiam.letters.models import Document

from .apologise import Said, apologise, may_apologise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATE = MONDAY + timedelta(days=14)
SAID = Said("thiếu người trực", date(2030, 1, 2), "Bộ phận tiếp dân", "02513822501")


def said(**changes):
    return Said(**{**{name: getattr(SAID, name) for name in Said.__slots__}, **changes})


def soon():
    return said(answer_before=(LATE + timedelta(days=3)).date())


@pytest.fixture
def late():
    head = person("unit_head", UNIT)
    signer(UNIT, by=head, capacity="KT. CHỦ TỊCH", position="PHÓ CHỦ TỊCH")
    return in_hand(petitioner={**CALLER, "type": "person"}, channel="phone"), head


def test_it_names_the_petitioner_the_cause_and_the_new_day_and_proves_clean(late):
    case, head = late
    document = apologise(case, soon(), by=head, at=LATE)
    words = " ".join(one.text for one in document.letter.body)
    assert CALLER["name"] in document.letter.addressees[0].text
    assert case.shown_code in words and "Do thiếu người trực" in words
    assert not [one.sentence for one in check(document, LATE) if one.severity == "stop"]
    assert document.state == "draft"


def test_the_look_at_the_name_is_written_down(late):
    case, head = late
    apologise(case, soon(), by=head, at=LATE)
    looks = IdentityLook.objects.filter(person_id=head.pk, about=case.code)
    assert [look.why for look in looks] == ["Soạn thư xin lỗi"]


@pytest.mark.parametrize(
    ("petitioner", "why"),
    [
        ({**CALLER, "type": "person", "confidential": True}, "danh tính"),
        ({"type": "anonymous"}, "không để lại tên"),
    ],
)
def test_whom_the_holder_may_not_know_or_who_left_no_name_gets_no_letter(petitioner, why):
    case = in_hand(petitioner=petitioner, channel="web")
    with pytest.raises(Refused, match=why):
        apologise(case, soon(), by=person("unit_head", UNIT), at=LATE)
    assert not Document.objects.exists()


def test_only_the_holder_and_only_once_it_is_late(late):
    case, head = late
    assert may_apologise(case, head, LATE)
    assert not may_apologise(case, head, MONDAY + hours(1))
    assert not may_apologise(case, person("unit_head", "ubnd-740"), LATE)
    assert not may_apologise(case, person("coordinator", "vp-ubnd"), LATE)


def test_a_day_that_is_past_is_no_promise(late):
    case, head = late
    with pytest.raises(Refused, match="phía trước"):
        apologise(case, said(answer_before=LATE.date()), by=head, at=LATE)


def test_the_panel_leads_to_the_draft_and_loses_nothing_on_the_way(late, client):
    case, head = late
    client.force_login(head)
    address = reverse("answering:apology", args=[case.code])
    given = {"cause": "thiếu người trực", "answer_before": str((LATE + timedelta(days=3)).date())}
    with clock.frozen(LATE):
        assert client.get(address).status_code == 200
        half = client.post(address, given)
        assert half.status_code == 422 and "thiếu người trực" in half.content.decode()
        whole = {**given, "contact": "Bộ phận tiếp dân", "contact_phone": "0251 3822 501"}
        done = client.post(address, whole, headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == reverse("letters:document", args=[Document.objects.get().pk])
    client.force_login(person("unit_head", "ubnd-740"))
    with clock.frozen(LATE):
        assert client.get(address).status_code == 404
