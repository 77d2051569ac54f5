"""Verify (kiểm tra chữ ký): is each signature intact, does it cover the file, whose is it, and when.

Each problem is one Vietnamese sentence. Nothing is fetched: what the file itself carries and whom the
installation trusts is all a verdict rests on.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final

from asn1crypto import crl, ocsp
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ValidationError

from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused

from .apart import apart
from .as_written import is_as_written
from .changes import is_whole
from .identity import Certificate, Trust, name_of
from .judging import judged_at
from .prepare import UNREADABLE

# What the libraries raise on bytes that are not what they claim to be.
BROKEN: Final = (
    PdfError,
    SignatureValidationError,
    CMSExtractionError,
    CMSStructuralError,
    ValidationError,
    zlib.error,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RecursionError,
)
EXPIRED: Final = {
    AdESIndeterminate.EXPIRED,
    AdESIndeterminate.NOT_YET_VALID,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
    AdESFailure.NOT_YET_VALID,
}
OUTDATED: Final = {
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
}
REVOKED: Final = {AdESFailure.REVOKED, AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE}
CLOCKS_DIFFER: Final = timedelta(minutes=10)

Carried = tuple[list[Certificate], list[crl.CertificateList], list[ocsp.OCSPResponse]]


@dataclass(frozen=True, slots=True)
class Verdict:
    field: str
    signer: str
    at: datetime | None  # proved by the time stamp where there is one, else what the signer says
    intact: bool  # what was signed is what is here
    whole: bool  # and nothing was added after it but further signatures
    trusted: bool
    stamped_at: datetime | None
    problems: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        return not self.problems


def verify(pdf: bytes, *, trusted: Trust, at: datetime | None = None) -> list[Verdict]:
    """One verdict for each signature, in the order they were made; none for a file without signatures."""
    at = (at or clock.now()).astimezone(VN)
    try:
        reader = PdfFileReader(BytesIO(pdf))
        if reader.encrypted:
            raise Refused(UNREADABLE)
        found = list(reader.embedded_regular_signatures)
        carried = _carried(reader)
    except BROKEN as broken:
        raise Refused(UNREADABLE) from broken
    return [_Look(pdf, one, one is found[-1], carried, trusted, at).verdict() for one in found]


def problems_of(verdicts: list[Verdict]) -> list[str]:
    """All that is wrong, each said once; an unsigned file is wrong too."""
    if not verdicts:
        return ["Tệp chưa có chữ ký số nào."]
    return list(dict.fromkeys(problem for verdict in verdicts for problem in verdict.problems))


def _carried(reader: PdfFileReader) -> Carried:
    """What the file brings along to be judged by."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return [], [], []
    lists = [reference.get_object().data for reference in store.crls]
    answers = [reference.get_object().data for reference in store.ocsps]
    return (
        list(store.load_certs()),
        [crl.CertificateList.load(one, strict=True) for one in lists],
        [ocsp.OCSPResponse.load(one, strict=True) for one in answers],
    )


@dataclass(frozen=True)
class _Look:
    """One signature under the glass."""

    pdf: bytes
    signature: EmbeddedPdfSignature
    is_last: bool
    carried: Carried
    trusted: Trust
    at: datetime

    def verdict(self) -> Verdict:
        field, name = self.signature.field_name, "không rõ"
        try:
            name = name_of(self.signature.signer_cert)
            return self._judged(field, name, self._status())
        except BROKEN:
            problem = f"Không đọc được chữ ký số ở ô “{field}”: tệp hỏng hoặc đã bị sửa."
            return Verdict(field, name, None, False, False, False, None, (problem,))

    def _status(self) -> PdfSignatureStatus:
        stamped = self._stamped_at()
        moment = stamped or self.at
        return apart(
            lambda: validate_pdf_signature(
                self.signature,
                signer_validation_context=self._context(moment),
                ts_validation_context=self._context(moment),
                skip_diff=True,
            )
        )

    def _stamped_at(self) -> datetime | None:
        """What the time stamp says, before anybody asked whether it is true."""
        for token in extract_tst_data_iter(self.signature.signer_info, signed=False):
            moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
            return moment
        return None

    def _context(self, moment: datetime) -> ValidationContext:
        certificates, lists, answers = self.carried
        return judged_at(
            moment,
            roots=self.trusted.roots,
            between=[*certificates, *self.trusted.between],
            revocations=[*lists, *self.trusted.revocations],
            answers=answers,
        )

    def _judged(self, field: str, name: str, status: PdfSignatureStatus) -> Verdict:
        stamp = status.timestamp_validity
        is_stamped = bool(stamp and stamp.valid and stamp.intact and stamp.trusted)
        stamped_at = stamp.timestamp.astimezone(VN) if stamp and is_stamped else None
        intact = status.intact and status.valid and is_as_written(self.pdf, self.signature)
        whole = intact and is_whole(self.signature, is_last=self.is_last)
        problems = []
        if not intact:
            problems.append(f"Chữ ký số của {name} không còn khớp với tệp: tệp đã bị sửa sau khi ký.")
        elif not whole:
            problems.append(f"Sau chữ ký số của {name}, tệp có phần thêm vào mà không ai ký.")
        if status.intact and status.valid and not status.trusted:
            problems.append(_why_untrusted(name, status, is_stamped=is_stamped))
        if stamp and not is_stamped:
            problems.append(f"Dấu thời gian của chữ ký số {name} không hợp lệ.")
        if stamped_at and stamped_at > self.at + CLOCKS_DIFFER:
            problems.append(f"Dấu thời gian của chữ ký số {name} muộn hơn lúc kiểm tra.")
        return Verdict(
            field,
            name,
            stamped_at or _reported(status),
            intact,
            whole,
            status.trusted,
            stamped_at,
            tuple(problems),
        )


def _reported(status: PdfSignatureStatus) -> datetime | None:
    return status.signer_reported_dt.astimezone(VN) if status.signer_reported_dt else None


def _why_untrusted(name: str, status: PdfSignatureStatus, *, is_stamped: bool) -> str:
    when = "khi ký" if is_stamped else "khi kiểm tra, mà không có dấu thời gian cho biết ký lúc nào"
    why = status.trust_problem_indic
    if why in REVOKED or status.revoked:
        return f"Chứng thư số của {name} đã bị thu hồi {when}."
    if why in EXPIRED:
        return f"Chứng thư số của {name} không có hiệu lực {when}."
    if why in OUTDATED:
        return f"Chữ ký số của {name} dùng thuật toán đã lỗi thời, không còn đủ tin cậy."
    return f"Chứng thư số của {name} không do tổ chức chứng thực được tin cậy cấp."
