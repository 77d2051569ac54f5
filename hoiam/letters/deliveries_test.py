"""Deliveries: each way once, nothing lost, nothing twice, wherever a worker is killed."""

import os
import signal
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail as post
from django.db import connection, connections
from django.db.models import Q

from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import unseal
from hoiam.messaging.models import Channel, Enclosure, Message
from hoiam.messaging.sending import send_due
from hoiam.units.standing import standing

from . import annex_files, by_mail, deliveries, envelopes
from .content import Kind
from .deliveries import WAITS, deliver_again, deliver_due
from .edxml.read import read
from .factories import AT, annex, content, issued, person, unit_id, with_annexes
from .models import AnnexWork, Delivery, DeliveryAddress, DeliveryState, DocumentFile, Recipient
from .testing import PAPER, quick_papers
from .work import carry_out

pytestmark = [pytest.mark.usefixtures("reference")]
NOW = AT + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _quick(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    with quick_papers():
        yield


@pytest.fixture
def dropped(monkeypatch, tmp_path):
    """Where envelopes are dropped, for this test alone."""
    folder = envelopes.DropFolder(tmp_path / "edxml")
    monkeypatch.setattr(envelopes, "folder", lambda: folder)
    return tmp_path / "edxml" / "outgoing"


def addresses():
    """One district gets an e-mail, one an envelope; the issuer has a code of its own."""
    rows = [
        ("ubnd-tinh", "edxml", "000.00.00.H19"),
        ("ubnd-731", "edxml", "000.00.01.H19"),
        ("ubnd-740", "email", "vanthu@longthanh.example.vn"),
    ]
    for unit, way, address in rows:
        DeliveryAddress.objects.create(unit_id=unit_id(unit), way=way, address=address)


def states():
    return set(Delivery.objects.values_list("state", flat=True))


def bells():
    return Message.objects.filter(channel=Channel.IN_APP, template="document_arrived").count()


@pytest.mark.django_db
def test_every_recipient_is_reached_in_the_system_and_by_its_other_ways(dropped):
    addresses()
    clerk = person("clerk", "ubnd-742")
    document = issued()
    assert states() == {DeliveryState.QUEUED}
    tally = deliver_due(NOW)
    assert (tally.done, tally.later, tally.failed) == (14, 0, 0)
    assert states() == {DeliveryState.DONE}
    assert not Recipient.objects.filter(document=document, delivered_at=None).exists()
    mail = Message.objects.get(channel=Channel.EMAIL)
    assert unseal(bytes(mail.to_contact)) == "vanthu@longthanh.example.vn"
    assert "01/UBND-HCC" in mail.subject
    assert f"/van-ban/{document.pk}/" in mail.body
    assert list(mail.enclosures.values_list("name", flat=True)) == ["01-UBND-HCC.pdf"]
    [bell] = Message.objects.filter(to_person=clerk)
    assert bell.body.startswith("Văn bản đến: Công văn số 01/UBND-HCC của UBND tỉnh Đồng Nai")
    [envelope] = dropped.glob("*.edxml")
    message = read(envelope.read_bytes())
    assert (message.number, message.notation, message.sender.code) == ("01", "UBND-HCC", "000.00.00.H19")
    assert [party.code for party in message.to] == ["000.00.01.H19"]
    assert [one.name for one in message.attachments] == ["01-UBND-HCC.pdf"]
    assert standing(clerk, NOW).units == {unit_id("ubnd-742")}


@pytest.mark.django_db
def test_an_envelope_holds_the_recipients_own_part_only(dropped):
    addresses()
    document = issued(with_annexes(annex(("ubnd-731", 2), ("ubnd-740", 3))))
    carry_out(NOW)
    [envelope] = dropped.glob("*.edxml")
    names = [one.description for one in read(envelope.read_bytes()).attachments]
    assert names == ["Bản phát hành", "Phụ lục I"]
    assert DocumentFile.objects.filter(document=document, role="annex").count() == 3


@pytest.mark.django_db
def test_a_mail_carries_the_signed_file_and_the_recipients_own_part_only(settings):
    addresses()
    document = issued(with_annexes(annex(("ubnd-731", 2), ("ubnd-740", 3))))
    carry_out(NOW)
    mail = Message.objects.get(channel=Channel.EMAIL)
    own = document.files.filter(Q(role="issued") | Q(role="annex", unit=unit_id("ubnd-740"))).order_by("pk")
    assert [one.kept_as for one in mail.enclosures.all()] == [one.file.kept_as for one in own]
    assert "Kèm theo: 01-UBND-HCC.pdf, 01-UBND-HCC-phu-luc-I.pdf." in mail.body
    settings.EMAIL_HOST = "mail.example.vn"
    send_due(NOW)
    send_due(NOW)
    [letter] = post.outbox
    assert [(name, content) for name, content, _ in letter.attachments] == [
        ("01-UBND-HCC.pdf", PAPER),
        ("01-UBND-HCC-phu-luc-I.pdf", PAPER),
    ]


@pytest.mark.django_db
def test_what_is_too_large_for_a_letter_stays_behind_its_link(monkeypatch, settings):
    settings.HOIAM_MAX_MAIL_MB = 1
    monkeypatch.setattr(by_mail, "MEGABYTE", len(PAPER))
    addresses()
    document = issued(with_annexes(annex(("ubnd-731", 2), ("ubnd-740", 3))))
    carry_out(NOW)
    mail = Message.objects.get(channel=Channel.EMAIL)
    assert [one.name for one in mail.enclosures.all()] == ["01-UBND-HCC.pdf"]
    assert "1 tệp không gửi kèm được vì quá 1 MB" in mail.body
    assert f"/van-ban/{document.pk}/" in mail.body


@pytest.mark.django_db
def test_a_proposal_about_conduct_is_enclosed_in_no_mail():
    addresses()
    issued(content(kind=Kind.PROPOSAL))
    carry_out(NOW)
    mail = Message.objects.get(channel=Channel.EMAIL)
    assert "văn bản hạn chế người xem" in mail.body
    assert not Enclosure.objects.exists()


@pytest.mark.django_db
def test_without_an_address_any_more_it_is_not_said_to_be_sent():
    addresses()
    issued()
    DeliveryAddress.objects.filter(way="email").delete()
    assert deliver_due(NOW).failed == 1
    assert "không có địa chỉ" in deliveries.in_trouble().get().last_error


@pytest.mark.django_db
def test_nothing_leaves_before_the_annexes_are_made():
    issued(with_annexes(annex(("ubnd-731", 2), ("ubnd-740", 3))))
    assert deliver_due(NOW).done == 0
    work = AnnexWork.objects.get()
    assert (work.made, work.total) == (0, 3)
    carry_out(NOW)
    work.refresh_from_db()
    assert (work.made, work.done_at) == (3, NOW)
    assert states() == {DeliveryState.DONE}


@pytest.mark.django_db
def test_an_annex_that_everybody_gets_whole_is_in_the_letters_file_and_in_no_other():
    whole = replace(annex(("ubnd-731", 2)), per_unit=False)
    document = issued(with_annexes(whole))
    carry_out(NOW)
    assert states() == {DeliveryState.DONE}
    assert not document.files.filter(role="annex").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "said"), [(Refused("Không thấy thiết bị ký."), "thiết bị ký"), (KeyError("x"), "có lỗi")]
)
def test_a_document_whose_annexes_cannot_be_signed_stops_no_other_and_says_why(error, said, monkeypatch):
    stuck, other = [issued(with_annexes(annex(("ubnd-731", 1)))) for _ in range(2)]

    def fails(document, *_):
        if document == stuck:
            raise error
        return PAPER

    with monkeypatch.context() as patched:
        patched.setattr(annex_files, "signed_annex", fails)
        carry_out(NOW)
    assert set(Delivery.objects.filter(recipient__document=other).values_list("state", flat=True)) == {"done"}
    assert set(Delivery.objects.filter(recipient__document=stuck).values_list("state", flat=True)) == {
        "queued"
    }
    assert said in AnnexWork.objects.get(document=stuck).last_error
    carry_out(NOW)
    work = AnnexWork.objects.get(document=stuck)
    assert (states(), work.last_error, work.done_at) == ({DeliveryState.DONE}, "", NOW)


