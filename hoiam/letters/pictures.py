"""Pictures (ảnh trang): a page of a PDF as a picture, fields and signatures as they are seen on it."""

from __future__ import annotations

from io import BytesIO
from threading import Lock

import pypdfium2

WIDTH = 900  # pixels: sharp on the desk, and small
_one_at_a_time = Lock()  # the library keeps its state for the whole process


def page_count(pdf: bytes) -> int:
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def picture(pdf: bytes, number: int) -> bytes | None:
    """PNG of page `number`, the first is 1; None when there is no such page."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            document.init_forms()
            if not 1 <= number <= len(document):
                return None
            page = document[number - 1]
            drawn = page.render(scale=WIDTH / page.get_width(), may_draw_forms=True).to_pil()
        finally:
            document.close()
    out = BytesIO()
    drawn.convert("RGB").quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()
