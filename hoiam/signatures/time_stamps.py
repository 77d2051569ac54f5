"""Time stamps (dấu thời gian): RFC 3161 answered from here, by a key of ours, as of a moment."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Final

from asn1crypto import cms, core, tsp, x509
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper

# Under which rules we stamp: none that anybody published (a UUID as X.667 lets everybody have one).
POLICY: Final = "2.25.11469359311080450052055675337294089060"
_DIGEST: Final = "sha256"


class OwnTimeStamper(TimeStamper):
    def __init__(self, signer: Signer, at: datetime) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.signer = signer
        self.at = at.astimezone(UTC).replace(microsecond=0)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        said = self._said(req)
        token = await self.signer.async_sign_prescribed_attributes(
            _DIGEST,
            self._signed_attributes(said),
            cms_version="v3",
            encap_content_info={"content_type": "tst_info", "content": core.ParsableOctetString(said)},
        )
        granted = tsp.PKIStatusInfo({"status": "granted"})
        return tsp.TimeStampResp({"status": granted, "time_stamp_token": token})

    def _said(self, req: tsp.TimeStampReq) -> bytes:
        """What the stamp says: this digest was here at that moment."""
        said = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": req["message_imprint"],
            "serial_number": secrets.randbits(63),
            "gen_time": self.at,
            "nonce": req["nonce"],
            "tsa": x509.GeneralName(name="directory_name", value=self._certificate.subject),
        }
        return bytes(tsp.TSTInfo(said).dump())

    def _signed_attributes(self, said: bytes) -> cms.CMSAttributes:
        return cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": self.at})),
                simple_cms_attribute(
                    "signing_certificate_v2", as_signing_certificate_v2(self._certificate, _DIGEST)
                ),
                simple_cms_attribute("message_digest", _digest(said)),
            ]
        )

    @property
    def _certificate(self) -> x509.Certificate:
        return self.signer.signing_cert


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
