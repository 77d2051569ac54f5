from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from hoiam.accounts.factories import PersonFactory
from hoiam.accounts.lock_out import TRIES, WAIT
from hoiam.accounts.models import FailedSignIn
from hoiam.kit import clock
from hoiam.kit.moments import VN

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 8, 0, tzinfo=VN)
DOOR = "/ban-lam-viec/dang-nhap/"
PASSWORD = "mot mat khau dai"
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
LOCKED = "Đã nhập sai 5 lần liên tiếp; hãy thử lại sau 15 phút, hoặc nhờ quản trị đơn vị đặt lại mật khẩu."


@pytest.fixture(autouse=True)
def _quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person(_quick):
    return PersonFactory(username="lan", password=PASSWORD)


def knock(client, username="lan", password=PASSWORD, at=AT, **extra):
    with clock.frozen(at):
        return client.post(DOOR, {"username": username, "password": password}, **extra)


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_opens_the_desk(client, person):
    answer = knock(client)
    assert (answer.status_code, answer.url) == (302, "/ban-lam-viec/")
    assert is_in(client)


def test_the_name_may_be_typed_in_capitals(client, person):
    knock(client, username=" LAN ")
    assert is_in(client)


@pytest.mark.parametrize(("username", "password"), [("lan", "sai"), ("khongco", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(client, person, username, password):
    answer = knock(client, username, password)
    assert WRONG in answer.content.decode()
    assert not is_in(client)


def test_who_has_left_does_not_come_in(client, person):
    person.is_active = False
    person.save()
    assert WRONG in knock(client).content.decode()


def test_after_five_wrong_tries_the_right_one_waits_too(client, person):
    for _ in range(TRIES):
        assert WRONG in knock(client, password="sai").content.decode()
    assert LOCKED in knock(client).content.decode()
    assert not is_in(client)


def test_waiting_is_enough_and_knocking_does_not_prolong_it(client, person):
    for minutes in range(TRIES):
        knock(client, password="sai", at=AT + timedelta(minutes=minutes))
    last = AT + timedelta(minutes=TRIES - 1)
    assert "sau 1 phút" in knock(client, at=last + WAIT - timedelta(seconds=1)).content.decode()
    knock(client, at=last + WAIT)
    assert is_in(client)


def test_another_address_and_another_name_are_not_kept_out(client, person):
    PersonFactory(username="minh", password=PASSWORD)
    for _ in range(TRIES + 1):
        knock(client, password="sai")
    knock(client, username="minh")
    assert is_in(client)
    client.logout()
    knock(client, REMOTE_ADDR="10.0.0.9")
    assert is_in(client)


def test_a_success_wipes_the_slate(client, person):
    knock(client, password="sai")
    FailedSignIn.objects.create(username="ai", address="10.0.0.1", last_at=AT - timedelta(days=2))
    knock(client)
    assert not FailedSignIn.objects.exists()


def test_next_leads_inside_only(client, person):
    with clock.frozen(AT):
        inside = client.post(f"{DOOR}?next=/ban-lam-viec/viec/1/", {"username": "lan", "password": PASSWORD})
        client.logout()
        outside = client.post(f"{DOOR}?next=//evil.example/", {"username": "lan", "password": PASSWORD})
    assert (inside.url, outside.url) == ("/ban-lam-viec/viec/1/", "/ban-lam-viec/")


def test_signing_out_is_a_post(client, person):
    client.force_login(person)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    answer = client.post(reverse("accounts:sign_out"))
    assert answer.url == DOOR
    assert not is_in(client)


def test_the_form_says_what_is_missing(client):
    page = knock(client, username="", password="").content.decode()
    assert page.count('aria-invalid="true"') == 2
    assert not FailedSignIn.objects.exists()
