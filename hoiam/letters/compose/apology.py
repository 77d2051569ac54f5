"""The letter of apology (thư xin lỗi): from the head of the unit to one petitioner, approved one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from hoiam.kit.moments import slash_date
from hoiam.letters.content import Addressee, Content, Facts, Kind, Paragraph

from .parts import Issuer, kept_line

ADDRESS: Final = {"person": "ông/bà", "business": "quý doanh nghiệp"}


@dataclass(frozen=True, slots=True)
class Apology:
    issuer: Issuer
    unit_name: str  # as the letter calls itself: "UBND phường Trấn Biên"
    petitioner: str
    petitioner_kind: Literal["person", "business"]
    code: str
    received_on: date
    due_on: date
    cause: str  # "đơn vị nhận muộn do chuyển chậm"
    answer_before: date
    contact: str
    contact_phone: str


def apology(it: Apology) -> Content:
    whom = ADDRESS[it.petitioner_kind]
    said = (
        f"{it.unit_name} nhận phản ánh của {whom} (mã {it.code}) ngày {slash_date(it.received_on)}, hạn trả "
        f"lời {slash_date(it.due_on)}. Do {it.cause}, chúng tôi chưa trả lời đúng hạn.",
        f"{it.unit_name} thành thật xin lỗi {whom} và sẽ trả lời trước ngày {slash_date(it.answer_before)}.",
        f"Người liên hệ: {it.contact}, {it.contact_phone}./.",
    )
    return Content(
        kind=Kind.APOLOGY,
        head=it.issuer.head,
        subject="",
        addressees=(Addressee(f"{whom} {it.petitioner}"),),
        body=tuple(
            Paragraph.of(words, role)
            for words, role in zip(said, ("opening", "text", "closing"), strict=True)
        ),
        copies=(Addressee("Như trên"), kept_line(it.issuer.head)),
        signatory=it.issuer.signatory,
        facts=Facts(reply_before=it.answer_before, contacts=(it.contact_phone,)),
    )
