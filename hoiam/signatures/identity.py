"""Identity (danh tính ký): whoever can sign: a certificate, and a key that may be far away on a token."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from asn1crypto import crl
from asn1crypto.x509 import Certificate as Certificate
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose word counts: roots, what lies between them and people, and lists of certificates taken back."""

    roots: tuple[Certificate, ...]
    between: tuple[Certificate, ...] = ()
    revocations: tuple[crl.CertificateList, ...] = ()


class Identity(Protocol):
    """`sign` needs no more than this, so a card, a server's token and a test key look the same to it."""

    @property
    def certificate(self) -> Certificate: ...

    @property
    def roots(self) -> Sequence[Certificate]:
        """Whom its certificate goes back to; empty when nobody said."""

    def opened(self) -> AbstractContextManager[Signer]:
        """The key in hand, and let go of again: a token is one person's at a time."""

    def time_stamper(self, at: datetime) -> TimeStamper | None: ...

    def revocations(self, at: datetime) -> Sequence[crl.CertificateList]:
        """Lists of revoked certificates to be kept in the file, so that it can be judged without asking."""


def name_of(certificate: Certificate) -> str:
    """What people call the owner of a certificate."""
    subject = certificate.subject.native
    name = (
        subject.get("common_name") or subject.get("organization_name") or certificate.subject.human_friendly
    )
    return str(name if isinstance(name, str) else name[0])
