"""The private link (đường dẫn riêng): what its holder may follow a case by, without name or password.

128 bits that follow from the key of the sending and from a key kept outside the database. So the answer to a
form sent twice can name the same link both times, while the database holds nothing but its hash.
"""

from __future__ import annotations

import base64
import re
import secrets
from typing import Final

from hoiam.kit.sealing import keyed_hash

BITS: Final = 128
_SHAPE: Final = re.compile(r"[a-z2-7]{26}")
_KEY: Final = re.compile(r"[0-9a-f]{32}")


def new_key() -> str:
    """The key of one form: sent twice with it, one case is made."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None


def secret_of(key: str) -> str:
    """26 letters and digits that nobody mistakes for each other (RFC 4648, base 32, small letters)."""
    random = keyed_hash("private-link", key)[-(BITS // 8) :]
    return base64.b32encode(random).decode().rstrip("=").lower()


def is_secret(text: str) -> bool:
    return _SHAPE.fullmatch(text) is not None
