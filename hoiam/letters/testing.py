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

PAPER = b"%PDF-1.7\n% a paper nobody reads\n%%EOF\n"
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
    """A letter from draft to issue in milliseconds; nothing in it can be read or verified."""

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
