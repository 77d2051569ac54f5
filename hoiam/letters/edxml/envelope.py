"""Envelope (gói tin edXML): one document as it travels between document systems, as data.

Form: QCVN 102:2016/BTTTT. What we do not know, such as the code of an organisation, stays blank; it is never
made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum


class Business(IntEnum):
    """Nghiệp vụ: what the receiver is to do with the document."""

    NEW = 0  # văn bản mới
    REVOKE = 1  # thu hồi
    UPDATE = 2  # cập nhật
    REPLACE = 3  # thay thế


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation: its code (mã định danh, "000.00.00.H19"), its name, and the body above it."""

    code: str
    name: str
    in_charge: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """Which document this one answers."""

    code: str  # of the organisation that sent it
    number_symbol: str
    on: date
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """Somebody passed the document on, at a moment."""

    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Staff:
    """Whom to ask about the sending."""

    department: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content_type: str
    content: bytes = field(repr=False)
    description: str = ""
    content_id: str = ""  # given when written, where it is blank


@dataclass(frozen=True, slots=True)
class Envelope:
    sender: Party
    to: tuple[Party, ...]
    number: str  # "9193"
    notation: str  # "UBND-HCC"
    on: date
    subject: str
    place: str = ""
    type_code: str = ""
    type_name: str = ""  # "Công văn"
    type_detail: str = ""
    content: str = ""  # the gist, in a sentence or two
    capacity: str = ""  # "TL. CHỦ TỊCH"
    position: str = ""
    signer: str = ""
    due_on: date | None = None
    places: tuple[str, ...] = ()  # Nơi nhận, line by line
    priority: int = 0  # 0 is ordinary
    sphere: str = ""
    typist: str = ""
    copies: int = 1
    pages: int = 1
    appendixes: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()
    steering: int = 0
    traces: tuple[Trace, ...] = ()
    business: Business = Business.NEW
    business_reason: str = ""
    staff: Staff = Staff()
    paper: int = 0  # 1 when paper follows
    attachments: tuple[Attachment, ...] = ()
    document_id: str = ""  # made from sender, date, number and notation, where it is blank

    def __post_init__(self) -> None:
        if not self.document_id:
            made = f"{self.sender.code},{day(self.on)},{self.number_symbol}"
            object.__setattr__(self, "document_id", made)

    @property
    def number_symbol(self) -> str:
        return f"{self.number}/{self.notation}"


def day(on: date) -> str:
    return f"{on:%Y/%m/%d}"
