"""Verdicts (kết luận về chữ ký): what the signatures of a file were found to be, looked at once and kept.

A file that comes is judged by what it carries and by whom this installation trusts. A stranger's signature is
said to be one and is no reason to send a document back; one that no longer fits its file is.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from hoiam.files.models import File
from hoiam.kit.refusal import Refused
from hoiam.signatures import identities
from hoiam.signatures.verify import Verdict, verify

from .models import DocumentFile

PDF: Final = "application/pdf"
# Every signature says with it which bytes it covers.
_SIGNED: Final = b"/ByteRange"

Kept = list[dict[str, Any]]


def look_at(pdf: bytes, at: datetime) -> Kept | None:
    """One for each signature. None: it cannot be told, and nothing says that anybody signed it."""
    try:
        verdicts = verify(pdf, trusted=identities.trusted(), at=at)
    except Refused:
        if _SIGNED in pdf:
            raise
        return None
    return [_as_kept(verdict) for verdict in verdicts]


def look_at_arrived(file: File, content: bytes, at: datetime) -> Kept | None:
    """Refused where it was changed after somebody signed it."""
    if file.media_type != PDF:
        return None
    found = look_at(content, at)
    for verdict in found or []:
        if not verdict["intact"]:
            raise Refused(
                f"Tệp “{file.name}” hỏng hoặc đã bị sửa sau khi ký: "
                f"chữ ký số của {verdict['signer']} không còn khớp với tệp."
            )
    return found


def kept_with(file: DocumentFile | None) -> list[Verdict] | None:
    """None: nobody looked when it came, or nothing could be told."""
    if file is None or file.signatures is None:
        return None
    return [_as_read(one) for one in file.signatures]


def _as_kept(verdict: Verdict) -> dict[str, Any]:
    return {name: _sayable(value) for name, value in asdict(verdict).items()}


def _sayable(value: Any) -> Any:
    """As JSON has it, and the database takes it: a stranger's certificate may hold any character."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_sayable(one) for one in value]
    return value.replace("\0", "") if isinstance(value, str) else value


def _as_read(kept: dict[str, Any]) -> Verdict:
    moments = {name: datetime.fromisoformat(kept[name]) for name in ("at", "stamped_at") if kept[name]}
    return Verdict(**{**kept, **moments, "problems": tuple(kept["problems"])})
