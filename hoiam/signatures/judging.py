"""Judging (cơ sở xét chứng thư): by what a certificate is judged at a moment. Nothing is ever fetched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import crl, ocsp
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    FreshnessReqType,
    RevocationCheckingPolicy,
)

from .identity import Certificate

# Lists are brought by hand or lie in the file: an old one is no reason to distrust, and every one that names
# a certificate counts, whenever it was made.
_EVERY_LIST: Final = CertRevTrustPolicy(
    RevocationCheckingPolicy.from_legacy("soft-fail"),
    freshness=timedelta(days=36_500),
    freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
)


def judged_at(
    moment: datetime,
    *,
    roots: Iterable[Certificate],
    between: Iterable[Certificate] = (),
    revocations: Iterable[crl.CertificateList] = (),
    answers: Iterable[ocsp.OCSPResponse] = (),
) -> ValidationContext:
    return ValidationContext(
        trust_roots=list(roots),
        other_certs=list(between),
        crls=list(revocations),
        ocsps=list(answers),
        moment=moment,
        allow_fetching=False,
        revinfo_policy=_EVERY_LIST,
    )
