import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from hoiam import messaging
from hoiam.accounts.models import Person
from hoiam.kit.sealing import unseal
from hoiam.messaging import tell as telling
from hoiam.messaging.inbox import in_trouble, inbox, mark_read, unread
from hoiam.messaging.models import Channel, Message, Reminder, State
from hoiam.messaging.samples import AT, CITIZEN, CODE, STAFF
from hoiam.messaging.tell import once, remind_once, tell, tell_petitioner

pytestmark = pytest.mark.django_db
CONTACT = {"name": "Người dân thử nghiệm 1", "phone": "0900000001", "email": "nguoidan@example.vn"}


@pytest.fixture
def people():
    return [Person.objects.create_user(name, full_name=name) for name in ("lan", "minh", "hoa")]


def tell_of_forwarding(people):
    return tell(people, "forwarded", about=CODE, facts=STAFF["forwarded"], at=AT)


def told(contact, name="forwarded"):
    return tell_petitioner(contact, name, about=CODE, facts=CITIZEN[name], at=AT)


def test_everybody_gets_one_row_in_one_statement(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        tell_of_forwarding([*people, people[0], people[1].pk])
    rows = Message.objects.order_by("to_person_id")
    assert [row.to_person_id for row in rows] == [person.pk for person in people]
    assert {(row.channel, row.state, row.sent_at, row.about) for row in rows} == {
        ("in_app", "sent", AT, CODE)
    }
    assert rows[0].body.startswith("2107-1234567-2 · Môi trường · hạn 09/07/2021 17:00")


def test_telling_nobody_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert tell_of_forwarding([]) == []
        assert told({"phone": None, "email": ""}) == []


def test_a_petitioner_reads_a_short_sms_and_a_whole_letter(django_assert_num_queries):
    with django_assert_num_queries(1):
        told(CONTACT)
    sms, mail = Message.objects.order_by("id")
    assert (sms.channel, unseal(sms.to_contact)) == (Channel.SMS, "+84900000001")
    assert (mail.channel, unseal(mail.to_contact)) == (Channel.EMAIL, "nguoidan@example.vn")
    assert sms.body.startswith("Phan anh 2107-1234567-2 da chuyen UBND TP Bien Hoa")
    assert "Ủy ban nhân dân thành phố Biên Hòa" in mail.body
    assert mail.subject == "Tổng đài 1022: phản ánh 2107-1234567-2"
    assert {(row.state, row.send_after, row.to_person_id) for row in (sms, mail)} == {("queued", AT, None)}


def test_the_outbox_does_not_show_who_it_is():
    told(CONTACT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text || encode(to_contact, 'escape') FROM messaging_message m")
        table = " ".join(row[0] for row in cursor.fetchall())
    for secret in ("900000001", "nguoidan", "thử nghiệm"):
        assert secret not in table


def test_who_has_only_a_land_line_is_not_sent_an_sms():
    assert told({"phone": "02513822333"}) == []


@pytest.mark.parametrize("contact", [{"phone": "12"}, {"phone": "gọi sau"}, {"email": "a@b\nBcc: c@d.vn"}])
def test_an_address_that_is_none_stops_no_verb_and_is_seen_among_what_could_not_be_sent(contact):
    (row,) = told(contact)
    assert [seen.pk for seen in in_trouble()] == [row.pk]
    assert "không đúng" in row.last_error


def test_while_it_is_quiet_nobody_is_told(people, django_assert_num_queries):
    with messaging.quiet(), django_assert_num_queries(0):
        assert tell_of_forwarding(people) == []
        assert told(CONTACT) == []
        assert remind(people) is False
    assert tell_of_forwarding(people)
    assert remind(people) is True


def test_quiet_ends_with_its_block_even_after_an_error(people):
    with pytest.raises(RuntimeError), messaging.quiet():
        raise RuntimeError
    assert not messaging.is_quiet()


def test_quiet_in_one_thread_is_not_quiet_in_another():
    seen = []
    with messaging.quiet():
        thread = threading.Thread(target=lambda: seen.append(messaging.is_quiet()))
        thread.start()
        thread.join()
    assert seen == [False]


def test_what_is_undone_was_told_to_nobody(people):
    def tell_and_fail():
        with transaction.atomic():
            tell_of_forwarding(people)
            told(CONTACT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        tell_and_fail()
    assert not Message.objects.exists()


def test_the_sender_is_woken_after_the_commit_and_only_for_what_leaves(
    people, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(telling, "wake_sender", lambda: woken.append(Message.objects.count()))
    with django_capture_on_commit_callbacks(execute=True):
        tell_of_forwarding(people)
    assert woken == []
    with django_capture_on_commit_callbacks(execute=True):
        told(CONTACT)
        assert woken == []
    assert woken == [5]


def remind(people, key=f"{CODE}:1", step="overdue-1"):
    return remind_once(
        key, step, people=people, template="overdue", about=CODE, facts=STAFF["overdue"], at=AT
    )


def test_a_reminder_is_said_once_for_each_key_and_step(people):
    assert [remind(people), remind(people), remind(people[:1])] == [True, False, False]
    assert Message.objects.count() == 3
    assert remind(people, step="overdue-2") is True
    assert remind(people, key="another:1") is True
    assert Reminder.objects.count() == 3


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_watchers_at_once_remind_once(people):
    said, start = [], threading.Barrier(6)

    def watch():
        start.wait()
        try:
            said.append(remind(people))
        finally:
            connections.close_all()

    watchers = [threading.Thread(target=watch) for _ in range(6)]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join()
    assert sorted(said) == [False] * 5 + [True]
    assert Message.objects.count() == len(people)


def test_a_reminder_that_could_not_be_said_is_not_counted_as_said(people):
    with pytest.raises(LookupError):
        remind_once("k", "s", people=people, template="overdue", about=CODE, facts={}, at=AT)
    assert not Reminder.objects.exists()


def test_once_serves_what_citizens_are_told_too():
    assert [once("late", CODE, at=AT), once("late", CODE, at=AT)] == [True, False]


def test_the_bell_counts_and_lists_only_mine_and_newest_first(people, django_assert_num_queries):
    lan, minh, _ = people
    for _ in range(3):
        tell_of_forwarding([lan])
    tell_of_forwarding([minh])
    with django_assert_num_queries(1):
        assert unread(lan) == 3
    first = inbox(lan, limit=2)
    assert [row.to_person_id for row in first] == [lan.pk] * 2
    assert first[0].pk > first[1].pk
    rest = inbox(lan, before=first[-1].pk, limit=2)
    assert [row.pk for row in rest] == [first[-1].pk - 1]


def test_what_is_read_no_longer_rings_and_stays_in_the_list(people):
    lan, minh, _ = people
    tell_of_forwarding([lan, minh])
    tell([lan], "withdrawn", about="210799999993", facts={}, at=AT)
    assert mark_read(lan, at=AT, about=CODE) == 1
    assert (unread(lan), unread(minh)) == (1, 1)
    assert {row.state for row in inbox(lan)} == {State.READ, State.SENT}
    assert mark_read(lan, at=AT, up_to=inbox(lan)[-1].pk) == 0
    assert mark_read(lan, at=AT) == 1
    assert mark_read(lan, at=AT) == 0
    assert Message.objects.get(to_person=minh).read_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "in_app", "to_contact": b"x", "state": "sent", "sent_at": AT},
        {"channel": "sms", "state": "queued"},
        {"channel": "sms", "to_contact": b"x", "state": "sent"},
        {"channel": "sms", "to_contact": b"x", "state": "read", "sent_at": AT},
        {"channel": "sms", "to_contact": b"x", "state": "queued", "read_at": AT},
    ],
)
def test_the_table_itself_keeps_a_row_whole(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(template="x", about=CODE, body="x", created_at=AT, send_after=AT, **wrong)
