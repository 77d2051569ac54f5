"""Files that come from outside: whatever is wrong with one, it is one sentence, and nothing is lost."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from hoiam.files.keep import keep
from hoiam.kit import clock
from hoiam.kit.refusal import Refused
from hoiam.signatures import identities
from hoiam.signatures.fields import LEADER
from hoiam.signatures.prepare import UNREADABLE
from hoiam.signatures.sign import sign as sign_pdf

from . import pictures, signing
from .arriving import Arrival, arrived, keep_arrived
from .content import Kind
from .factories import AT, content, person, submitted, unit_id
from .form import draw_pdf
from .models import Document, DocumentFile, FileRole, State
from .papers import latest_bytes
from .sign import sign
from .take_in import take_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SHELL = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def drawn():
    return draw_pdf(content(), number="01", on=AT.date())


def locked(pdf):
    """Nobody reads it without a password."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf)))
    writer.encrypt("owner", "user")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_a_broken_stream(pdf):
    """One bit in the words of the page: they no longer unpack."""
    at = pdf.index(b"/FlateDecode")
    return pdf[: (middle := pdf.index(b"stream", at) + 200)] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]


def signed_outside(prepared):
    key = identities.authority().person("Cán bộ thử nghiệm office_head vp-ubnd", organisation="ngoài")
    return sign_pdf(prepared, field=LEADER, identity=key, at=AT)


BAD = {
    "empty": lambda good: b"",
    "no PDF": lambda good: b"x" * 5000,
    "a shell": lambda good: SHELL,
    "cut short": lambda good: good[: len(good) // 2],
    "locked": locked,
    "a broken stream": with_a_broken_stream,
}


@pytest.mark.parametrize("what", BAD)
def test_what_comes_back_unreadable_is_refused_and_the_document_waits_on(what):
    document = submitted()
    bad = BAD[what](signed_outside(latest_bytes(document, FileRole.PREPARED)))
    with pytest.raises(Refused, match=UNREADABLE):
        sign(document, by=person("office_head"), at=AT, returned=bad)
    document.refresh_from_db()
    assert document.state == State.SUBMITTED
    assert not document.files.filter(role=FileRole.SIGNED).exists()


def test_what_comes_back_too_large_is_refused_before_it_is_read(monkeypatch):
    document = submitted()
    monkeypatch.setattr(signing, "compare", lambda *_: pytest.fail("read"))
    with pytest.raises(Refused, match="nặng hơn 25 MB"):
        sign(document, by=person("office_head"), at=AT, returned=b"%PDF-1.7" + bytes(50 * 1024 * 1024))


def test_of_a_large_file_the_panel_says_its_size_and_keeps_the_document():
    document, chief = submitted(), Client()
    chief.force_login(person("office_head"))
    upload = SimpleUploadedFile("a.pdf", bytes(26 * 1024 * 1024), "application/pdf")
    with clock.frozen(AT):
        answer = chief.post(reverse("letters:sign", args=[document.pk]), {"returned": upload})
    assert answer.status_code == 422
    assert "nặng hơn 25 MB" in answer.content.decode()


def taken(pdf):
    return take_in(
        ContentFile(pdf, "a.pdf"),
        number_symbol="1384/TTKD",
        date=date(2021, 7, 29),
        signer="Người ký thử nghiệm",
        issuer="Công ty Viễn thông",
        kind=Kind.REPORT,
        subject="Báo cáo tháng 7/2021",
        by=person("clerk", "ubnd-742"),
        at=AT,
    )


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (lambda: b"", "trống"),
        (lambda: b"x" * 5000, "Không nhận loại tệp"),
        (lambda: SHELL, "Không đọc được tệp PDF"),
        (lambda: locked(drawn()), "Không đọc được tệp PDF"),
        (lambda: b"%PDF-1.7" + bytes(50 * 1024 * 1024), "nặng 50 MB; mỗi tệp tối đa 25 MB"),
    ],
    ids=["empty", "no PDF", "a shell", "locked", "too large"],
)
def test_a_document_that_nobody_can_read_is_not_taken_in(bad, why):
    with pytest.raises(Refused, match=why):
        taken(bad())
    assert not Document.objects.exists()
    assert not DocumentFile.objects.exists()


def test_what_the_network_brought_unreadable_is_still_shown_with_its_file():
    """It came, so it is on record; its page says so much, and offers the file as it is."""
    it = Arrival("9193/UBND-HCC", AT.date(), "Người ký", None, "UBND tỉnh", Kind.LETTER, "nhắc việc")
    document = arrived(it, unit=unit_id("ubnd-742"), by=None, at=AT)
    keep_arrived(document, [keep(ContentFile(SHELL, "a.pdf"), at=AT)], by=None, at=AT)
    reader = Client()
    reader.force_login(person("officer", "ubnd-742"))
    with clock.frozen(AT):
        answer = reader.get(reverse("letters:document", args=[document.pk]))
        picture = reader.get(reverse("letters:page_picture", args=[document.pk, 1]))
    assert answer.status_code == 200
    assert "a.pdf" in answer.content.decode()
    assert picture.status_code == 404


def test_a_file_nobody_can_read_has_no_pages():
    for bad in (b"", SHELL, locked(drawn())):
        assert (pictures.page_count(bad), pictures.picture(bad, 1)) == (0, None)


def test_a_page_is_a_picture_and_there_is_none_behind_the_last():
    pdf = drawn()
    assert pictures.page_count(pdf) == 1
    assert pictures.picture(pdf, 1).startswith(b"\x89PNG")
    assert pictures.picture(pdf, 2) is None
