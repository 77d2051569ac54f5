"""PDF pictures (trang PDF thành ảnh): the drawing library, used by one thread at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pypdfium2

_one_at_a_time = Lock()  # the library keeps its state for the whole process


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument | None]:
    """None: broken or locked, as a file from elsewhere may be."""
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            yield None
            return
        try:
            yield document
        finally:
            document.close()
