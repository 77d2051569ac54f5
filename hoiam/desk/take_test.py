"""A caller who asks again: the form is held back once, keeps every word, and makes a case when told to."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from hoiam.cases.factories import CALLER, MONDAY, hours, person, received
from hoiam.cases.queries import open_cases_of_phone
from hoiam.desk.take_form import StillOpen
from hoiam.kit import clock

pytestmark = pytest.mark.usefixtures("reference")
TAKE = reverse("desk:take")
AT = MONDAY + hours(3)
OTHER = "Đây là việc khác"
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def post(who, **changes):
    client = Client()
    client.force_login(who)
    given = {
        "channel": "phone", "phone": CALLER["phone"], "name": "Chị Tư", "petitioner": "person",
        "content": "Cống trước chợ bị nghẹt", "kind": "question", "urgency": "urgent", "address": "Cổng chợ",
        "key": uuid.uuid4().hex,
    }  # fmt: skip
    with clock.frozen(AT):
        return client.post(TAKE, {**given, **changes})


def codes():
    return {case.code for case in open_cases_of_phone(CALLER["phone"])}


@pytest.mark.django_db
def test_a_telephone_with_an_open_case_is_asked_about_once_and_nothing_typed_is_lost():
    old = received(petitioner=CALLER, channel="phone")
    key = uuid.uuid4().hex
    paper = SimpleUploadedFile("don.pdf", PAPER, "application/pdf")
    refused = post(person("operator"), key=key, attached=paper)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert str(StillOpen()) in page
    assert OTHER in page
    for typed in (
        key,
        "Chị Tư",
        "Cống trước chợ bị nghẹt",
        "Cổng chợ",
        'value="urgent" selected',
        "xin chọn lại tệp",
    ):
        assert typed in page
    assert reverse("cases:add_contact", args=[old.code]) in page
    assert codes() == {old.code}
    assert post(person("operator"), key=key, other="on").status_code == 302
    assert len(codes()) == 2


@pytest.mark.django_db
def test_nobody_is_asked_without_a_telephone_with_another_one_or_for_what_is_over():
    received(petitioner={**CALLER, "phone": "0900000002"})
    assert OTHER not in post(person("operator"), content="").content.decode()
    assert post(person("operator"), phone="").status_code == 302
    assert post(person("operator")).status_code == 302


@pytest.mark.django_db
def test_a_case_the_taker_may_not_see_is_not_given_away():
    received(petitioner=CALLER, conduct={"unit": "1022", "about": "attitude"})
    assert post(person("operator")).status_code == 302


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_same_caller_at_once_make_one_case():
    people, gate = [person("operator", name=f"operator-{n}") for n in range(4)], Barrier(4)

    def take(who):
        try:
            gate.wait()
            return post(who).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(take, people))
    assert answers == [302, 422, 422, 422]
    assert len(codes()) == 1
