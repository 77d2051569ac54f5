"""Test authority (tổ chức chứng thực thử nghiệm): certificates for the demo and tests, made here.

Every name in them says "(thử nghiệm)": what they sign is worth nothing, and says so. A folder holds it
all: the root, a time-stamper, people and organisations. Opened again it is the same authority.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Self

from asn1crypto import crl
from pyhanko.sign.timestamps import TimeStamper

from hoiam.kit.private_files import once, private_folder, read_private, replace

from .certificates import (
    LONGEST_NAME,
    Holder,
    holder_of,
    issued,
    named,
    new_key,
    revocation_list,
    self_signed,
)
from .identity import Certificate, Trust
from .key_identity import KeyIdentity, KeySigner
from .time_stamps import OwnTimeStamper

MARK: Final = "(thử nghiệm)"
# The demo signs letters of 2021, and they are to be read for twenty years.
VALID_FROM: Final = datetime(2020, 1, 1, tzinfo=UTC)
VALID_UNTIL: Final = datetime(2045, 1, 1, tzinfo=UTC)
LIST_LASTS: Final = timedelta(days=7)
# A name, not an address: the list lies in each signed file, and nobody is asked for it.
LIST_NAME: Final = "urn:x-hoiam:thu-nghiem:thu-hoi"


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
        return Trust(roots=(self.root.certificate,), revocations=(self.revoked_at(VALID_UNTIL),))

    @cached_property
    def root(self) -> Holder:
        name = named(f"Chứng thực chữ ký số Hồi Âm {MARK}")
        made = once(self.folder / "root.pem", lambda: self_signed(name, VALID_FROM, VALID_UNTIL).to_pem())
        return holder_of(made)

    @cached_property
    def stamper(self) -> Holder:
        return self._issued("time-stamp", "Dấu thời gian Hồi Âm")

    def stamper_at(self, at: datetime) -> TimeStamper:
        """RFC 3161, answered from here, as of a moment."""
        return OwnTimeStamper(KeySigner(self.stamper), at)

    def revoke(self, certificate: Certificate, at: datetime) -> None:
        """From `at` on the certificate no longer signs; what it signed before stays signed."""
        revoked = self._revoked() | {str(certificate.serial_number): at.astimezone(UTC).isoformat()}
        replace(self.folder / "revoked.json", json.dumps(revoked, indent=1).encode())

    def revoked_at(self, at: datetime) -> crl.CertificateList:
        """The list as this authority would have published it at that moment."""
        revoked = {int(serial): datetime.fromisoformat(since) for serial, since in self._revoked().items()}
        known = {serial: since for serial, since in revoked.items() if since <= at}
        return revocation_list(self.root, known, at, at + LIST_LASTS)

    def _revoked(self) -> dict[str, str]:
        path = self.folder / "revoked.json"
        found: dict[str, str] = json.loads(read_private(path)) if path.exists() else {}
        return found

    def _identity(self, holder: Holder) -> KeyIdentity:
        return KeyIdentity(
            holder=holder,
            roots=[self.root.certificate],
            # It tries itself before its first stamp; files signed together are of one moment.
            stamper_at=lru_cache(maxsize=1)(self.stamper_at),
            revoked_at=self.revoked_at,
        )

    def _issued(self, kind: str, name: str, organisation: str = "") -> Holder:
        digest = hashlib.sha256(f"{name}\n{organisation}".encode()).hexdigest()[:16]
        path = self.folder / f"{kind}-{digest}.pem"
        return holder_of(once(path, lambda: self._made(kind, name, organisation).to_pem()))

    def _made(self, kind: str, name: str, organisation: str) -> Holder:
        key = new_key()
        certificate = issued(
            self.root,
            named(_short(f"{name} {MARK}"), _short(organisation)),
            key.public_key(),
            VALID_FROM,
            VALID_UNTIL,
            list_name=LIST_NAME,
            stamps_time=kind == "time-stamp",
        )
        return Holder(certificate, key)


def _short(text: str) -> str:
    """As long as a certificate allows; the mark at its end always stays."""
    if len(text) <= LONGEST_NAME:
        return text
    end = f"… {MARK}" if text.endswith(MARK) else "…"
    return text[: LONGEST_NAME - len(end)].rstrip() + end
