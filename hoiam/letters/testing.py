"""Testing (đồ dùng kiểm thử): documents without drawing and signing, for tests that are about something else.

@pytest.fixture(autouse=True)
def _quick():
    with quick_papers():
        yield
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

PAPER = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
# Where each step of the flow gets its file from.
_DRAWN = (
    "submit.prepared_pdf",
    "sign.leader_signs",
    "number.numbered_pdf",
    "issue.organisation_signs",
    "issue.docx",
    "annex_files.annex_pdf",
    "annex_files.signed_annex",
)


@contextmanager
def quick_papers() -> Iterator[None]:
    """A letter from draft to issue in milliseconds; its page is empty, and nothing can be verified."""

    def paper(*_: Any, **__: Any) -> bytes:
        return PAPER

    patches = [patch(f"hoiam.letters.{name}", paper) for name in _DRAWN]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()
