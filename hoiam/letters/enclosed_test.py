"""What a letter encloses goes along with it, by every way, and is taken in as its files on the other side."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hoiam.accounts.models import Person
from hoiam.kit import clock
from hoiam.messaging.models import Channel, Message

from . import by_mail, envelopes, receiving
from .check import check
from .content import Kind, Paragraph
from .edxml.envelope import Envelope
from .edxml.write import write
from .envelopes import envelope_of
from .factories import AT, annex, content, drafted, issued, person, unit_id, with_annexes
from .going_out import files_for
from .models import DeliveryAddress, Document, FileRole, Origin, Recipient
from .receiving import receive_envelopes
from .take_in import take_in
from .testing import PAPER, quick_papers
from .visible import files_visible_to
from .work import carry_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NOW = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _quick(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    with quick_papers():
        yield


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Where envelopes lie, for this test alone."""
    made = envelopes.DropFolder(tmp_path / "edxml")
    for room in (envelopes, receiving):
        monkeypatch.setattr(room, "folder", lambda: made)
    for unit, code in (("ubnd-tinh", "000.00.00.H19"), ("ubnd-731", "000.00.01.H19")):
        DeliveryAddress.objects.create(unit_id=unit_id(unit), way="edxml", address=code)
    (tmp_path / "edxml" / "incoming").mkdir(parents=True)
    return tmp_path / "edxml"


def report(pdf: bytes = PAPER) -> Document:
    """Báo cáo 1384 of the centre, as the Office took it in."""
    return take_in(
        ContentFile(pdf, "bc-1384.pdf"),
        number_symbol="1384/TTKD ĐNI",
        date=AT.date(),
        signer="Người ký thử nghiệm",
        issuer="Trung tâm Kinh doanh VNPT",
        kind=Kind.REPORT,
        subject="kết quả tiếp nhận",
        by=person("clerk", "vp-ubnd"),
        at=AT,
    )


def letter(*enclosed: Document, relation: str = "attaches") -> Document:
    return issued(links=[(relation, one) for one in enclosed])


def envelope(document: Document) -> Envelope:
    recipient = Recipient.objects.get(document=document, unit=unit_id("ubnd-731"))
    return envelope_of(recipient, "000.00.01.H19")


def mailed() -> Message:
    """The one mail there is, to a district that has an address."""
    carry_out(NOW)
    return Message.objects.get(channel=Channel.EMAIL)


@pytest.fixture
def mailbox():
    DeliveryAddress.objects.create(
        unit_id=unit_id("ubnd-740"), way="email", address="vanthu@longthanh.example.vn"
    )


@pytest.mark.usefixtures("mailbox")
def test_a_mail_carries_what_the_letter_encloses():
    letter(report())
    mail = mailed()
    assert [one.name for one in mail.enclosures.order_by("pk")] == ["01-UBND-HCC.pdf", "bc-1384.pdf"]
    assert "Kèm theo: 01-UBND-HCC.pdf, bc-1384.pdf." in mail.body


@pytest.mark.usefixtures("mailbox")
def test_what_is_enclosed_and_too_large_for_a_mail_stays_behind_its_link(monkeypatch, settings):
    settings.HOIAM_MAX_MAIL_MB = 1
    monkeypatch.setattr(by_mail, "MEGABYTE", len(PAPER) + 1)
    document = letter(report())
    mail = mailed()
    assert [one.name for one in mail.enclosures.all()] == ["01-UBND-HCC.pdf"]
    assert "1 tệp không gửi kèm được vì quá 1 MB" in mail.body
    assert f"/van-ban/{document.pk}/" in mail.body


def test_an_envelope_holds_what_the_letter_encloses():
    DeliveryAddress.objects.create(unit_id=unit_id("ubnd-tinh"), way="edxml", address="000.00.00.H19")
    made = envelope(letter(report()))
    assert [(one.name, one.description) for one in made.attachments] == [
        ("01-UBND-HCC.pdf", "Bản phát hành"),
        ("bc-1384.pdf", "Báo cáo số 1384/TTKD ĐNI"),
    ]
    assert made.content == ""


@pytest.mark.parametrize("limit", ["LARGEST_ATTACHMENT", "MOST"])
def test_what_is_enclosed_and_too_large_for_the_network_is_named_with_its_link(monkeypatch, limit):
    DeliveryAddress.objects.create(unit_id=unit_id("ubnd-tinh"), way="edxml", address="000.00.00.H19")
    document = letter(report(PAPER + b"%" * len(PAPER)))
    monkeypatch.setattr(envelopes, limit, 2 * len(PAPER) - 1)
    made = envelope(document)
    assert [one.name for one in made.attachments] == ["01-UBND-HCC.pdf"]
    assert "tệp quá lớn: Báo cáo số 1384/TTKD ĐNI; xin tải" in made.content
    assert f"/van-ban/{document.pk}/" in made.content


