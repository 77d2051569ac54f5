"""Parts (thành phần lời văn): what every letter is told about itself: plain data, no table behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

from hoiam.kit.moments import slash_date
from hoiam.letters.content import Addressee, Annex, Head, Paragraph, Purpose, Signatory


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody a sentence names, and who that is in the system: one unit, or a group printed as one line."""

    name: str  # "Sở Nội vụ", "UBND các huyện, thành phố"
    units: tuple[int, ...] = ()

    def line(self, purpose: Purpose | None = None, *, prints_purpose: bool = False) -> Addressee:
        return Addressee(self.name, self.units, purpose, prints_purpose)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who writes: the letterhead, who signs, and what the body is called inside a sentence."""

    head: Head
    signatory: Signatory
    short_name: str  # "UBND tỉnh", "UBND huyện", "Tổng đài 1022"

    @property
    def chairman(self) -> str:
        return f"Chủ tịch {self.short_name}"


@dataclass(frozen=True, slots=True)
class Cited:
    """Another document as a sentence names it."""

    type_name: str  # "Báo cáo", "Văn bản", "Công văn"
    number_symbol: str  # "9193/UBND-HCC"
    on: date
    issuer: str  # "UBND tỉnh"
    subject: str = ""  # "nhắc các đơn vị, địa phương …"

    @property
    def words(self) -> str:
        return f"{self.numbered} của {self.issuer}"

    @property
    def numbered(self) -> str:
        return f"{self.type_name} số {self.number_symbol} ngày {self.day}"

    @property
    def day(self) -> str:
        return slash_date(self.on)


@dataclass(frozen=True, slots=True)
class Period:
    """The period of a report: [start, end)."""

    label: str  # "tháng 7/2021"
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """Trước ngày D: late from 00:00 of D. `words` say it as the letter prints it, `**bold**` inside."""

    before: date
    words: str = ""  # "**trước ngày 15/8/2021** (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)"

    @property
    def said(self) -> str:
        return self.words or f"**trước ngày {slash_date(self.before)}**"


# How often a standing duty is reported on: what is watched monthly goes into the report of the month.
PERIODS: Final = {
    "context": "hằng năm",
    "home_affairs": "hằng quý",
    "operator": "hằng tháng",
    "office": "hằng tháng",
}


@dataclass(frozen=True, slots=True)
class PlannedPoint:
    """A numbered point as the letter says it and as a directive follows it."""

    number: int
    kind: Literal["task", "standing"]
    key: str  # "context", "settle", "home_affairs", "operator", "office": what it is about
    text: str
    executors: tuple[int, ...]
    annexes: tuple[str, ...] = ()  # codes
    reply_before: date | None = None
    period: str = ""  # of a standing duty: how often it is reported on

    @property
    def paragraph(self) -> Paragraph:
        return Paragraph.of(f"{self.number}. {self.text}", "point", self.number)


def numbered_annexes(*annexes: Annex | None, roman: bool = True) -> tuple[Annex, ...]:
    """Those with lines, in order: I, II (1, 2 where a body writes so); a single one has no number."""
    kept = [annex for annex in annexes if annex is not None and annex.lines]
    if len(kept) == 1:
        return (replace(kept[0], code=""),)
    codes = annex_codes(len(kept), roman=roman)
    return tuple(replace(annex, code=code) for annex, code in zip(kept, codes, strict=True))


def annex_codes(count: int, *, roman: bool) -> tuple[str, ...]:
    """The numbers of so many annexes, in order."""
    return ROMAN[:count] if roman else tuple(map(str, range(1, count + 1)))


ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def annexes_words(annexes: tuple[Annex, ...]) -> str:
    """ "Phụ lục I, II (đính kèm)"."""
    codes = ", ".join(annex.code for annex in annexes if annex.code)
    return f"{annexes[0].word} {codes}".rstrip() + " (đính kèm)"


def counts_of(annexes: tuple[Annex, ...]) -> dict[str, int]:
    return {annex.code: annex.lines for annex in annexes}


def kept_line(head: Head) -> Addressee:
    """The last line of Nơi nhận."""
    return Addressee(f"Lưu: VT, {head.drafting_symbol}" if head.drafting_symbol else "Lưu: VT")
