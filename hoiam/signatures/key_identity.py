"""Key identity (khóa phần mềm): a certificate with its key in our hands; only the test authority gives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl, keys
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .identity import Certificate


@dataclass(frozen=True)
class KeyIdentity:
    certificate: Certificate
    key: keys.PrivateKeyInfo
    roots: Sequence[Certificate]
    stamper_at: Callable[[datetime], TimeStamper | None]
    revoked_at: Callable[[datetime], crl.CertificateList]

    @contextmanager
    def opened(self) -> Iterator[SimpleSigner]:
        others = SimpleCertificateStore()
        others.register_multiple(self.roots)
        yield SimpleSigner(
            signing_cert=self.certificate, signing_key=self.key, cert_registry=others, embed_roots=False
        )

    def time_stamper(self, at: datetime) -> TimeStamper | None:
        return self.stamper_at(at)

    def revocations(self, at: datetime) -> list[crl.CertificateList]:
        return [self.revoked_at(at)]
