"""Parts (thành phần lời văn): what every letter is told about itself: plain data, no table behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from hoiam.deadlines import Calendar, closing_before
from hoiam.kit.moments import slash_date, weekday_words
from hoiam.kit.numbers import number
from hoiam.letters.content import Addressee, Annex, Head, Paragraph, Purpose, Signatory

ONE_DAY: Final = timedelta(days=1)
BIG_RISE, RISE, FALL = 1.5, 1.1, 0.9  # what the words of a trend mean
AGREED: Final = "phản ánh, kiến nghị"


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
class Trend:
    """How the contacts went, from the first month to the last. Counts of nobody are not printed."""

    months: int
    from_month: str = ""  # "tháng 5/2021"
    from_count: int | None = None
    to_month: str = ""
    to_count: int | None = None
    words: str = ""  # said by a person; else from the two counts

    @property
    def said(self) -> str:
        if self.from_count is None or self.to_count is None:
            return self.words or "tăng"
        trend = self.words or _trend(self.from_count, self.to_count)
        before, after = number(self.from_count), number(self.to_count)
        return f"{trend} ({before} lượt {self.from_month}, {after} lượt {self.to_month})"


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit with lines in an annex. `level` is the word before its place name, "" of no committee."""

    unit: int
    name: str  # "Cẩm Mỹ", "Sở Xây dựng"
    level: str = ""  # "huyện", "thành phố", "xã", "phường"


@dataclass(frozen=True, slots=True)
class Reply:
    """Trước ngày D: late from 00:00 of D. `last_moment` is printed when it is not simply the day before."""

    before: date
    last_moment: datetime | None = None

    @property
    def words(self) -> str:
        told = f"trước ngày {slash_date(self.before)}"
        return f"{told} ({self.last_words})" if self.last_moment else told

    @property
    def last_words(self) -> str:
        return last_moment_words(self.last_moment) if self.last_moment else ""


def reply_before(before: date, calendar: Calendar) -> Reply:
    """The last working moment is said when D, or the day before it, is not worked."""
    is_plain = calendar.day(before).works and calendar.day(before - ONE_DAY).works
    return Reply(before, None if is_plain else closing_before(before, calendar))


def last_moment_words(moment: datetime) -> str:
    """Chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021."""
    return f"chậm nhất {moment:%H} giờ {moment:%M} {weekday_words(moment)}, {slash_date(moment)}"


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

    @property
    def paragraph(self) -> Paragraph:
        return Paragraph.of(f"{self.number}. {self.text}", "point", self.number)


def numbered_annexes(*annexes: Annex | None, roman: bool = True) -> tuple[Annex, ...]:
    """Those with lines, in order: I, II (1, 2 where a body writes so); a single one has no number."""
    kept = [annex for annex in annexes if annex is not None and annex.lines]
    if len(kept) == 1:
        return (replace(kept[0], code=""),)
    codes = ROMAN if roman else tuple(map(str, range(1, 1 + len(kept))))
    return tuple(replace(annex, code=code) for annex, code in zip(kept, codes, strict=False))


ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _trend(before: int, after: int) -> str:
    ratio = after / before if before else BIG_RISE
    if ratio >= BIG_RISE:
        return "tăng rất lớn"
    if ratio >= RISE:
        return "tăng"
    return "giảm" if ratio <= FALL else "không thay đổi nhiều"


def annexes_words(annexes: tuple[Annex, ...]) -> str:
    """ "Phụ lục I, II (đính kèm)"."""
    codes = ", ".join(annex.code for annex in annexes if annex.code)
    return f"{annexes[0].word} {codes}".rstrip() + " (đính kèm)"


def counts_of(annexes: tuple[Annex, ...]) -> dict[str, int]:
    return {annex.code: annex.lines for annex in annexes}


def kept_line(head: Head) -> Addressee:
    """The last line of Nơi nhận."""
    return Addressee(f"Lưu: VT, {head.drafting_symbol}" if head.drafting_symbol else "Lưu: VT")


def listed(names: list[str], last: str = " và ") -> str:
    """A, B và C."""
    return last.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
