"""Ids (mã số): case codes of twelve digits, random so that nobody can count or guess them.

The last is a Damm check digit: it finds every single wrong digit and every swap of neighbours,
the two slips people make on the telephone.
"""

import re
import secrets
from datetime import datetime

from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused

# Damm, 2004: a totally anti-symmetric quasigroup of order ten.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_IGNORED = re.compile(r"[\s.\-\u2010-\u2015]+")
_CODE = re.compile(r"[0-9]{2}(0[1-9]|1[0-2])[0-9]{8}")


def damm_digit(digits: str) -> str:
    """The digit to append; over digits that already end with theirs it is "0"."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def new_code(received_at: datetime) -> str:
    """YYMM of receipt, seven random digits, the check digit. A rare twin is for the table to refuse."""
    stem = f"{received_at.astimezone(VN):%y%m}{secrets.randbelow(10**7):07}"
    return stem + damm_digit(stem)


def show_code(code: str) -> str:
    """2107-1234567-8, the way people see it."""
    return f"{code[:4]}-{code[4:11]}-{code[11:]}"


def read_code(text: str) -> str:
    """The twelve digits of a code as somebody typed it; spaces, dots and hyphens do not matter."""
    digits = _IGNORED.sub("", text)
    if not _CODE.fullmatch(digits) or damm_digit(digits) != "0":
        raise Refused("Mã số không đúng; mã số có 12 chữ số, xin kiểm tra lại từng số.")
    return digits
