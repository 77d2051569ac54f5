import os
import signal
import smtplib
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections

from hoiam.accounts.models import Person
from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import seal
from hoiam.messaging import gateways, sending
from hoiam.messaging.forgetting import forget
from hoiam.messaging.gateways import NotReached, Rejected
from hoiam.messaging.inbox import in_trouble
from hoiam.messaging.models import Message, State
from hoiam.messaging.samples import AT, CODE
from hoiam.messaging.sending import UNKNOWN_AFTER, WAITS, Tally, send_again, send_due
from hoiam.messaging.tell import tell

pytestmark = pytest.mark.django_db


class Recorder:
    """A gateway that remembers what it was given and answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[tuple[int, str]] = []
        self.answer: BaseException | None = None

    def send(self, message, address):
        self.taken.append((message.pk, address))
        if self.answer:
            raise self.answer


@pytest.fixture(autouse=True)
def recorder(monkeypatch, settings, tmp_path):
    settings.HOIAM_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    recorder = Recorder()
    monkeypatch.setattr(sending, "gateway", lambda channel: recorder)
    return recorder


def queued(number=1, at=AT, channel="sms", address="+84900000001"):
    row = {"channel": channel, "template": "x", "about": CODE, "body": "Chào", "state": State.QUEUED}
    return Message.objects.bulk_create(
        Message(to_contact=seal(address), created_at=at, send_after=at, **row) for _ in range(number)
    )


def state_of(message):
    message.refresh_from_db()
    return message.state


def test_what_is_due_is_sent_and_what_is_not_waits(recorder):
    now, later = queued()[0], queued(at=AT + timedelta(seconds=1))[0]
    assert send_due(AT) == Tally(sent=1)
    assert recorder.taken == [(now.pk, "+84900000001")]
    assert (state_of(now), now.sent_at, now.attempts) == (State.SENT, AT, 1)
    assert state_of(later) == State.QUEUED


def test_what_is_sent_is_not_sent_again(recorder):
    queued(3)
    send_due(AT)
    assert send_due(AT + timedelta(days=1)) == Tally()
    assert len(recorder.taken) == 3


def test_the_oldest_goes_first_and_one_look_sends_no_more_than_it_may(recorder):
    young, old = queued(2, at=AT)[0], queued(at=AT - timedelta(hours=1))[0]
    assert send_due(AT, most=2) == Tally(sent=2)
    assert [pk for pk, _ in recorder.taken] == [old.pk, young.pk]


def test_who_was_not_reached_is_tried_again_later_and_later_and_then_given_up(recorder):
    message = queued()[0]
    recorder.answer = NotReached("đứt mạng")
    now = AT
    for wait in WAITS:
        assert send_due(now) == Tally(later=1)
        assert (state_of(message), message.last_error) == (State.QUEUED, "đứt mạng")
        assert send_due(now + wait - timedelta(seconds=1)) == Tally()
        now += wait
    assert send_due(now) == Tally(failed=1)
    assert state_of(message) == State.FAILED
    assert len(recorder.taken) == len(WAITS) + 1


def test_after_the_network_is_back_it_arrives(recorder):
    message = queued()[0]
    recorder.answer = NotReached("đứt mạng")
    send_due(AT)
    recorder.answer = None
    assert send_due(AT + WAITS[0]) == Tally(sent=1)
    assert (state_of(message), message.last_error, message.attempts) == (State.SENT, "", 2)


def test_what_is_rejected_for_good_is_not_tried_again(recorder):
    message = queued()[0]
    recorder.answer = Rejected("số không có")
    assert send_due(AT) == Tally(failed=1)
    assert send_due(AT + timedelta(days=1)) == Tally()
    assert [row.pk for row in in_trouble()] == [message.pk]


def test_an_unclear_answer_is_never_tried_again_by_itself(recorder):
    message = queued()[0]
    recorder.answer = TimeoutError("không trả lời")
    assert send_due(AT) == Tally(stuck=1)
    assert send_due(AT + timedelta(days=1)) == Tally()
    assert (state_of(message), message.last_error) == (State.STUCK, "không trả lời")
    assert len(recorder.taken) == 1


def test_one_bad_row_does_not_stop_the_others(recorder):
    broken = queued()[0]
    Message.objects.filter(pk=broken.pk).update(to_contact=b"not sealed")
    queued(2)
    assert send_due(AT) == Tally(sent=2, failed=1)
    assert state_of(broken) == State.FAILED


def test_a_person_may_send_a_row_in_trouble_again(recorder):
    person = Person.objects.create_user("lan", full_name="Lan")
    message = queued()[0]
    recorder.answer = TimeoutError()
    send_due(AT)
    recorder.answer = None
    with pytest.raises(Refused):
        send_again(queued()[0], by=person, at=AT)
    send_again(message, by=person, at=AT + timedelta(hours=1))
    assert send_due(AT + timedelta(hours=1)) == Tally(sent=2)
    assert (state_of(message), message.resent_by) == (State.SENT, person.pk)
    with pytest.raises(Refused):
        send_again(message, by=person, at=AT)


def test_a_late_worker_does_not_overwrite_what_a_person_has_started_anew(recorder):
    message = queued()[0]
    slow = sending._claim(AT)
    send_due(AT + UNKNOWN_AFTER + timedelta(seconds=1))
    assert state_of(message) == State.STUCK
    person = Person.objects.create_user("lan", full_name="Lan")
    send_again(message, by=person, at=AT + timedelta(hours=1))
    sending._note(slow, State.FAILED, ValueError("muộn"))
    assert state_of(message) == State.QUEUED
    sending._claim(AT + timedelta(hours=1))
    sending._note(slow, State.FAILED, ValueError("muộn"))
    assert state_of(message) == State.SENDING


def test_a_late_worker_that_did_send_sets_a_stuck_row_right(recorder):
    message = queued()[0]
    slow = sending._claim(AT)
    send_due(AT + UNKNOWN_AFTER + timedelta(seconds=1))
    sending._note(slow, State.SENT, sent_at=AT)
    assert (state_of(message), message.sent_at) == (State.SENT, AT)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_each_row_once(recorder):
    rows = queued(40)
    start = threading.Barrier(6)

    def work():
        start.wait()
        try:
            send_due(AT)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Counter(pk for pk, _ in recorder.taken) == {row.pk: 1 for row in rows}
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_killed_in_the_middle_leaves_a_row_that_never_leaves_by_itself(recorder, tmp_path, when):
    """Whether it died before or after the network took the message, nobody can know: a person decides."""
    message = queued()[0]
    connection.close()
    worker = os.fork()
    if worker == 0:
        try:
            sending.gateway = lambda channel: _Deadly(tmp_path / "left", when)
            send_due(AT)
        finally:
            os._exit(1)
    _, status = os.waitpid(worker, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert (tmp_path / "left").exists() is (when == "after")
    assert state_of(message) == State.SENDING
    assert send_due(AT + timedelta(minutes=9)) == Tally()
    assert send_due(AT + UNKNOWN_AFTER + timedelta(seconds=1)) == Tally(stuck=1)
    assert send_due(AT + timedelta(days=1)) == Tally()
    assert recorder.taken == []
    assert state_of(message) == State.STUCK


class _Deadly:
    def __init__(self, left, when):
        self.left, self.when = left, when

    def send(self, message, address):
        if self.when == "after":
            self.left.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def test_erased_words_are_gone_from_what_was_sent_and_what_waits_is_not_sent(recorder):
    person = Person.objects.create_user("lan", full_name="Lan")
    sent, other = queued()[0], queued()[0]
    Message.objects.filter(pk=other.pk).update(about="210799999993")
    send_due(AT)
    queued()
    tell([person], "withdrawn", about=CODE, facts={}, at=AT)
    assert forget(CODE) == 3
    assert send_due(AT) == Tally()
    assert (state_of(sent), sent.body, bytes(sent.to_contact)) == (State.SENT, "", b"")
    assert [row.body for row in Message.objects.order_by("id")] == ["", "Chào", ""]


def test_a_drop_folder_holds_each_message_once_for_its_owner_alone(settings, tmp_path):
    message = queued(channel="email", address="a@example.vn")[0]
    message.subject = "Tổng đài 1022"
    gateways.DropFolder().send(message, "a@example.vn")
    message.body = "lần hai"
    gateways.DropFolder().send(message, "a@example.vn")
    (path,) = (tmp_path / "outbox" / "email").iterdir()
    assert path.read_text() == "Đến: a@example.vn\nTiêu đề: Tổng đài 1022\n\nChào\n"
    assert oct(path.stat().st_mode)[-3:] == "600"


def enclosing(content=b"%PDF-1.7 signed"):
    message = queued(channel="email", address="a@example.vn")[0]
    kept = default_storage.save("ab/cd/tep.pdf", ContentFile(content))
    message.enclosures.create(name="9193-UBND-HCC.pdf", media_type="application/pdf", kept_as=kept)
    return message, kept


def test_what_is_enclosed_leaves_with_the_mail(tmp_path):
    message, _ = enclosing()
    gateways.Mail().send(message, "a@example.vn")
    [letter] = mail.outbox
    assert letter.attachments == [("9193-UBND-HCC.pdf", b"%PDF-1.7 signed", "application/pdf")]
    for _ in range(2):
        gateways.DropFolder().send(message, "a@example.vn")
    [path] = (tmp_path / "outbox" / "email").glob("*/*")
    assert (path.name, path.read_bytes()) == ("1-9193-UBND-HCC.pdf", b"%PDF-1.7 signed")


@pytest.mark.parametrize("way", [gateways.Mail, gateways.DropFolder])
def test_a_mail_whose_file_cannot_be_read_waits_and_does_not_leave_without_it(way, tmp_path):
    message, kept = enclosing()
    default_storage.delete(kept)
    with pytest.raises(NotReached):
        way().send(message, "a@example.vn")
    assert not mail.outbox
    assert not (tmp_path / "outbox").exists()


def test_a_drop_folder_that_cannot_be_written_is_tried_later(settings, tmp_path):
    (tmp_path / "outbox").write_text("in the way")
    with pytest.raises(NotReached):
        gateways.DropFolder().send(queued()[0], "+84900000001")


def test_mail_goes_by_the_mail_settings():
    message = queued(channel="email")[0]
    message.subject = "Tổng đài 1022"
    gateways.Mail().send(message, "a@example.vn")
    (letter,) = mail.outbox
    assert (letter.to, letter.subject, letter.body) == (["a@example.vn"], "Tổng đài 1022", "Chào")


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (ConnectionRefusedError(), NotReached),
        (smtplib.SMTPConnectError(554, b"busy"), NotReached),
        (smtplib.SMTPAuthenticationError(535, b"who are you"), NotReached),
        (smtplib.SMTPDataError(451, b"later"), NotReached),
        (smtplib.SMTPDataError(554, b"spam"), Rejected),
        (smtplib.SMTPRecipientsRefused({"a@example.vn": (550, b"unknown")}), Rejected),
        (smtplib.SMTPServerDisconnected(), smtplib.SMTPServerDisconnected),
        (TimeoutError(), TimeoutError),
    ],
)
def test_what_a_mail_server_says_is_understood(monkeypatch, error, meaning):
    def refuse(self):
        raise error

    monkeypatch.setattr(gateways.EmailMessage, "send", refuse)
    with pytest.raises(meaning):
        gateways.Mail().send(queued(channel="email")[0], "a@example.vn")


@pytest.mark.parametrize(
    ("host", "channel", "chosen"),
    [
        ("", "email", gateways.DropFolder),
        ("mail.example.vn", "email", gateways.Mail),
        ("x", "sms", gateways.DropFolder),
    ],
)
def test_a_gateway_is_chosen_by_the_settings(settings, host, channel, chosen):
    settings.EMAIL_HOST = host
    assert type(gateways.gateway(channel)) is chosen
    settings.HOIAM_GATEWAYS = {channel: "hoiam.messaging.gateways.Console"}
    assert type(gateways.gateway(channel)) is gateways.Console


def test_the_console_shows_what_would_leave(capsys):
    gateways.Console().send(queued()[0], "+84900000001")
    assert capsys.readouterr().err == "[sms → +84900000001] Chào\n"
