"""Pictures (ảnh trang): a page of a PDF as a picture, fields and signatures as they are seen on it."""

from __future__ import annotations

from io import BytesIO

from hoiam.kit.pdf_pictures import opened

WIDTH = 900  # pixels: sharp on the desk, and small


def page_count(pdf: bytes) -> int:
    """0 for a file nobody can read."""
    with opened(pdf) as document:
        return 0 if document is None else len(document)


def picture(pdf: bytes, number: int) -> bytes | None:
    """PNG of page `number`, the first is 1; None when there is no such page."""
    with opened(pdf) as document:
        if document is None or not 1 <= number <= len(document):
            return None
        document.init_forms()
        page = document[number - 1]
        drawn = page.render(scale=WIDTH / page.get_width(), may_draw_forms=True).to_pil()
    out = BytesIO()
    drawn.convert("RGB").quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()
