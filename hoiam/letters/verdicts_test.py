"""What the signatures of a file are worth is looked at once, when it comes or leaves, and then shown."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from hoiam.kit import clock
from hoiam.kit.refusal import Refused
from hoiam.signatures import identities
from hoiam.signatures.fields import LEADER
from hoiam.signatures.sign import sign
from hoiam.signatures.tampering import appended, draws_over
from hoiam.signatures.test_authority import TestAuthority

from . import envelopes, receiving, verdicts
from .content import Kind
from .edxml.envelope import Attachment, Envelope, Party
from .edxml.write import write
from .factories import AT, content, issued, person, unit_id
from .models import DeliveryAddress, Document, FileRole
from .papers import prepared_pdf
from .receiving import receive_envelopes
from .take_in import take_in
from .testing import PAPER
from .verdicts import kept_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NOW = AT + timedelta(hours=1)
CLERK = ("clerk", "ubnd-742")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def signed_by(authority: TestAuthority, name: str = "Nguyễn Văn A") -> bytes:
    return sign(prepared_pdf(content()), field=LEADER, identity=authority.person(name), at=AT)


@pytest.fixture
def ours() -> bytes:
    """Signed by somebody whom this installation trusts."""
    return signed_by(identities.authority())


@pytest.fixture
def theirs(tmp_path) -> bytes:
    """Signed by somebody of whom it knows nothing."""
    return signed_by(TestAuthority.open(tmp_path / "strangers"))


def changed(pdf: bytes) -> bytes:
    """One byte of what is drawn."""
    where = pdf.index(b"stream", pdf.index(b"/FlateDecode")) + 200
    return pdf[:where] + bytes([pdf[where] ^ 1]) + pdf[where + 1 :]


def taken(pdf: bytes) -> Document:
    return take_in(
        ContentFile(pdf, "cv.pdf"),
        number_symbol="15/UBND-VP",
        date=AT.date(),
        signer="Người ký thử nghiệm",
        issuer="Công ty Viễn thông",
        kind=Kind.LETTER,
        subject="nhắc việc",
        by=person(*CLERK),
        at=NOW,
    )


def page(document: Document, who: tuple[str, str] = CLERK) -> str:
    client = Client()
    client.force_login(person(*who))
    with clock.frozen(NOW):
        return unescape(client.get(reverse("letters:document", args=[document.pk])).content.decode())


def kept(document: Document, role: FileRole = FileRole.TAKEN_IN):
    return kept_with(document.files.get(role=role))


def test_who_signed_what_came_and_when_is_kept_and_shown(ours):
    document = taken(ours)
    [verdict] = kept(document)
    assert (verdict.signer, verdict.at, verdict.is_good) == ("Nguyễn Văn A (thử nghiệm)", AT, True)
    text = page(document)
    assert "Chữ ký hợp lệ" in text
    assert "Ký số bởi <b>Nguyễn Văn A (thử nghiệm)</b> lúc" in text
    assert "tệp nguyên vẹn từ khi ký" in text


def test_what_was_changed_after_signing_is_not_taken_in(ours):
    with pytest.raises(Refused, match=r"Tệp “cv.pdf” hỏng hoặc đã bị sửa sau khi ký: chữ ký số của Nguyễn"):
        taken(changed(ours))
    assert not Document.objects.exists()


def test_a_signed_file_of_which_nothing_can_be_read_is_not_taken_in(ours):
    with pytest.raises(Refused, match="đã bị sửa"):
        taken(ours.replace(b"startxref", b"startxrex"))
    assert not Document.objects.exists()


def test_an_unknown_issuer_is_said_and_not_refused(theirs):
    document = taken(theirs)
    [verdict] = kept(document)
    assert (verdict.intact, verdict.trusted) == (True, False)
    text = page(document)
    assert "Chữ ký cần xem lại" in text
    assert "không do tổ chức chứng thực được tin cậy cấp" in text
    assert "tệp nguyên vẹn từ khi ký" in text


def test_what_somebody_added_after_signing_is_said(ours):
    text = page(taken(appended(ours, draws_over)))
    assert "Tệp đã thay đổi" in text
    assert "tệp có phần thêm vào mà không ai ký" in text
    assert "nguyên vẹn" not in text


def test_an_unsigned_file_is_said_to_be_one():
    document = taken(prepared_pdf(content()))
    assert kept(document) == []
    assert "Tệp không có chữ ký số." in page(document)


def test_of_what_the_library_cannot_read_nothing_is_said():
    document = taken(PAPER)
    assert kept(document) is None
    text = page(document)
    assert "Ký số bởi" not in text
    assert "chữ ký số" not in text


def test_a_name_from_outside_may_hold_what_the_database_does_not_take(tmp_path, ours, monkeypatch):
    found = verdicts.verify(ours, trusted=identities.trusted(), at=NOW)
    strange = [type(one)(**{**_fields(one), "signer": "A\0B", "problems": ("x\0y",)}) for one in found]
    monkeypatch.setattr(verdicts, "verify", lambda *_, **__: strange)
    [verdict] = kept(taken(ours))
    assert (verdict.signer, verdict.problems) == ("AB", ("xy",))


def _fields(verdict):
    return {name: getattr(verdict, name) for name in type(verdict).__slots__}


def test_what_we_issued_shows_its_signatures_to_whoever_gets_it():
    identities.authority()
    document = issued()
    leader, organisation = kept(document, FileRole.ISSUED)
    assert leader.is_good
    assert organisation.is_good
    assert organisation.at == document.issued_at
    text = page(document, ("officer", "ubnd-742"))
    assert f"Ký số bởi <b>{leader.signer}</b>" in text
    assert f"Ký số bởi <b>{organisation.signer}</b>" in text


def test_no_page_looks_at_signatures_again(ours, monkeypatch):
    document = taken(ours)
    monkeypatch.setattr(verdicts, "verify", lambda *_, **__: pytest.fail("looked at again"))
    assert "Chữ ký hợp lệ" in page(document)


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Where envelopes lie, for this test alone."""
    made = envelopes.DropFolder(tmp_path / "edxml")
    for room in (envelopes, receiving):
        monkeypatch.setattr(room, "folder", lambda: made)
    DeliveryAddress.objects.create(unit_id=unit_id("ubnd-742"), way="edxml", address="000.00.42.H19")
    (tmp_path / "edxml" / "incoming").mkdir(parents=True)
    return tmp_path / "edxml"


