"""Who writes, who gets it, who signs (cơ quan ban hành, nơi nhận, người ký)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hoiam.letters.content import Kind

from .reading import COPIES, HEAD, SIGNER, SUBJECT, TO, Finding, Reading, stop, warn

CAPACITY: Final = re.compile(r"(TM|Q|KT|TL|TUQ)\. \S")
COLLECTIVE: Final = ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN")
DEPUTY: Final = ("PHÓ ", "Phó ")
KEPT: Final = re.compile(r"Lưu: VT(, \S.*)?")
SENT: Final = (Kind.LETTER, Kind.REPORT, Kind.PROPOSAL, Kind.APOLOGY)


def check_head(it: Reading) -> Iterator[Finding]:
    head, content = it.content.head, it.content
    lacking = {
        "tên cơ quan ban hành": any(line.strip() for line in head.name_lines),
        "ký hiệu cơ quan": head.symbol,
        "địa danh": head.place,
    }
    if content.kind is Kind.LETTER:
        lacking["ký hiệu đơn vị soạn thảo"] = head.drafting_symbol
    yield from (stop(HEAD, f"Thiếu {name}.") for name, there in lacking.items() if not there)
    if not content.subject.strip() and content.kind is not Kind.APOLOGY:
        yield stop(SUBJECT, "Thiếu trích yếu nội dung văn bản.")


def check_signer(it: Reading) -> Iterator[Finding]:
    """For a body that decides together one signs in a capacity; a deputy never in his own name."""
    signatory = it.content.signatory
    if not signatory.position.strip():
        yield stop(SIGNER, "Thiếu chức vụ của người ký.")
    if not signatory.name.strip():
        yield stop(SIGNER, "Thiếu họ tên người ký.")
    if signatory.capacity and not CAPACITY.match(signatory.capacity):
        yield stop(
            SIGNER,
            f"Quyền hạn “{signatory.capacity}” không đúng mẫu; viết TM., Q., KT., TL. hoặc TUQ. và tên.",
        )
    elif not signatory.capacity and _needs_capacity(it):
        yield stop(SIGNER, "Thiếu quyền hạn của người ký (TM., Q., KT., TL. hoặc TUQ.).")


def _needs_capacity(it: Reading) -> bool:
    first = " ".join(it.content.head.name_lines).upper()
    return first.startswith(COLLECTIVE) or it.content.signatory.position.startswith(DEPUTY)


def check_executors(it: Reading) -> Iterator[Finding]:
    """Whoever is ordered to act gets the document."""
    content = it.content
    told = {unit for line in (*content.addressees, *content.copies) for unit in line.units}
    for unit in dict.fromkeys(content.facts.executors):
        if unit not in told:
            yield stop(TO, f"{it.name_of(unit)} được giao việc nhưng không có trong Kính gửi hoặc Nơi nhận.")


def check_lists(it: Reading) -> Iterator[Finding]:
    """The form prints "Kính gửi:", hyphens and the signs at the ends; nobody types them."""
    content = it.content
    if not content.addressees and content.kind in SENT:
        yield stop(TO, "Chưa có nơi kính gửi.")
    for where, lines in ((TO, content.addressees), (COPIES, content.copies)):
        for line in lines:
            yield from _typed(where, line.text)
    if content.kind is not Kind.APOLOGY:
        yield from (
            warn(TO, f"Dòng “{line.text}” chưa gắn đơn vị nào trong hệ thống nên phải gửi ngoài hệ thống.")
            for line in content.addressees
            if not line.units
        )
    if not content.copies or not KEPT.fullmatch(content.copies[-1].text):
        yield stop(COPIES, "Dòng cuối của Nơi nhận phải là “Lưu: VT, …”.")


def _typed(where: str, text: str) -> Iterator[Finding]:
    bare = text.strip()
    if not bare:
        yield stop(where, f"{where} có một dòng trống.")
    elif bare.lower().startswith("kính gửi"):
        yield stop(where, f"Dòng “{bare}” ghi lại chữ “Kính gửi”; chữ ấy và dấu hai chấm do mẫu in.")
    elif bare.startswith(("-", "–")) or bare.endswith((";", ".", ",", ":")):
        yield stop(where, f"Dòng “{bare}” có gạch đầu dòng hoặc dấu cuối dòng; các dấu ấy do mẫu in.")
