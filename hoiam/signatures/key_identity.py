"""Key identity (khóa phần mềm): a certificate with its key in our hands; only the test authority gives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .certificates import Holder
from .identity import Certificate


class KeySigner(Signer):
    """Keeps the key read: the library's own signer reads and proves it anew for each signature (30 ms)."""

    def __init__(self, holder: Holder) -> None:
        # The root goes into no signature: nobody would vouch for it there, and judges have their own.
        super().__init__(
            signing_cert=holder.certificate, cert_registry=SimpleCertificateStore(), embed_roots=False
        )
        self._key = holder.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm.lower() != "sha256":
            raise ValueError(f"signed with SHA-256 only, not {digest_algorithm}")
        return self._key.sign(data, PKCS1v15(), hashes.SHA256())


@dataclass(frozen=True)
class KeyIdentity:
    holder: Holder
    roots: Sequence[Certificate]
    stamper_at: Callable[[datetime], TimeStamper | None]
    revoked_at: Callable[[datetime], crl.CertificateList]

    @property
    def certificate(self) -> Certificate:
        return self.holder.certificate

    @contextmanager
    def opened(self) -> Iterator[KeySigner]:
        yield KeySigner(self.holder)

    def time_stamper(self, at: datetime) -> TimeStamper | None:
        return self.stamper_at(at)

    def revocations(self, at: datetime) -> list[crl.CertificateList]:
        return [self.revoked_at(at)]
