"""Keys of the seal (khóa niêm phong): Ed25519; the private half lies outside database and backup.

`HOIAM_SEAL_KEY` (the JSON itself), else `$HOIAM_DATA/seal_key.json`, made on first use with mode 0600. The
public half is published with every seal; public halves of keys no longer used stay in the file, so that old
seals are still known as ours.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from hoiam.kit.private_files import once


@dataclass(frozen=True, slots=True)
class SealKey:
    """Today's key and the public halves of all that ever sealed here."""

    private: bytes
    known: frozenset[str]

    @property
    def public(self) -> str:
        return Ed25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw().hex()

    def sign(self, root: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.private).sign(root)


def seal_key() -> SealKey:
    text = os.environ.get("HOIAM_SEAL_KEY") or _file_text(Path(settings.HOIAM_DATA) / "seal_key.json")
    data = json.loads(text)
    key = SealKey(bytes.fromhex(data["private"]), frozenset())
    return SealKey(key.private, frozenset({key.public, *data.get("former", [])}))


def is_signed(root: bytes, signature: bytes, public: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, root)
    except (InvalidSignature, ValueError):
        return False
    return True


def _file_text(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    return once(path, _new_key).decode()


def _new_key() -> bytes:
    made = {"private": Ed25519PrivateKey.generate().private_bytes_raw().hex(), "former": []}
    return json.dumps(made, indent=1).encode() + b"\n"
