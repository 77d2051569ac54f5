"""Content (nội dung văn bản): a whole official document as data, before anybody draws it. Pure.

Form: Nghị định 30/2020/NĐ-CP, Phụ lục I. Rooms above compose a `Content`; letters draws it (PDF, DOCX),
proof-reads it, keeps it as JSON with the document and never changes it once the document is issued. Number
and date are not here: they are given when the document is issued.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, Literal, Self, Union, get_args, get_origin, get_type_hints

from hoiam.kit.moments import iso, parse_moment


class Kind(StrEnum):
    """Loại văn bản. A công văn has no type name; the others print it in upper case above the subject."""

    LETTER = "letter"  # công văn
    REPORT = "report"  # báo cáo
    NOTICE = "notice"  # thông báo
    APOLOGY = "apology"  # thư xin lỗi
    PROPOSAL = "proposal"  # đề xuất (wording 12.5)


class Purpose(StrEnum):
    """Mục đích gửi: why somebody gets the document (Kính gửi and Nơi nhận)."""

    ACT = "act"  # thực hiện
    REPORT = "report"  # báo cáo
    COOPERATE = "cooperate"  # phối hợp
    INFORM = "inform"  # để biết


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the body. `role` says what it is, so that nobody has to guess from its words."""

    runs: tuple[Run, ...]
    role: Literal["opening", "point", "text", "heading", "item", "closing"] = "text"
    number: int | None = None  # of a point

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @classmethod
    def of(cls, text: str, role: Any = "text", number: int | None = None) -> Self:
        """Plain words; `**bold**` inside them is bold."""
        parts = text.split("**")
        runs = tuple(Run(part, bold=bool(i % 2)) for i, part in enumerate(parts) if part)
        return cls(runs, role, number)


@dataclass(frozen=True, slots=True)
class Addressee:
    """One printed line of Kính gửi or Nơi nhận; a group is one line, kept unit by unit."""

    text: str  # without hyphen and without the sign at its end
    units: tuple[int, ...] = ()  # ids of units valid on the day of the document
    purpose: Purpose | None = None
    prints_purpose: bool = False  # "(báo cáo)" behind the name


@dataclass(frozen=True, slots=True)
class Head:
    """Box 2, the symbol and the place: the issuer's letterhead as valid on the day (letterhead_of)."""

    unit: int  # the issuing body
    parent_name: str  # "" when it has none to print
    name_lines: tuple[str, ...]  # ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG NAI")
    symbol: str  # "UBND"
    drafting_symbol: str  # "HCC"
    place: str  # "Đồng Nai"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Boxes 7a, 7b: capacity and position in upper case as printed, and the full name."""

    capacity: str  # "TL. CHỦ TỊCH", "KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN"; "" for a head who signs as such
    position: str  # "CHÁNH VĂN PHÒNG"
    name: str


@dataclass(frozen=True, slots=True)
class Column:
    head: str
    width: float = 1.0  # a share, not millimetres
    is_text: bool = True
    group: str = ""  # the wider head it stands under


@dataclass(frozen=True, slots=True)
class Row:
    """`unit`: whose row it is; an addressee's copy holds only its own rows and those of nobody."""

    cells: tuple[str, ...]
    kind: Literal["row", "head", "total"] = "row"
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    code: str  # "I"; "" when the document has only one
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    landscape: bool = True
    per_unit: bool = True  # every addressee gets its own part only

    @property
    def lines(self) -> int:
        return sum(row.kind == "row" for row in self.rows)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the words must agree with: the proof-reader compares, it never guesses."""

    period_label: str = ""  # "tháng 7/2021"
    period_start: datetime | None = None
    period_end: datetime | None = None
    counts: dict[str, int] = field(default_factory=dict)  # annex code → number of lines said in the words
    executors: tuple[int, ...] = ()  # units that a point orders to act
    reply_before: date | None = None  # "trước ngày D": late from 00:00 of D
    attachments: tuple[str, ...] = ()  # number/symbol of documents said to be enclosed


@dataclass(frozen=True, slots=True)
class Content:
    kind: Kind
    head: Head
    subject: str  # "V/v" stands before it in a công văn
    addressees: tuple[Addressee, ...]
    body: tuple[Paragraph, ...]  # the last one ends with "./."
    copies: tuple[Addressee, ...]  # Nơi nhận, with the line "Lưu: VT, …" last
    signatory: Signatory
    annexes: tuple[Annex, ...] = ()
    facts: Facts = field(default_factory=Facts)

    def to_data(self) -> dict[str, Any]:
        """As kept in a JSON column; `from_data` gives an equal Content back."""
        return _plain(asdict(self))  # type: ignore[no-any-return]

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Content:
        return _built(cls, data)  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return iso(value)
    return value.isoformat() if isinstance(value, date) else value


def _built(wanted: Any, value: Any) -> Any:
    """The value of a type out of JSON: dataclasses, tuples, enums, dates, and None where allowed."""
    origin, inside = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        return None if value is None else _built(next(a for a in inside if a is not type(None)), value)
    if origin is tuple:
        return tuple(_built(inside[0], one) for one in value)
    if is_dataclass(wanted):
        hints = get_type_hints(wanted)
        return wanted(**{f.name: _built(hints[f.name], value[f.name]) for f in fields(wanted)})  # type: ignore[operator]
    if wanted is datetime:
        return parse_moment(value)
    if wanted is date:
        return date.fromisoformat(value)
    return wanted(value) if isinstance(wanted, type) and issubclass(wanted, StrEnum) else value
