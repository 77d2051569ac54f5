"""Envelopes that come in: each unit takes a document in once, and what is not ours is set aside."""

from datetime import timedelta

import pytest

from . import envelopes, receiving
from .edxml.write import write
from .envelopes import envelope_of
from .factories import AT, issued, person, unit_id
from .models import DeliveryAddress, Document, Origin, Recipient
from .receiving import receive_envelopes
from .testing import quick_papers
from .visible import documents_visible_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def incoming(monkeypatch, tmp_path):
    folder = envelopes.DropFolder(tmp_path / "edxml")
    for room in (envelopes, receiving):
        monkeypatch.setattr(room, "folder", lambda: folder)
    for unit, code in (("ubnd-tinh", "000.00.00.H19"), ("ubnd-731", "000.00.01.H19")):
        DeliveryAddress.objects.create(unit_id=unit_id(unit), way="edxml", address=code)
    (tmp_path / "edxml" / "incoming").mkdir(parents=True)
    with quick_papers():
        yield tmp_path / "edxml" / "incoming"


def envelope(code):
    """Ours, as another system would send it: that system knows nothing of our document."""
    document = issued()
    recipient = Recipient.objects.get(document=document, unit=unit_id("ubnd-731"))
    return write(envelope_of(recipient, code))


def taken_in():
    return Document.objects.filter(origin=Origin.TAKEN_IN)


def test_an_envelope_becomes_a_document_of_the_unit_it_names(incoming):
    (incoming / "a.edxml").write_bytes(envelope("000.00.01.H19"))
    assert receive_envelopes(LATER) == 1
    document = taken_in().get()
    assert (document.number_symbol, document.issuer_id) == ("01/UBND-HCC", unit_id("ubnd-tinh"))
    assert document.issuer_name == "Ủy ban nhân dân tỉnh Đồng Nai"
    assert [kept.file.name for kept in document.files.all()] == ["01-UBND-HCC.pdf"]
    assert documents_visible_to(person("officer", "ubnd-731"), LATER).filter(pk=document.pk).exists()
    assert not documents_visible_to(person("officer", "ubnd-740"), LATER).filter(pk=document.pk).exists()


def test_the_same_envelope_again_changes_nothing(incoming):
    content = envelope("000.00.01.H19")
    for name in ("a.edxml", "b.edxml"):
        (incoming / name).write_bytes(content)
    receive_envelopes(LATER)
    assert taken_in().count() == 1
    assert not list(incoming.glob("*.edxml"))


def test_what_is_for_nobody_here_is_set_aside_with_its_reason(incoming):
    (incoming / "a.edxml").write_bytes(envelope("000.00.99.H99"))
    assert receive_envelopes(LATER) == 0
    assert not taken_in().exists()
    [reason] = (incoming.parent / "refused").glob("*.reason.txt")
    assert "không gửi cho đơn vị nào" in reason.read_text()


def test_the_mail_of_a_committee_is_opened_by_its_office(incoming):
    (incoming / "a.edxml").write_bytes(envelope("000.00.00.H19"))
    assert receive_envelopes(LATER) == 1
    document = taken_in().get()
    assert document.drafting_unit_id == unit_id("vp-ubnd")
    assert documents_visible_to(person("clerk", "vp-ubnd"), LATER).filter(pk=document.pk).exists()
