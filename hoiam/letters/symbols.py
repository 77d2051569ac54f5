"""Symbols (ký hiệu): what stands behind the number, by the kind of document (NĐ 30/2020, Phụ lục I)."""

from __future__ import annotations

from .content import Content, Head, Kind

# Văn bản hành chính other than công văn bear their kind before the body's symbol (Phụ lục III).
_OF_KIND = {Kind.REPORT: "BC", Kind.NOTICE: "TB", Kind.PROPOSAL: "ĐX"}


def symbol(kind: Kind, head: Head) -> str:
    """UBND-HCC of a công văn and of a letter; BC-VPUBND of a report."""
    if kind in _OF_KIND:
        return f"{_OF_KIND[kind]}-{head.symbol}"
    return f"{head.symbol}-{head.drafting_symbol}"


def number_symbol(number: int, content: Content) -> str:
    """No space around the sign, and a zero before a number below ten."""
    return f"{number:02}/{symbol(content.kind, content.head)}"


def tidy(number_symbol: str) -> str:
    """As written, without spaces around the sign: "6499 /UBND-CCHC" is 6499/UBND-CCHC."""
    return "/".join(" ".join(part.split()) for part in number_symbol.split("/"))