@pytest.mark.django_db
def test_what_cannot_be_dropped_is_tried_later_and_at_last_shown_to_a_person(monkeypatch):
    addresses()
    issued()

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(deliveries, "drop", full)
    now = NOW
    for wait in WAITS:
        assert deliver_due(now).later == 1
        assert deliver_due(now + wait - timedelta(seconds=1)).later == 0
        now += wait
    assert deliver_due(now).failed == 1
    [failed] = deliveries.in_trouble()
    assert failed.last_error == "No space left on device"
    monkeypatch.setattr(deliveries, "drop", lambda *_: None)
    deliver_again(failed, by=person("clerk"), at=now)
    assert deliver_due(now).done == 1
    with pytest.raises(Refused):
        deliver_again(failed, by=person("clerk"), at=now)


@pytest.mark.django_db
def test_without_a_code_of_the_issuer_an_envelope_is_refused_with_what_to_do():
    DeliveryAddress.objects.create(unit_id=unit_id("ubnd-731"), way="edxml", address="000.00.01.H19")
    issued()
    deliver_due(NOW)
    assert "mã định danh" in deliveries.in_trouble().get().last_error


def killed_at(module, name, do, *, after=False):
    """A worker of its own process runs `do`, and is killed -9 the moment it comes to that place."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            own = getattr(module, name)

            def die(*args, **more):
                if after:
                    own(*args, **more)
                os.kill(os.getpid(), signal.SIGKILL)

            setattr(module, name, die)
            do()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the worker never came to the place where it was to be killed"


PLACES = [
    pytest.param(deliveries, "tell", True, id="people told, not committed"),
    pytest.param(deliveries, "wake_sender", False, id="mail in the outbox, nobody woken"),
    pytest.param(by_mail, "seal", True, id="mail not yet in the outbox"),
    pytest.param(deliveries, "put_in_the_outbox", True, id="mail and its files in the outbox, not committed"),
    pytest.param(deliveries, "drop", False, id="claimed, not dropped"),
    pytest.param(deliveries, "drop", True, id="dropped, not written down"),
    pytest.param(annex_files, "signed_annex", False, id="an annex not signed"),
    pytest.param(annex_files, "keep_paper", True, id="an annex kept, not committed"),
]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("module", "name", "after"), PLACES)
def test_killed_in_the_middle_nothing_is_lost_and_nothing_sent_twice(module, name, after, dropped):
    addresses()
    for unit in ("ubnd-731", "ubnd-740", "ubnd-742"):
        person("clerk", unit)
    issued(with_annexes(annex(("ubnd-731", 2), ("ubnd-740", 3))))
    killed_at(module, name, lambda: carry_out(NOW), after=after)
    assert DeliveryState.QUEUED in states() or DeliveryState.SENDING in states()
    later = NOW + timedelta(minutes=10)
    carry_out(later)
    carry_out(later)
    assert states() == {DeliveryState.DONE}
    assert bells() == 3
    assert Message.objects.filter(channel=Channel.EMAIL).count() == 1
    assert len(list(dropped.glob("*.edxml"))) == 1
    assert DocumentFile.objects.filter(role="annex").count() == AnnexWork.objects.get().made == 3


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_several_workers_share_the_work(dropped):
    addresses()
    person("clerk", "ubnd-742")
    issued(with_annexes(annex(("ubnd-731", 2), ("ubnd-740", 3))))
    gate = Barrier(4)

    def work():
        try:
            gate.wait()
            carry_out(NOW)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    carry_out(NOW)
    assert states() == {DeliveryState.DONE}
    assert (bells(), Message.objects.filter(channel=Channel.EMAIL).count()) == (1, 1)
    assert DocumentFile.objects.filter(role="annex").count() == AnnexWork.objects.get().made == 3
