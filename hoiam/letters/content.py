"""Content (nội dung văn bản): a whole official document as data, before anybody draws it. Pure.

Form: Nghị định 30/2020/NĐ-CP, Phụ lục I. Rooms above compose a `Content`; letters draws it (PDF, DOCX),
proof-reads it, keeps it as JSON with the document and never changes it once the document is issued. Number
and date are not here: they are given when the document is issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Final, Literal, Self, Union, get_args, get_origin, get_type_hints

from hoiam.kit.moments import iso, parse_moment
from hoiam.kit.numbers import number

NUMBER_HEAD: Final = "STT"


class Kind(StrEnum):
    """Loại văn bản. A công văn has no type name; the others print it in upper case above the subject."""

    LETTER = "letter"  # công văn
    REPORT = "report"  # báo cáo
    NOTICE = "notice"  # thông báo
    APOLOGY = "apology"  # thư xin lỗi
    PROPOSAL = "proposal"  # đề xuất

    @property
    def heading(self) -> str:
        """The type name as printed; a công văn has none."""
        return _TITLES[self]


class Urgency(StrEnum):
    """Độ khẩn (box 10b), stamped only when somebody says so."""

    URGENT = "urgent"  # KHẨN
    VERY_URGENT = "very_urgent"  # THƯỢNG KHẨN
    AT_ONCE = "at_once"  # HỎA TỐC


class Purpose(StrEnum):
    """Mục đích gửi: why somebody gets the document (Kính gửi and Nơi nhận)."""

    ACT = "act"  # thực hiện
    REPORT = "report"  # báo cáo
    COOPERATE = "cooperate"  # phối hợp
    INFORM = "inform"  # để biết


_TITLES: Final = {
    Kind.LETTER: "",
    Kind.REPORT: "BÁO CÁO",
    Kind.NOTICE: "THÔNG BÁO",
    Kind.APOLOGY: "THƯ XIN LỖI",
    Kind.PROPOSAL: "ĐỀ XUẤT",
}


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
    name: str = ""  # as a sentence says it: "Ủy ban nhân dân tỉnh Đồng Nai"

    @property
    def said_name(self) -> str:
        return self.name or " ".join(self.name_lines)


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
    """`unit`: whose row it is; an addressee's copy holds only its own rows and those of nobody.

    A head and a total with one cell stand across the whole table.
    """

    cells: tuple[str, ...]
    kind: Literal["row", "head", "total"] = "row"
    unit: int | None = None


ANNEX: Final = "Phụ lục"


@dataclass(frozen=True, slots=True)
class Annex:
    code: str  # "I"; "" when the document has only one
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    landscape: bool = True
    per_unit: bool = True  # every addressee gets its own part only
    word: str = ANNEX  # "Biểu" for the tables of a report
    under: str = ""  # instead of "(Kèm theo Công văn số …)"

    @property
    def lines(self) -> int:
        return sum(row.kind == "row" for row in self.rows)

    @property
    def name(self) -> str:
        """ "Phụ lục I"; "Phụ lục" when it is the only one."""
        return f"{self.word} {self.code}".rstrip()

    @property
    def units(self) -> frozenset[int]:
        """Whose rows it holds."""
        return frozenset(row.unit for row in self.rows if row.kind == "row" and row.unit is not None)

    @property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """The upper line of heads: (words, how many columns); without words the column's own head is tall."""
        found: list[tuple[str, int]] = []
        for column in self.columns:
            if column.group and found and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1] + 1)
            else:
                found.append((column.group, 1))
        return tuple(found)

    def part_of(self, unit: int) -> Annex:
        """What that unit gets: its own rows and those of nobody, numbered and counted anew."""
        own = [row for row in self.rows if row.unit in (None, unit)]
        followed = zip(own, [*own[1:], None], strict=True)
        kept = [row for row, after in followed if row.kind != "head" or (after and after.kind == "row")]
        return replace(self, rows=tuple(self._counted_anew(kept)))

    def _counted_anew(self, rows: list[Row]) -> Iterator[Row]:
        is_numbered = bool(self.columns) and self.columns[0].head == NUMBER_HEAD
        lines = 0
        for row in rows:
            lines += row.kind == "row"
            if row.kind == "row" and is_numbered:
                yield replace(row, cells=(str(lines), *row.cells[1:]))
            elif row.kind == "total" and len(row.cells) == 1:
                yield total_row(lines)
            else:
                yield row


def total_row(lines: int) -> Row:
    return Row((f"Cộng: {number(lines)} nội dung",), "total")


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
    contacts: tuple[str, ...] = ()  # telephone numbers and addresses of an office that may be printed
    followed: tuple[int, ...] = ()  # points somebody must report on: they keep their numbers


@dataclass(frozen=True, slots=True)
class Content:
    kind: Kind
    head: Head
    subject: str  # "V/v" stands before it in a công văn; "\n" where its writer wants a new line
    addressees: tuple[Addressee, ...]
    body: tuple[Paragraph, ...]  # the last one ends with "./."
    copies: tuple[Addressee, ...]  # Nơi nhận, with the line "Lưu: VT, …" last
    signatory: Signatory
    annexes: tuple[Annex, ...] = ()
    facts: Facts = field(default_factory=Facts)
    urgency: Urgency | None = None

    def to_data(self) -> dict[str, Any]:
        """As kept in a JSON column; `from_data` gives an equal Content back."""
        return _plain(asdict(self))  # type: ignore[no-any-return]

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Content:
        return _built(cls, data)  # type: ignore[no-any-return]


def body_of(data: dict[str, Any]) -> tuple[Paragraph, ...]:
    """Its words alone out of what `to_data` gave: annexes may be thousands of rows."""
    return _built(tuple[Paragraph, ...], data["body"])  # type: ignore[no-any-return]


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
        # What was kept before a field came has not got it.
        hints = _hints(wanted)  # type: ignore[arg-type]
        known = {name: _built(hint, value[name]) for name, hint in hints.items() if name in value}
        return wanted(**known)  # type: ignore[operator]
    if wanted is datetime:
        return parse_moment(value)
    if wanted is date:
        return date.fromisoformat(value)
    return wanted(value) if isinstance(wanted, type) and issubclass(wanted, StrEnum) else value


@cache
def _hints(wanted: Any) -> dict[str, Any]:
    """The type of each field, read once: an annex is thousands of rows."""
    hints = get_type_hints(wanted)
    return {one.name: hints[one.name] for one in fields(wanted)}
