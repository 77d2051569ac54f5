"""Giving away (lộ người phản ánh): does a text for the accused tell of the case, or of who brought it?"""

from __future__ import annotations

import re

from hoiam.kit.fold import fold

from .models import Case
from .people import identity_of

NAMED = (
    ("name", "tên người gửi"),
    ("representative", "tên người đại diện"),
    ("address", "địa chỉ người gửi"),
)
PHONE_TAIL = 8  # digits that are the same however the number is written: 0900…, +84 900…, 84-900…


def gives_away(case: Case, text: str) -> str | None:
    """What it tells, in words for the one who wrote it; None when it tells nothing."""
    digits = re.sub(r"[\s.\-()+]", "", text)
    said, identity = fold(text), identity_of(case)
    if case.code in digits:
        return "mã phản ánh"
    tail = re.sub(r"\D", "", identity.get("phone", ""))[-PHONE_TAIL:]
    if tail and tail in digits:
        return "số điện thoại người gửi"
    if identity.get("email") and identity["email"].lower() in text.lower():
        return "thư điện tử người gửi"
    named = (words for key, words in NAMED if identity.get(key) and fold(identity[key]) in said)
    return next(named, None)
