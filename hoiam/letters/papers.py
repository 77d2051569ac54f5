"""Papers (tệp của văn bản): drawn, signed and kept, each step a file of its own."""

from __future__ import annotations

from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from hoiam.files.keep import keep
from hoiam.kit.refusal import Refused

from .content import Annex, Content
from .models import Document, DocumentFile, FileRole

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


def preview_pdf(content: Content) -> bytes:
    """As it stands now: without number, without day, without signature."""
    return main_pdf(content, None, None)


def prepared_pdf(content: Content) -> bytes:
    return main_pdf(content, None, None)


def numbered_pdf(document: Document, signed: bytes) -> bytes:
    return signed


def leader_signs(
    document: Document, prepared: bytes, *, by: Person, at: datetime, returned: bytes | None = None
) -> bytes:
    return returned or prepared


def organisation_signs(
    document: Document, numbered: bytes, *, at: datetime, returned: bytes | None = None
) -> bytes:
    return returned or numbered


def main_pdf(content: Content, number: int | None, on: date | None) -> bytes:
    if (form := _form()) is not None:
        return bytes(form.draw_pdf(content, number=None if number is None else f"{number:02}", on=on))
    return _plain(content.subject, [paragraph.text for paragraph in content.body])


def annex_pdf(content: Content, annex: Annex, number: int, on: date, unit: int | None) -> bytes:
    if (form := _form()) is not None:
        return bytes(form.draw_annex(content, annex, number=f"{number:02}", on=on, unit=unit))
    rows = [" · ".join(row.cells) for row in annex.rows if unit is None or row.unit in (None, unit)]
    return _plain(annex.title, rows)


def docx(document: Document) -> bytes | None:
    form = _form()
    if form is None or document.number is None or not hasattr(form, "draw_docx"):
        return None
    return bytes(form.draw_docx(document.letter, number=f"{document.number:02}", on=document.issued_on))


def keep_paper(
    document: Document,
    role: FileRole,
    content: bytes | None,
    *,
    by: Person | None,
    at: datetime,
    annex: str = "",
    unit: int | None = None,
    is_for_all: bool = False,
) -> DocumentFile | None:
    if content is None:
        return None
    name = file_name(document, role, annex)
    kept = keep(ContentFile(content, name), by=by, at=at)
    return DocumentFile.objects.create(
        document=document, role=role, file=kept, annex=annex, unit_id=unit, is_for_all=is_for_all, at=at
    )


def file_name(document: Document, role: FileRole, annex: str = "") -> str:
    """ "9193-UBND-HCC.pdf", "9193-UBND-HCC-phu-luc-I.pdf"; before it has a number, "van-ban-17.pdf"."""
    stem = (document.number_symbol or f"van-ban-{document.pk}").replace("/", "-").replace(" ", "-")
    extra = f"-phu-luc{'-' + annex if annex else ''}" if role == FileRole.ANNEX else ""
    return f"{stem}{extra}.{'docx' if role == FileRole.DOCX else 'pdf'}"


def latest(document: Document, role: FileRole) -> DocumentFile | None:
    return document.files.filter(role=role).select_related("file").order_by("-pk").first()


def latest_bytes(document: Document, role: FileRole) -> bytes:
    found = latest(document, role)
    if found is None:
        raise Refused("Văn bản thiếu tệp của bước trước; hãy trả lại rồi trình lại.")
    with default_storage.open(found.file.kept_as) as stream:
        return bytes(stream.read())


def _form() -> Any:
    return import_module("hoiam.letters.form") if find_spec("hoiam.letters.form") and _has_form() else None


def _has_form() -> bool:
    return hasattr(import_module("hoiam.letters.form"), "draw_pdf")


def _plain(title: str, paragraphs: list[str]) -> bytes:
    import json

    import typst

    source = b"#let it = json(bytes(sys.inputs.data))\n= #it.title\n#for one in it.text [#one \\ ]"
    data = json.dumps({"title": title, "text": paragraphs}, ensure_ascii=False)
    return bytes(typst.compile(source, sys_inputs={"data": data}, format="pdf"))
