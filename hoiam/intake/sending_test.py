"""Sent twice, by one after the other or by two at once, it is one case with one link."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from hoiam.cases.idempotency import OtherBody
from hoiam.cases.petition import Petition
from hoiam.cases.queries import case_of_secret, open_cases_of_phone
from hoiam.files import samples
from hoiam.files.models import File
from hoiam.intake.secret import is_key, is_secret, new_key, secret_of
from hoiam.intake.sending import send_once
from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused

PHONE = "0900000001"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def petition(phone=None):
    who = {"type": "person", "phone": phone} if phone else {"type": "anonymous"}
    return Petition(kind="report", channel="web", content="Đèn hỏng.", received_at=now(), petitioner=who)


def send(key, uploads=(), phone=None, **said):
    return send_once(key, petition(phone), uploads, {"content": "Đèn hỏng.", **said})


@pytest.mark.django_db
def test_the_same_key_gives_the_same_code_and_link():
    key = new_key()
    first, again, other = send(key), send(key), send(new_key())
    assert first == again
    assert first[0] != other[0]
    assert first[1] != other[1]
    assert case_of_secret(first[1]).code == first[0]


@pytest.mark.django_db
def test_the_same_telephone_with_the_same_words_joins_its_open_case_once_a_key():
    first, key = send(new_key(), phone=PHONE), new_key()
    joined, again = (send(key, [samples.upload(samples.picture(), "a.jpg")], phone=PHONE) for _ in range(2))
    assert joined == again == (first.code, None)
    (case,) = open_cases_of_phone(PHONE)
    assert (case.contacts, case.attachments.count()) == (1, 1)
    assert case_of_secret(first.secret) == case


@pytest.mark.django_db
def test_the_same_key_for_other_words_or_another_photo_is_refused():
    key = new_key()
    send(key)
    with pytest.raises(OtherBody):
        send(key, content="Cống nghẹt.")
    with pytest.raises(OtherBody):
        send(key, [samples.upload(samples.picture(), "a.jpg")])


@pytest.mark.django_db
def test_a_refused_file_makes_nothing_and_the_key_may_be_used_again():
    key = new_key()
    with pytest.raises(Refused, match="Không nhận loại tệp"):
        send(key, [samples.upload(samples.program(), "a.jpg")])
    assert case_of_secret(secret_of(key)) is None
    send(key)
    assert case_of_secret(secret_of(key)) is not None


@pytest.mark.django_db
def test_nothing_in_the_database_holds_the_link():
    _, secret = send(new_key())
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{secret}%"])
            assert cursor.fetchone() == (0,), table
    assert "cases_petitioner" in tables


def test_a_link_has_128_bits_and_says_nothing_of_its_key():
    key = new_key()
    secret = secret_of(key)
    assert is_secret(secret) and is_key(key)
    assert len(secret) * 5 >= 128
    assert re.fullmatch(r"[a-z2-7]{26}", secret)
    assert secret != secret_of(new_key())
    assert not is_key("1") and not is_secret(key)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_case():
    key = new_key()

    def click(_):
        try:
            return send(key, [samples.upload(samples.picture(), "a.jpg")])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        answers = set(people.map(click, range(4)))
    assert len(answers) == 1
    assert File.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_words_by_one_telephone_from_two_forms_at_once_make_one_case():
    gate = Barrier(4)

    def click(key):
        try:
            gate.wait()
            return send(key, phone=PHONE)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(click, [new_key() for _ in range(4)]))
    (case,) = open_cases_of_phone(PHONE)
    assert {answer.code for answer in answers} == {case.code}
    assert sum(answer.secret is not None for answer in answers) == 1
    assert case.contacts == 3
