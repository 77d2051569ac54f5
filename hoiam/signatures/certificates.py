"""Certificates (chứng thư số): written down and signed as X.509 wants them, for the test authority.

Made with asn1crypto: X.520 allows a name of 64 characters, and Vietnamese ones are longer than the 64 bytes
that other builders allow.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from asn1crypto import algos, core, crl, keys, pem, x509
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

LONGEST_NAME: Final = 64
_ALGORITHM: Final = algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"})


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    certificate: Certificate
    key: rsa.RSAPrivateKey

    def to_pem(self) -> bytes:
        return bytes(
            pem.armor("PRIVATE KEY", self._key_der()) + pem.armor("CERTIFICATE", self.certificate.dump())
        )

    def _key_der(self) -> bytes:
        plain = serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)


@lru_cache(maxsize=512)
def holder_of(content: bytes) -> Holder:
    """Out of PEM. A key is proved when it is read, which takes longer than many signatures."""
    parts = {kind: der for kind, _, der in pem.unarmor(content, multiple=True)}
    key = serialization.load_der_private_key(parts["PRIVATE KEY"], password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return Holder(Certificate.load(parts["CERTIFICATE"]), key)


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def named(common_name: str, organisation: str = "") -> x509.Name:
    said = {"country_name": "VN", "common_name": common_name}
    return x509.Name.build(said | ({"organization_name": organisation} if organisation else {}))


def self_signed(subject: x509.Name, since: datetime, until: datetime) -> Holder:
    """A root: it signs certificates and lists, nothing else."""
    key = new_key()
    extensions = [
        _extension("basic_constraints", {"ca": True, "path_len_constraint": 0}, critical=True),
        _extension("key_usage", {"key_cert_sign", "crl_sign"}, critical=True),
    ]
    written = _certificate(subject, subject, key.public_key(), (since, until), extensions)
    return Holder(_signed_certificate(written, key), key)


def issued(
    by: Holder,
    subject: x509.Name,
    key: rsa.RSAPublicKey,
    since: datetime,
    until: datetime,
    *,
    list_name: str,
    stamps_time: bool = False,
) -> Certificate:
    """For somebody who signs, or stamps the time. Who names no list is never looked up in one."""
    extensions = [
        _extension("basic_constraints", {"ca": False}, critical=True),
        _extension("key_usage", {"digital_signature", "non_repudiation"}, critical=True),
        _extension("authority_key_identifier", {"key_identifier": _key_id(by.key.public_key())}),
        _extension("crl_distribution_points", [_point(list_name)]),
    ]
    if stamps_time:
        extensions.append(_extension("extended_key_usage", ["time_stamping"], critical=True))
    written = _certificate(subject, by.certificate.subject, key, (since, until), extensions)
    return _signed_certificate(written, by.key)


def revocation_list(
    by: Holder, revoked: Mapping[int, datetime], at: datetime, until: datetime
) -> crl.CertificateList:
    entries = [
        {"user_certificate": serial, "revocation_date": _time(since)} for serial, since in revoked.items()
    ]
    said = {
        "version": "v2",
        "signature": _ALGORITHM,
        "issuer": by.certificate.subject,
        "this_update": _time(at),
        "next_update": _time(until),
    }
    # An empty list of entries is left out, or it would be no DER.
    written = crl.TbsCertList(said | ({"revoked_certificates": entries} if entries else {}))
    return crl.CertificateList(
        {
            "tbs_cert_list": written,
            "signature_algorithm": _ALGORITHM,
            "signature": core.OctetBitString(_signature(by.key, written.dump())),
        }
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPublicKey,
    years: tuple[datetime, datetime],
    extensions: Iterable[dict[str, Any]],
) -> x509.TbsCertificate:
    since, until = years
    return x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(127) | 1 << 126,
            "signature": _ALGORITHM,
            "issuer": issuer,
            "validity": {"not_before": _time(since), "not_after": _time(until)},
            "subject": subject,
            "subject_public_key_info": keys.PublicKeyInfo.load(_key_der(key)),
            "extensions": [_extension("key_identifier", _key_id(key)), *extensions],
        }
    )


def _signed_certificate(written: x509.TbsCertificate, key: rsa.RSAPrivateKey) -> Certificate:
    made = Certificate(
        {
            "tbs_certificate": written,
            "signature_algorithm": _ALGORITHM,
            "signature_value": core.OctetBitString(_signature(key, written.dump())),
        }
    )
    return Certificate.load(made.dump())


def _extension(kind: str, value: Any, *, critical: bool = False) -> dict[str, Any]:
    return {"extn_id": kind, "critical": critical, "extn_value": value}


def _point(name: str) -> dict[str, Any]:
    address = x509.GeneralName(name="uniform_resource_identifier", value=name)
    return {"distribution_point": x509.DistributionPointName(name="full_name", value=[address])}


def _time(moment: datetime) -> x509.Time:
    return x509.Time({"utc_time": moment.astimezone(UTC).replace(microsecond=0)})


def _signature(key: rsa.RSAPrivateKey, content: bytes) -> bytes:
    return key.sign(content, padding.PKCS1v15(), hashes.SHA256())


def _key_id(key: rsa.RSAPublicKey) -> bytes:
    return hashlib.sha256(_key_der(key)).digest()[:20]


def _key_der(key: rsa.RSAPublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
