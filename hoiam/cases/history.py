"""History (lịch sử): digests of words kept apart, and reading a case's events back.

An event is never changed. Its free words live in a table that can be erased on a decision; the
event keeps their salted digest, so that the seal over the history still fits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def digest(words: Mapping[str, str], salt: bytes) -> bytes:
    """SHA-256 of salt and the words as canonical JSON (sorted keys, UTF-8, no spaces)."""
    canonical = json.dumps(dict(words), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(salt + canonical.encode()).digest()
