"""Test authority (tổ chức chứng thực thử nghiệm): certificates for the demo and tests, made here.

Every name in them says "(thử nghiệm)": what they sign is worth nothing, and says so. A folder holds it
all: the root, a time-stamper, people and organisations. Opened again it is the same authority.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from asn1crypto import crl, keys, x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from .identity import Certificate, Trust
from .key_identity import KeyIdentity
from .private_files import once, private_folder, read_private, replace

MARK: Final = "(thử nghiệm)"
# The demo signs letters of 2021, and they are to be read for twenty years.
VALID_FROM: Final = datetime(2020, 1, 1, tzinfo=UTC)
VALID_UNTIL: Final = datetime(2045, 1, 1, tzinfo=UTC)
LIST_LASTS: Final = timedelta(days=7)
# A name, not an address: the list lies in each signed file, and nobody is asked for it.
_LIST: Final = x509.CRLDistributionPoints(
    [
        x509.DistributionPoint(
            full_name=[x509.UniformResourceIdentifier("urn:x-hoiam:thu-nghiem:thu-hoi")],
            relative_name=None,
            reasons=None,
            crl_issuer=None,
        )
    ]
)


@dataclass(frozen=True)
class Holder:
    """A certificate with its key, as the cryptography library has them."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def asn1_certificate(self) -> Certificate:
        return asn1.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def asn1_key(self) -> keys.PrivateKeyInfo:
        plain = serialization.NoEncryption()
        der = self.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
        return keys.PrivateKeyInfo.load(der)

    def to_pem(self) -> bytes:
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        return self.key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, plain
        ) + self.certificate.public_bytes(pem)

    @classmethod
    def of_pem(cls, pem: bytes) -> Self:
        key = serialization.load_pem_private_key(pem, password=None)
        assert isinstance(key, rsa.RSAPrivateKey)
        return cls(x509.load_pem_x509_certificate(pem), key)


class TestAuthority:
    """`TestAuthority.open(folder)`; then `person`, `organisation`, `trust`, and `revoke` when one is lost."""

    __test__ = False  # for pytest: a test authority, not a test

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def open(cls, folder: Path) -> Self:
        private_folder(folder)
        return cls(folder)

    def person(self, name: str, *, organisation: str = "") -> KeyIdentity:
        """The same name and organisation get the same certificate, today and after a restart."""
        return self._identity(self._issued("person", name, organisation))

    def organisation(self, name: str) -> KeyIdentity:
        return self._identity(self._issued("organisation", name))

    @property
    def trust(self) -> Trust:
        return Trust(roots=(self.root.asn1_certificate,), revocations=(self.revoked_at(VALID_UNTIL),))

    @cached_property
    def root(self) -> Holder:
        return Holder.of_pem(once(self.folder / "root.pem", lambda: _made_root().to_pem()))

    @cached_property
    def _stamper(self) -> Holder:
        return self._issued("time-stamp", "Dấu thời gian Hồi Âm")

    def stamper_at(self, at: datetime) -> TimeStamper:
        """RFC 3161, answered from here, as of a moment."""
        return DummyTimeStamper(
            self._stamper.asn1_certificate,
            self._stamper.asn1_key,
            fixed_dt=at.astimezone(UTC).replace(microsecond=0),
        )

    def revoke(self, certificate: Certificate, at: datetime) -> None:
        """From `at` on the certificate no longer signs; what it signed before stays signed."""
        revoked = self._revoked() | {str(certificate.serial_number): at.astimezone(UTC).isoformat()}
        replace(self.folder / "revoked.json", json.dumps(revoked, indent=1).encode())

    def revoked_at(self, at: datetime) -> crl.CertificateList:
        """The list as this authority would have published it at that moment."""
        at = at.astimezone(UTC).replace(microsecond=0)
        builder = x509.CertificateRevocationListBuilder(
            issuer_name=self.root.certificate.subject, last_update=at, next_update=at + LIST_LASTS
        )
        for serial, moment in self._revoked().items():
            if (since := datetime.fromisoformat(moment)) <= at:
                builder = builder.add_revoked_certificate(
                    x509.RevokedCertificateBuilder(int(serial), since).build()
                )
        signed = builder.sign(self.root.key, hashes.SHA256())
        return crl.CertificateList.load(signed.public_bytes(serialization.Encoding.DER))

    def _revoked(self) -> dict[str, str]:
        path = self.folder / "revoked.json"
        found: dict[str, str] = json.loads(read_private(path)) if path.exists() else {}
        return found

    def _identity(self, holder: Holder) -> KeyIdentity:
        return KeyIdentity(
            certificate=holder.asn1_certificate,
            key=holder.asn1_key,
            roots=[self.root.asn1_certificate],
            stamper_at=self.stamper_at,
            revoked_at=self.revoked_at,
        )

    def _issued(self, kind: str, name: str, organisation: str = "") -> Holder:
        digest = hashlib.sha256(f"{name}\n{organisation}".encode()).hexdigest()[:16]
        path = self.folder / f"{kind}-{digest}.pem"
        return Holder.of_pem(once(path, lambda: self._made(kind, name, organisation).to_pem()))

    def _made(self, kind: str, name: str, organisation: str) -> Holder:
        key = _new_key()
        names = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.COMMON_NAME, f"{name} {MARK}")]
        if organisation:
            names.insert(1, (NameOID.ORGANIZATION_NAME, organisation))
        builder = _builder(_named(names), self.root.certificate.subject, key)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root.key.public_key()), critical=False
        )
        # Who names no list is taken for somebody whose certificate is never taken back.
        builder = builder.add_extension(_LIST, critical=False)
        builder = builder.add_extension(
            _usage(digital_signature=True, content_commitment=True), critical=True
        )
        if kind == "time-stamp":
            stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(stamping, critical=True)
        return Holder(builder.sign(self.root.key, hashes.SHA256()), key)


def _made_root() -> Holder:
    key = _new_key()
    name = _named(
        [(NameOID.COUNTRY_NAME, "VN"), (NameOID.COMMON_NAME, f"Chứng thực chữ ký số Hồi Âm {MARK}")]
    )
    builder = _builder(name, name, key)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return Holder(builder.sign(key, hashes.SHA256()), key)


def _builder(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _named(pairs: Sequence[tuple[Any, str]]) -> x509.Name:
    """X.520 holds 64 characters of a common or organisation name; the mark at its end always stays."""
    return x509.Name([x509.NameAttribute(oid, _short(text)) for oid, text in pairs])


def _short(text: str, most: int = 64) -> str:
    if len(text) <= most:
        return text
    end = f"… {MARK}" if text.endswith(MARK) else "…"
    return text[: most - len(end)].rstrip() + end


def _usage(**said: bool) -> x509.KeyUsage:
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: said.get(name, False) for name in every})


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
