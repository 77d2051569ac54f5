"""A public door opens a few times an hour, whoever counts and however many knock at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from hoiam.intake.limits import Limit, TooMany, address_of, forget_old
from hoiam.intake.models import Tries
from hoiam.kit import clock
from hoiam.kit.moments import VN

NINE = datetime(2026, 10, 12, 9, 10, tzinfo=VN)
DOOR = Limit("test", 3, "Xin thử lại sau.")


def knock(times, who="10.0.0.1", door=DOOR):
    for _ in range(times):
        door.spend(who)


@pytest.mark.django_db
def test_the_try_after_the_last_is_refused_in_words():
    with clock.frozen(NINE):
        knock(3)
        with pytest.raises(TooMany, match="Xin thử lại sau"):
            knock(1)


@pytest.mark.django_db
def test_another_caller_another_door_and_the_next_hour_begin_anew():
    with clock.frozen(NINE):
        knock(3)
        knock(1, who="10.0.0.2")
        knock(1, door=Limit("other", 1, "Không."))
    with clock.frozen(NINE + timedelta(hours=1)):
        knock(3)


@pytest.mark.django_db
def test_an_honest_try_is_given_back_and_the_others_stay_counted():
    with clock.frozen(NINE):
        knock(3)
        DOOR.forgive("10.0.0.1")
        knock(1)
        with pytest.raises(TooMany):
            knock(1)


@pytest.mark.django_db
def test_an_installation_may_say_another_number(settings):
    settings.HOIAM_TEST_TRIES = 1
    door = Limit("set", 3, "Không.", setting="HOIAM_TEST_TRIES")
    with clock.frozen(NINE):
        door.spend("a")
        with pytest.raises(TooMany):
            door.spend("a")


@pytest.mark.django_db
def test_no_address_can_be_read_in_the_table():
    with clock.frozen(NINE):
        knock(1)
    kept = Tries.objects.get()
    assert b"10.0.0.1" not in bytes(kept.who)
    assert kept.count == 1


@pytest.mark.django_db
def test_tries_are_forgotten_when_their_hour_is_over():
    with clock.frozen(NINE):
        knock(2)
    assert forget_old(NINE + timedelta(hours=1)) == 0
    assert forget_old(NINE + timedelta(hours=3)) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_knocking_all_at_once_counts_every_knock():
    def one(_):
        try:
            with clock.frozen(NINE):
                knock(1)
            return True
        except TooMany:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        opened = list(people.map(one, range(8)))
    assert sum(opened) == 3
    assert Tries.objects.get().count == 8


def test_only_our_own_proxy_is_believed_about_the_address(settings):
    asked = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert address_of(asked) == "10.0.0.9"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address_of(asked) == "2.2.2.2"


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("10.0.0.1", "10.0.0.2", False),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("unix:", "unix:", True),
    ],
)
def test_a_subscriber_with_many_addresses_is_one_caller(first, second, is_one):
    seen = {address_of(RequestFactory().get("/", REMOTE_ADDR=address)) for address in (first, second)}
    assert (len(seen) == 1) is is_one