def arrives(folder, *pdfs: bytes) -> int:
    message = Envelope(
        sender=Party("000.00.99.H99", "Bộ thử nghiệm"),
        to=(Party("000.00.42.H19", "UBND"),),
        number="15",
        notation="BTN-VP",
        on=AT.date(),
        subject="nhắc việc",
        attachments=tuple(
            Attachment(f"{n}.pdf", "application/pdf", one) for n, one in enumerate(pdfs, start=1)
        ),
    )
    (folder / "incoming" / "a.edxml").write_bytes(write(message))
    return receive_envelopes(NOW)


def test_what_the_network_brings_is_looked_at_file_by_file(folder, ours, theirs):
    assert arrives(folder, ours, theirs) == 1
    document = Document.objects.get()
    assert [one.is_good for one in kept(document)] == [True]
    assert [one.trusted for one in kept(document, FileRole.ENCLOSED)] == [False]
    text = page(document, ("officer", "nt-vp"))
    assert "Chữ ký hợp lệ" in text
    assert "Chữ ký cần xem lại" in text


@pytest.mark.parametrize("broken", [0, 1])
def test_an_envelope_with_a_changed_file_lies_aside_with_its_reason(folder, ours, broken):
    files = [ours, ours]
    files[broken] = changed(ours)
    assert arrives(folder, *files) == 0
    assert not Document.objects.exists()
    [reason] = (folder / "refused").glob("*.reason.txt")
    assert f"Tệp “{broken + 1}.pdf” hỏng hoặc đã bị sửa sau khi ký" in reason.read_text()
