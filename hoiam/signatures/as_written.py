"""As written (chữ ký nguyên dạng): nothing hides or differs in what a signature cannot sign.

A signature lies in a gap of the file that no digest covers: room is left behind it, and some things are said
twice in it, once unsigned. Who changed one of these bits changed no meaning, but somebody changed the file.
"""

from __future__ import annotations

from typing import Final

from asn1crypto import cms
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

# All that stands beside a signature in a PDF (EN 319 142-1). Under another name a time stamp would go unseen.
_BESIDE: Final = {"signature_time_stamp_token", "counter_signature"}


def is_as_written(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    _, first, second, _ = (int(number) for number in signature.byte_range)
    content: bytes = signature.pkcs7_content
    written = content.hex().encode()
    if pdf[first:second] not in (b"<" + written + b">", b"<" + written.upper() + b">"):
        return False
    stamps = extract_tst_data_iter(signature.signer_info, signed=False)
    return not content[_length_of_der(content) :].strip(b"\0") and all(
        _says_the_same_twice(one) for one in (signature.signed_data, *stamps)
    )


def _says_the_same_twice(signed: cms.SignedData) -> bool:
    """RFC 5652, 5.1 and 5.3: versions follow from the rest; algorithm and issuer repeat what is signed."""
    signer = extract_signer_info(signed)
    certificate = extract_certificate_info(signed).signer_cert
    is_data = signed["encap_content_info"]["content_type"].native == "data"
    issuer = signer["sid"].chosen
    by_issuer = signer["sid"].name == "issuer_and_serial_number"
    return (
        signed["version"].native == ("v1" if is_data and by_issuer else "v3")
        and signer["version"].native == ("v1" if by_issuer else "v3")
        and [one.native for one in signed["digest_algorithms"]] == [signer["digest_algorithm"].native]
        and signer["digest_algorithm"]["parameters"].native is None
        and (not by_issuer or issuer["issuer"].dump() == certificate.issuer.dump())
        and all(one["type"].native in _BESIDE for one in signer["unsigned_attrs"])
    )


def _length_of_der(content: bytes) -> int:
    """How long the first thing in DER says it is."""
    short = content[1]
    if short < 0x80:
        return 2 + short
    size = short & 0x7F
    return 2 + size + int.from_bytes(content[2 : 2 + size], "big")
