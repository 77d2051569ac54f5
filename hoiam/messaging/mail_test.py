"""Mail to colleagues, the night, and claims by the hundred."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam import messaging
from hoiam.accounts.models import Person
from hoiam.calendars import almanac
from hoiam.calendars.models import Parameter
from hoiam.kit.sealing import unseal
from hoiam.messaging.mail import Choice, choices_of, choose, mail
from hoiam.messaging.models import Message, Reminder
from hoiam.messaging.night import is_night
from hoiam.messaging.samples import AT, STAFF
from hoiam.messaging.tell import once, once_each

pytestmark = pytest.mark.django_db


def somebody(name, email):
    return Person.objects.create_user(name, full_name=name, email=email)


def send(*people):
    facts = STAFF["morning_mail"]
    return mail(people, "morning_mail", subject="Bản tin buổi sáng", about="", facts=facts, at=AT)


def test_whoever_has_an_address_and_wants_mail_gets_one(django_assert_num_queries):
    lan, minh = somebody("lan", "lan@example.vn"), somebody("minh", "minh@example.vn")
    unread, silent = somebody("hoa", ""), somebody("tu", "tu@example.vn")
    choose(silent, Choice(has_mail=False))
    with django_assert_num_queries(2):
        assert send(lan, minh, unread, silent) == 2
    rows = list(Message.objects.order_by("pk"))
    assert [unseal(bytes(row.to_contact)) for row in rows] == ["lan@example.vn", "minh@example.vn"]
    assert {(row.channel, row.state, row.subject, row.about) for row in rows} == {
        ("email", "queued", "Bản tin buổi sáng", "")
    }


def test_nobody_is_written_to_while_old_history_is_written():
    with messaging.quiet():
        assert send(somebody("lan", "lan@example.vn")) == 0
    assert not Message.objects.exists()


def test_a_choice_is_the_last_one_made():
    lan = somebody("lan", "")
    assert choices_of([lan.pk]) == {}
    choose(lan, Choice(has_digest=False))
    choose(lan, Choice(has_mail=False))
    assert choices_of([lan.pk]) == {lan.pk: Choice(has_digest=True, has_mail=False)}


@pytest.mark.parametrize(
    ("hour", "is_so"), [(20, False), (21, True), (23, True), (0, True), (5, True), (6, False), (12, False)]
)
def test_the_night_goes_over_midnight(hour, is_so):
    assert is_night(AT.replace(hour=hour, minute=0)) is is_so


@pytest.mark.parametrize(
    ("begins", "ends", "nights"), [(12, 14, {12, 13}), (0, 0, set()), (22, 1, {22, 23, 0})]
)
def test_a_province_moves_its_night(begins, ends, nights):
    for name, value in (("quiet_from", begins), ("quiet_until", ends)):
        Parameter.objects.filter(name=name).delete()
        Parameter.objects.create(
            name=name, value=value, during=DateRange(date(2021, 1, 1), None), recorded_at=AT
        )
    almanac.forget()
    assert {hour for hour in range(24) if is_night(AT.replace(hour=hour))} == nights


def test_many_are_claimed_in_one_statement_and_each_once(django_assert_num_queries):
    once("due:1", "answer.1", at=AT)
    pairs = [(f"due:{n}", "answer.1") for n in (2, 1, 2, 3)]
    with django_assert_num_queries(1):
        assert once_each(pairs, at=AT) == {("due:2", "answer.1"), ("due:3", "answer.1")}
    assert once_each(pairs, at=AT) == set()
    assert Reminder.objects.count() == 3
    with django_assert_num_queries(0):
        assert once_each([], at=AT) == set()
    with messaging.quiet():
        assert once_each([("due:9", "answer.1")], at=AT) == set()
