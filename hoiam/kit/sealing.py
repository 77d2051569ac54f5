"""Sealing (niêm phong): identities of petitioners, readable only with keys kept outside database and backup.

AES-256-GCM for what must be read again, HMAC-SHA-256 for what must only be found again. Every value names
its key, so keys can be changed while old values stay readable. Keys: `HOIAM_KEYS` (the JSON itself), else
`$HOIAM_DATA/keys.json`, made on first use with mode 0600.
"""

import hashlib
import hmac
import json
import os
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

import phonenumbers
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from hoiam.kit.private_files import once, read_private, replace
from hoiam.kit.refusal import Refused

_FORMAT = b"\x01"
_ID, _NONCE, _TAG = 4, 12, 16
_HEADER = len(_FORMAT) + _ID


class CannotUnseal(Exception):
    """Bytes were changed, or their key is not here. Never a refusal: somebody has to look."""


@dataclass(frozen=True)
class Keyring:
    current: bytes
    secrets: dict[bytes, bytes]

    @classmethod
    def read(cls, text: str) -> "Keyring":
        data = json.loads(text)
        ring = cls(
            bytes.fromhex(data["current"]),
            {bytes.fromhex(k): bytes.fromhex(v) for k, v in data["keys"].items()},
        )
        if ring.current not in ring.secrets or any(
            len(k) != _ID or len(v) != 32 for k, v in ring.secrets.items()
        ):
            raise ValueError("the keyring needs 4-byte ids, 32-byte keys, and its current key among them")
        return ring

    def text(self) -> str:
        keys = {key_id.hex(): secret.hex() for key_id, secret in self.secrets.items()}
        return json.dumps({"current": self.current.hex(), "keys": keys}, indent=1) + "\n"

    def with_new_key(self) -> "Keyring":
        new = secrets.token_bytes(_ID)
        return Keyring(new, {**self.secrets, new: secrets.token_bytes(32)})

    def subkey(self, key_id: bytes, purpose: str) -> bytes:
        """One secret, a key for each purpose: what opens one thing says nothing about another."""
        return hmac.digest(self.secrets[key_id], purpose.encode(), hashlib.sha256)


_lock = threading.Lock()
_ring: Keyring | None = None


def seal(text: str) -> bytes:
    ring = _keys()
    header, nonce = _FORMAT + ring.current, secrets.token_bytes(_NONCE)
    return header + nonce + AESGCM(ring.subkey(ring.current, "seal")).encrypt(nonce, text.encode(), header)


def unseal(sealed: bytes) -> str:
    sealed = bytes(sealed)
    header, nonce, body = sealed[:_HEADER], sealed[_HEADER : _HEADER + _NONCE], sealed[_HEADER + _NONCE :]
    if header[:1] != _FORMAT or len(body) < _TAG:
        raise CannotUnseal("not a sealed value")
    key = _ring_with(header[1:]).subkey(header[1:], "seal")
    try:
        return AESGCM(key).decrypt(nonce, body, header).decode()
    except InvalidTag:
        raise CannotUnseal("the sealed value was changed") from None


def is_current(value: bytes) -> bool:
    """Whether a sealed value or keyed hash was made with today's key; if not, make it anew when you pass."""
    return bytes(value)[1:_HEADER] == _keys().current


def keyed_hash(purpose: str, text: str, *, key_id: bytes | None = None) -> bytes:
    """Find without being able to read: the same text and purpose give the same 37 bytes under one key."""
    ring = _keys()
    key_id = key_id or ring.current
    return (
        _FORMAT + key_id + hmac.digest(ring.subkey(key_id, f"hash:{purpose}"), text.encode(), hashlib.sha256)
    )


def phone_hash(phone: str) -> bytes:
    """The hash a telephone is found by, however it was written."""
    return keyed_hash("phone", normal_phone(phone))


def phone_hashes(phone: str) -> list[bytes]:
    """Under every key still kept, today's first: `phone_hash__in` also finds rows older than a rotation."""
    ring, normal = _keys(), normal_phone(phone)
    older = [key_id for key_id in ring.secrets if key_id != ring.current]
    return [keyed_hash("phone", normal, key_id=key_id) for key_id in (ring.current, *older)]


def normal_phone(text: str) -> str:
    """E.164: 0900 000 001, (84) 900000001 and +84900000001 are one telephone."""
    refusal = Refused("Số điện thoại không đúng; xin ghi đủ số, ví dụ 0900000001.")
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        raise refusal from None
    if not phonenumbers.is_possible_number(number):
        raise refusal
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def rotate_keys() -> str:
    """Add a key and make it today's; old values stay readable. Returns the id of the new key."""
    if os.environ.get("HOIAM_KEYS"):
        raise Refused("Khóa do biến HOIAM_KEYS quy định; hãy thêm khóa mới ở đó.")
    global _ring
    with _lock:
        ring = Keyring.read(read_private(_path()).decode()).with_new_key()
        replace(_path(), ring.text().encode())
        _ring = ring
    return ring.current.hex()


def forget_keys() -> None:
    """Read the keys anew at the next use."""
    global _ring
    with _lock:
        _ring = None


def _keys() -> Keyring:
    global _ring
    if _ring is None:
        with _lock:
            _ring = _ring or _load()
    return _ring


def _ring_with(key_id: bytes) -> Keyring:
    """The keys, read anew when a value names one we do not know: another process may have rotated them."""
    if key_id not in _keys().secrets:
        forget_keys()
    ring = _keys()
    if key_id not in ring.secrets:
        raise CannotUnseal(f"key {key_id.hex()} is not among the keys of this installation")
    return ring


def _load() -> Keyring:
    if text := os.environ.get("HOIAM_KEYS"):
        return Keyring.read(text)
    _path().parent.mkdir(parents=True, exist_ok=True)
    return Keyring.read(once(_path(), lambda: Keyring(b"", {}).with_new_key().text().encode()).decode())


def _path() -> Path:
    return Path(settings.HOIAM_DATA) / "keys.json"
