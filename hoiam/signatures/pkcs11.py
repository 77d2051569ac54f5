"""PKCS#11 (thiết bị ký): a key on a token or in a security module, which never leaves it.

The module is the vendor's library, the token and the key are found by their labels. A session is opened for
one signature and closed again: a token serves one at a time, and a PIN that stays logged in is nobody's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Final

from asn1crypto import crl
from pkcs11 import Session, exceptions
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.timestamps import TimeStamper

from hoiam.kit.refusal import Refused

from .identity import Certificate, Trust

# A token knows one log-in a process: two threads must not log in and out over each other.
_turns: Final[defaultdict[tuple[str, str], Lock]] = defaultdict(Lock)


def identity(module: str, token: str, key: str, pin: str, *, trusted: Trust | None = None) -> TokenIdentity:
    """Whoever holds the key labelled `key` on that token; its certificate lies there under the same label."""
    return TokenIdentity(module, token, key, pin, trusted or Trust(roots=()))


@dataclass(frozen=True)
class TokenIdentity:
    module: str
    token: str
    key: str
    pin: str = field(repr=False)
    trusted: Trust

    @property
    def roots(self) -> Sequence[Certificate]:
        return self.trusted.roots

    @cached_property
    def certificate(self) -> Certificate:
        with self.opened() as signer:
            certificate: Certificate = signer.signing_cert
            return certificate

    @contextmanager
    def opened(self) -> Iterator[PKCS11Signer]:
        with _turns[self.module, self.token], self._session() as session, self._said():
            yield PKCS11Signer(
                session,
                cert_label=self.key,
                key_label=self.key,
                ca_chain=[*self.trusted.between, *self.trusted.roots],
                embed_roots=False,
            )

    def time_stamper(self, at: datetime) -> TimeStamper | None:
        """None: a time stamp would have to be asked for over a network."""
        return None

    def revocations(self, at: datetime) -> Sequence[crl.CertificateList]:
        return self.trusted.revocations

    def _session(self) -> Session:
        if not Path(self.module).is_file():
            raise Refused(f"Không thấy thư viện của thiết bị ký “{self.token}”.")
        with self._said():
            return open_pkcs11_session(
                self.module, token_criteria=TokenCriteria(label=self.token), user_pin=self.pin
            )

    @contextmanager
    def _said(self) -> Iterator[None]:
        """What a token answers, as a sentence. A wrong PIN is never tried twice: three lock the token."""
        try:
            yield
        except exceptions.PinIncorrect as refused:
            raise Refused(f"Mã PIN của thiết bị ký “{self.token}” không đúng.") from refused
        except exceptions.PinLocked as refused:
            raise Refused(f"Thiết bị ký “{self.token}” đã bị khóa vì nhập sai mã PIN nhiều lần.") from refused
        except exceptions.PKCS11Error as refused:
            raise Refused(
                f"Không ký được bằng thiết bị “{self.token}”: không thấy thiết bị hoặc khóa “{self.key}”."
            ) from refused
