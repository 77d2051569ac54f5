"""Identities (ai ký bằng gì): which key signs for a person or an organisation, as the installation says.

`HOIAM_SIGNING` is `test` (our own test authority), `pkcs11` (tokens named in `signing/tokens.json`) or
`outside` (nobody signs here: the prepared file goes out and comes back signed). Keys and PINs lie under
`HOIAM_DATA/signing`, 0600, never in the database. None from here means "sign outside"; no signature is faked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from asn1crypto import crl, pem
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from hoiam.kit.private_files import private_folder, read_private
from hoiam.kit.refusal import Refused

from . import pkcs11
from .identity import Certificate, Identity, Trust
from .test_authority import TestAuthority


class Way(StrEnum):
    TEST = "test"
    PKCS11 = "pkcs11"
    OUTSIDE = "outside"


def way() -> Way:
    """As set; where nothing is set, the test authority signs if somebody made one here (the demo does)."""
    if settings.HOIAM_SIGNING:
        if settings.HOIAM_SIGNING not in list(Way):
            raise ImproperlyConfigured(
                f"HOIAM_SIGNING là {', '.join(Way)}, không phải “{settings.HOIAM_SIGNING}”."
            )
        return Way(settings.HOIAM_SIGNING)
    return Way.TEST if _authority_folder().exists() else Way.OUTSIDE


def person(key: str, name: str, *, organisation: str = "") -> Identity | None:
    """Who signs for a person; `key` is what tokens.json calls them (the user name). None: signed outside."""
    if way() is Way.TEST:
        return authority().person(name, organisation=organisation)
    return _on_token(f"person:{key}")


def organisation(key: str, name: str) -> Identity | None:
    """Who signs for an organisation; `key` is the code of the unit. None: signed outside."""
    return authority().organisation(name) if way() is Way.TEST else _on_token(f"organisation:{key}")


def trusted() -> Trust:
    """Certificates and revocation lists in `signing/trusted/`; the test root only where it signs."""
    roots: list[Certificate] = []
    between: list[Certificate] = []
    lists: list[crl.CertificateList] = []
    if way() is Way.TEST:
        roots += authority().trust.roots
        lists += authority().trust.revocations
    for path in sorted(private_folder(_folder() / "trusted").iterdir()):
        if path.suffix == ".crl":
            lists += [crl.CertificateList.load(der, strict=True) for der in _read(path)]
        elif path.suffix in {".pem", ".crt", ".cer"}:
            for der in _read(path):
                certificate = Certificate.load(der, strict=True)
                (roots if certificate.self_issued else between).append(certificate)
    return Trust(tuple(roots), tuple(between), tuple(lists))


def authority() -> TestAuthority:
    """The one of this installation, made on first use; then it signs, unless a setting says otherwise."""
    return TestAuthority.open(_authority_folder())


def _on_token(who: str) -> Identity | None:
    if way() is not Way.PKCS11:
        return None
    found = _tokens().get(who)
    if found is None:  # whoever carries a token in the pocket signs at their own machine
        return None
    if not settings.HOIAM_TOKEN_MODULE:
        raise Refused("Chưa khai báo thư viện của thiết bị ký (HOIAM_TOKEN_MODULE).")
    return pkcs11.identity(
        settings.HOIAM_TOKEN_MODULE, found["token"], found["key"], found["pin"], trusted=trusted()
    )


def _tokens() -> dict[str, Any]:
    path = _folder() / "tokens.json"
    found: dict[str, Any] = json.loads(read_private(path)) if path.exists() else {}
    return found


def _read(path: Path) -> Iterator[bytes]:
    """DER out of a file that holds one, or several in PEM."""
    content = path.read_bytes()
    if not pem.detect(content):
        yield content
        return
    for _, _, der in pem.unarmor(content, multiple=True):
        yield der


def _folder() -> Path:
    return private_folder(Path(settings.HOIAM_DATA) / "signing")


def _authority_folder() -> Path:
    return _folder() / "test-authority"