def test_of_the_upper_letter_the_letter_goes_along_and_nobodys_annexes():
    """9193 encloses 1384, 6499 encloses 9193: each its own enclosure, one step far."""
    upper = issued(with_annexes(annex(("ubnd-731", 2), ("ubnd-740", 3))), links=[("attaches", report())])
    carry_out(NOW)
    assert upper.files.filter(role=FileRole.ANNEX).exists()
    recipient = Recipient.objects.get(document=letter(upper), unit=unit_id("ubnd-731"))
    assert [one.file.name for one in files_for(recipient)] == ["02-UBND-HCC.pdf", "01-UBND-HCC.pdf"]


@pytest.mark.parametrize(
    ("relation", "kind"),
    [("based_on", Kind.LETTER), ("carries_out", Kind.LETTER), ("attaches", Kind.PROPOSAL)],
)
def test_what_is_not_enclosed_or_about_conduct_goes_nowhere(relation, kind):
    other = issued(content(kind=kind))
    recipient = Recipient.objects.get(document=letter(other, relation=relation), unit=unit_id("ubnd-731"))
    assert [one.document_id for one in files_for(recipient)] == [recipient.document_id]


def test_what_was_enclosed_is_taken_in_as_files_of_the_document_that_came(folder):
    (folder / "incoming" / "a.edxml").write_bytes(write(envelope(letter(report()))))
    assert receive_envelopes(NOW) == 1
    came = Document.objects.get(origin=Origin.TAKEN_IN, drafting_unit=unit_id("ubnd-731"))
    files = came.files.order_by("pk")
    assert [(one.role, one.file.name) for one in files] == [
        ("taken_in", "01-UBND-HCC.pdf"),
        ("enclosed", "bc-1384.pdf"),
    ]
    page = shown(came, person("officer", "ubnd-731"))
    assert page.context["shown"] == files[0]
    assert page.context["earlier"] == []
    assert "bc-1384.pdf" in page.content.decode()


def test_of_a_document_taken_in_only_the_main_file_is_enclosed_further(folder):
    """What came with it may name the matters of other units."""
    (folder / "incoming" / "a.edxml").write_bytes(write(envelope(letter(report()))))
    receive_envelopes(NOW)
    came = Document.objects.get(origin=Origin.TAKEN_IN, drafting_unit=unit_id("ubnd-731"))
    onward = letter(came)
    recipient = Recipient.objects.get(document=onward, unit=unit_id("ubnd-742"))
    assert [one.file.name for one in files_for(recipient)] == ["02-UBND-HCC.pdf", "01-UBND-HCC.pdf"]
    seen = files_visible_to(person("officer", "ubnd-742"), came, NOW)
    assert [one.file.name for one in seen] == ["01-UBND-HCC.pdf"]


@pytest.mark.parametrize(
    ("relation", "stops"),
    [
        ("attaches", []),
        ("based_on", ["Văn bản số 1384/TTKD ĐNI được ghi là gửi kèm nhưng chưa đính tệp."]),
    ],
)
def test_said_to_be_enclosed_it_must_be_enclosed_not_only_named(relation, stops):
    assert found(report(), relation) == stops


def test_said_to_be_enclosed_it_must_have_its_file():
    draft_only = drafted()
    Document.objects.filter(pk=draft_only.pk).update(number_symbol="1384/TTKD ĐNI")
    assert len(found(draft_only, "attaches")) == 1


def found(other: Document, relation: str) -> list[str]:
    """What stops a letter that says "(kèm theo Báo cáo số 1384/TTKD ĐNI)"."""
    base = content()
    words = "Trên cơ sở Báo cáo số 1384/TTKD ĐNI của Trung tâm (kèm theo), Chủ tịch có ý kiến như sau:"
    facts = replace(base.facts, attachments=("1384/TTKD ĐNI",))
    said = replace(base, body=(Paragraph.of(words, "opening"), *base.body[1:]), facts=facts)
    findings = check(drafted(said, links=[(relation, other)]), AT)
    return [one.sentence for one in findings if one.severity == "stop"]


def shown(document: Document, reader: Person) -> HttpResponse:
    client = Client()
    client.force_login(reader)
    with clock.frozen(NOW):
        return client.get(reverse("letters:document", args=[document.pk]))
