"""Papers (tệp của văn bản): drawn, signed and kept, each step a file of its own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from hoiam.files.keep import keep
from hoiam.files.models import File
from hoiam.kit.refusal import Refused
from hoiam.signatures.fields import ORGANISATION
from hoiam.signatures.identity import Identity
from hoiam.signatures.prepare import prepare
from hoiam.signatures.sign import sign
from hoiam.signatures.stamps import annex_stamp

from . import blanks
from .content import Annex, Content
from .form import annex_signature_box, draw_annex, draw_docx, signature_boxes
from .form.free_places import draw_free, words_for
from .models import Document, DocumentFile, FileRole
from .verdicts import look_at

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


ANNEXES: Final = (FileRole.ANNEX, FileRole.ANNEX_UNSIGNED)


def prepared_pdf(content: Content) -> bytes:
    """What is signed: number and day are fields that show what a draft shows; signatures have places."""
    drawn, places = draw_free(content)
    reserved = blanks.reserve(drawn, places, words_for(content, None, None))
    return prepare(reserved, *signature_boxes(content, number=None, on=None))


def numbered_pdf(document: Document, signed: bytes) -> bytes:
    """The signed bytes with number and day written behind them."""
    content = document.letter
    _, places = draw_free(content)
    return blanks.fill(signed, places, words_for(content, number_words(document), document.issued_on))


def annex_pdf(document: Document, content: Content, annex: Annex, unit: int | None) -> bytes:
    """An annex as a file of its own, with the place where the organisation signs it."""
    number = number_words(document)
    drawn = draw_annex(content, annex, number=number, on=document.issued_on, unit=unit)
    return prepare(drawn, annex_signature_box(annex))


def signed_annex(document: Document, annex: Annex, pdf: bytes, identity: Identity, at: datetime) -> bytes:
    """Box 14: number and symbol, moment of signing, no image."""
    stamp = annex_stamp(document.number_symbol, at, annex_signature_box(annex).box)
    return sign(pdf, field=ORGANISATION, identity=identity, at=at, stamp=stamp)


def docx(document: Document) -> bytes:
    """For those who must edit, from the same content."""
    return draw_docx(document.letter, number=number_words(document), on=document.issued_on)


def number_words(document: Document) -> str:
    assert document.number is not None
    return f"{document.number:02}"


def keep_paper(
    document: Document,
    role: FileRole,
    content: bytes,
    *,
    by: Person | None,
    at: datetime,
    annex: str = "",
    unit: int | None = None,
) -> DocumentFile:
    kept = keep(ContentFile(content, file_name(document, role, annex)), by=by, at=at)
    signatures = look_at(content, at) if role == FileRole.ISSUED else None
    return DocumentFile.objects.create(
        document=document, role=role, file=kept, annex=annex, unit_id=unit, signatures=signatures, at=at
    )


def file_name(document: Document, role: FileRole, annex: str = "") -> str:
    """ "9193-UBND-HCC.pdf", "9193-UBND-HCC-phu-luc-I.pdf"; before it has a number, "van-ban-17.pdf"."""
    stem = (document.number_symbol or f"van-ban-{document.pk}").replace("/", "-").replace(" ", "-")
    extra = f"-phu-luc{'-' + annex if annex else ''}" if role in ANNEXES else ""
    return f"{stem}{extra}.{'docx' if role == FileRole.DOCX else 'pdf'}"


def latest(document: Document, role: FileRole) -> DocumentFile | None:
    return document.files.filter(role=role).select_related("file").order_by("-pk").first()


def latest_bytes(document: Document, role: FileRole) -> bytes:
    found = latest(document, role)
    if found is None:
        raise Refused("Văn bản thiếu tệp của bước trước; hãy trả lại rồi trình lại.")
    return content_of(found.file)


def content_of(file: File) -> bytes:
    with default_storage.open(file.kept_as) as stream:
        return bytes(stream.read())
