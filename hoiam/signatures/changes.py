"""Changes (thay đổi sau khi ký): what may be added to a file after a signature, and nothing else may.

Between two signatures: the later signature itself, and what the clerk writes into the places kept free for
number and day (fields called `blank-…`). After the last one: only what helps to judge signatures later
(certificates, revocation lists, a time stamp over the document), since nobody vouches for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from .fields import BLANK

_LTA: Final = ModificationLevel.LTA_UPDATES
_STRUCTURE: Final = [
    CatalogModificationRule(),
    XrefStreamRule().as_qualified(_LTA),
    ObjectStreamRule().as_qualified(_LTA),
    DSSCompareRule().as_qualified(_LTA),
]
# Signing programs note themselves in the properties of the file; the next signature vouches for that.
_PROPERTIES: Final = [DocInfoRule().as_qualified(_LTA), MetadataUpdateRule().as_qualified(_LTA)]


class _Blanks(GenericFieldModificationRule):
    """Number and day come after the leader's signature; the organisation's vouches for them."""

    def check_form_field(self, fq_name: str, spec: Any, context: Any) -> Iterable[Any]:
        return super().check_form_field(fq_name, spec, context) if fq_name.startswith(BLANK) else ()


_SIGNING: Final = [SigFieldCreationRule(), SigFieldModificationRule()]
BEFORE_THE_NEXT: Final = StandardDiffPolicy(
    _STRUCTURE + _PROPERTIES, FormUpdatingRule(field_rules=[*_SIGNING, _Blanks()])
)
AFTER_THE_LAST: Final = StandardDiffPolicy(_STRUCTURE, FormUpdatingRule(field_rules=_SIGNING))


def is_whole(signature: EmbeddedPdfSignature, *, is_last: bool) -> bool:
    """Whether the signature still speaks for the whole file, as it was signed or signed further."""
    coverage = signature.evaluate_signature_coverage()
    if coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    is_newest = signature.signed_revision == signature.reader.xrefs.total_revisions - 1
    if coverage < SignatureCoverageLevel.ENTIRE_REVISION or is_newest:
        return False  # a newest revision that is not the whole file has bytes behind it
    signature.coverage = coverage  # type: ignore[assignment]  # the library forgot to say what it holds
    try:
        found = signature.evaluate_modifications(AFTER_THE_LAST if is_last else BEFORE_THE_NEXT)
    except (SuspiciousModification, PdfError):
        return False
    return isinstance(found, DiffResult) and found.modification_level <= (
        _LTA if is_last else ModificationLevel.FORM_FILLING
    )
