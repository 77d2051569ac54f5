"""Sign (ký số): a PAdES signature in a reserved field, with its time stamp and what judges it later.

Form: Nghị định 30/2020/NĐ-CP, Điều 13: first whoever is competent, then the organisation. Baseline B-LT: the
certificates and lists of revoked ones lie in the file, so a judge in ten years needs no network. Nor do we.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSigningSession,
    SigDSSPlacementPreference,
)
from pyhanko.stamp import StaticStampStyle

from hoiam.kit.moments import VN, moment_words
from hoiam.kit.refusal import Refused

from .apart import apart
from .fields import LEADER, ORGANISATION, label_of
from .identity import Identity, name_of
from .judging import judged_at
from .prepare import writer_of

# What comes after a signature is not covered by it, so the proofs come before.
_IN_THE_SAME_REVISION: Final = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
)


def sign(
    pdf: bytes, *, field: str, identity: Identity, at: datetime, stamp: bytes | None = None, reason: str = ""
) -> bytes:
    """The document with one more signature. `stamp`: a PDF page of the field's size, drawn by `stamps`."""
    writer = writer_of(pdf)
    _allow(writer, field)
    certificate = identity.certificate
    name = name_of(certificate)
    at = at.astimezone(VN).replace(microsecond=0)
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        raise Refused(f"Chứng thư số của {name} không có hiệu lực vào {moment_words(at)}.")
    context = judged_at(at, roots=identity.roots, revocations=identity.revocations(at))
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=name,
        reason=reason or None,
        embed_validation_info=bool(identity.roots),
        validation_context=context if identity.roots else None,
        dss_settings=_IN_THE_SAME_REVISION,
    )
    output = BytesIO()
    with identity.opened() as signer:
        pen = _Pen(
            metadata, signer=signer, timestamper=identity.time_stamper(at), stamp_style=_style(stamp), at=at
        )
        try:
            apart(lambda: pen.sign_pdf(writer, existing_fields_only=True, output=output))
        except SigningError as refused:
            raise Refused(
                f"Chứng thư số của {name} không dùng được: hết hạn hoặc đã bị thu hồi."
            ) from refused
    return output.getvalue()


def _allow(writer: IncrementalPdfFileWriter, field: str) -> None:
    filled = {name: value is not None for name, value, _ in enumerate_sig_fields(writer.prev)}
    if field not in filled:
        raise Refused(f"Tệp không có ô “{label_of(field)}” để ký.")
    if filled[field]:
        raise Refused(f"Ô “{label_of(field)}” đã có chữ ký.")
    if field == ORGANISATION and filled.get(LEADER) is False:
        raise Refused("Chưa có chữ ký số của người có thẩm quyền; cơ quan, tổ chức ký sau.")


def _style(stamp: bytes | None) -> StaticStampStyle:
    middle = AxisAlignment.ALIGN_MID
    return StaticStampStyle(
        border_width=0,
        background=_Page(stamp) if stamp else None,
        background_layout=SimpleBoxLayoutRule(x_align=middle, y_align=middle, margins=Margins.uniform(0)),
    )


class _Page(PdfContent):
    """A page out of bytes. The library reads stamps from files only; a signature should leave none behind."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self.pdf = pdf

    def render(self) -> bytes:
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self.pdf)))
        self.resources.xobject["/Stamp"] = drawn
        left, bottom, right, top = (float(edge) for edge in drawn.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Stamp Do"


class _Pen(PdfSigner):
    """Signs as of a moment it is given; the library would look at the clock of the machine."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session
