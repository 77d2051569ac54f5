"""Number in a file (số, ký hiệu trong tệp): read from a document that another system numbered."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pdfplumber
from pdfplumber.utils.exceptions import PdfminerException

from hoiam.kit.refusal import Refused
from hoiam.signatures.verify import BROKEN

from . import blanks

_NUMBER = re.compile(r"Số:\s*(\d{1,9})\s*/\s*([^\s,;.]+(?: [A-ZĐ]{2,})?)")

_DAY = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")


def number_symbol_in(pdf: bytes) -> str:
    """ "6499/UBND-CCHC", from the place kept free for it or from the words of the first page."""
    found = _NUMBER.search(_in_its_place(pdf)) or _NUMBER.search(_first_page(pdf))
    if found is None:
        raise Refused("Không đọc được số, ký hiệu trong tệp; hãy gõ số, ký hiệu.")
    return f"{found[1]}/{found[2]}"


def day_in(pdf: bytes) -> date | None:
    """Of "Đồng Nai, ngày 04 tháng 8 năm 2021", looked for in the same two places; None: none is said."""
    found = _DAY.search(_in_its_place(pdf, "day")) or _DAY.search(_first_page(pdf))
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:  # the 31st of a short month
        return None


def _in_its_place(pdf: bytes, name: str = "number") -> str:
    try:
        return blanks.read(pdf).get(name, "")
    except BROKEN:  # another program's file: whatever is wrong with it, its words may still be read
        return ""


def _first_page(pdf: bytes) -> str:
    try:
        with pdfplumber.open(BytesIO(pdf)) as document:
            return document.pages[0].extract_text() if document.pages else ""
    except (PdfminerException, *BROKEN):
        return ""
