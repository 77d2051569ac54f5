"""Meaning (ý nghĩa của đối tượng PDF): what an object says, whatever its number and however it is compressed.

Two programs write the same page with other numbers, other compression and another order of keys. The digest
of an object here is the same for both.
"""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError

_COMPRESSION: Final = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})
# Ways back up, and to pages, which are compared on their own.
_UP: Final = frozenset({"/Parent", "/P", "/Pg"})


class Meanings:
    """Digests of one file's objects, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[Any, bytes] = {}
        self._above: set[Any] = set()

    def of(self, value: Any, *, without: Container[str] = ()) -> bytes:
        if isinstance(value, generic.IndirectObject):
            return self._referred(value)
        if isinstance(value, generic.StreamObject):
            return self._stream(value)
        if isinstance(value, generic.DictionaryObject):
            return self._dictionary(value, without)
        if isinstance(value, generic.ArrayObject):
            items = [self.of(value.raw_get(at)) for at in range(len(value))]
            return _digest(b"array", *items)
        return _digest(type(value).__name__.encode() if _is_odd(value) else b"", _plain(value))

    def _referred(self, value: generic.IndirectObject) -> bytes:
        key = (value.idnum, value.generation)
        if key in self._above:
            return b"above"
        if key not in self._known:
            self._above.add(key)
            self._known[key] = self.of(value.get_object())
            self._above.remove(key)
        return self._known[key]

    def _dictionary(self, value: generic.DictionaryObject, without: Container[str]) -> bytes:
        if value.get("/Type") == "/Page":
            return b"page"
        said = [
            part
            for key in sorted(value)
            if key not in without and key not in _UP
            for part in (key.encode(), self.of(value.raw_get(key)))
        ]
        return _digest(b"dictionary", *said)

    def _stream(self, value: generic.StreamObject) -> bytes:
        try:
            content, ignored = value.data, _COMPRESSION
        except (PdfError, NotImplementedError):  # a photo's own format: taken as it lies there
            content, ignored = value.encoded_data, frozenset({"/Length"})
        return _digest(b"stream", content, self._dictionary(value, ignored))


def _digest(*parts: bytes) -> bytes:
    return sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


def _is_odd(value: Any) -> bool:
    """Kinds that look alike in text and are not: a name, a string, a number."""
    return not isinstance(value, int | Decimal)


def _plain(value: Any) -> bytes:
    if isinstance(value, generic.NullObject):
        return b""
    if isinstance(value, generic.BooleanObject):
        return b"true" if value.value else b"false"
    if isinstance(value, int | Decimal):
        return f"{float(value):.6g}".encode()
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
