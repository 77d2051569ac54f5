"""Prepare (chừa ô ký): empty signature fields in a PDF, to be filled here or by another signing program."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from hoiam.kit.refusal import Refused

from .fields import POINTS_PER_MM, Field

UNREADABLE = "Không đọc được tệp PDF: tệp hỏng, bị khóa hoặc đã bị sửa."


def prepare(pdf: bytes, *fields: Field) -> bytes:
    """The same document with places kept free; what was there stays byte for byte in front."""
    writer = writer_of(pdf)
    pages = page_count(writer)
    for field in fields:
        if not 1 <= field.page <= pages:
            raise ValueError(f"{field.name}: the document has {pages} pages, not {field.page}")
        width, height = page_size(writer, field.page)
        box = field.box
        if box.left + box.width > width / POINTS_PER_MM or box.top + box.height > height / POINTS_PER_MM:
            raise ValueError(f"{field.name}: {box} does not lie on the page")
        append_signature_field(
            writer,
            SigFieldSpec(
                field.name,
                on_page=field.page - 1,
                box=box.in_points(height),  # type: ignore[arg-type]  # fractions of a point are fine in PDF
                readable_field_name=field.label,
            ),
        )
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def writer_of(pdf: bytes) -> IncrementalPdfFileWriter:
    """Adds at the end, never rewrites; a file nobody can read or open is refused."""
    try:
        writer = _Writer(BytesIO(pdf))
        if writer.prev.encrypted:
            raise Refused(UNREADABLE)
        page_count(writer)
    except (PdfReadError, zlib.error, ValueError, KeyError, TypeError, IndexError, RecursionError) as broken:
        raise Refused(UNREADABLE) from broken
    return writer


class _Writer(IncrementalPdfFileWriter):
    """Leaves alone what the document says about itself. The library would write its own name there, and the
    clock of the machine; and whoever drew PDF/A knew better how to say it."""

    def _update_meta(self) -> None:
        pass


def page_count(handler: PdfHandler) -> int:
    return int(handler.root["/Pages"]["/Count"])


def page_of(handler: PdfHandler, page: int) -> Any:
    reference, _ = handler.find_page_for_modification(page - 1)
    return reference.get_object()


def page_size(handler: PdfHandler, page: int) -> tuple[float, float]:
    """Width and height in points; the box may be written on a parent of the page."""
    node = page_of(handler, page)
    while "/MediaBox" not in node:
        node = node["/Parent"]
    left, bottom, right, top = (float(edge) for edge in node["/MediaBox"])
    return right - left, top - bottom
