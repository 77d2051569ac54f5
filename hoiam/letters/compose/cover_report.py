"""The monthly report's text (báo cáo tháng): of the centre, and of the Office upon it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hoiam.kit.moments import moment_words
from hoiam.letters.content import Addressee, Annex, Content, Facts, Kind, Paragraph, Purpose

from .parts import Cited, Issuer, Party, Period, kept_line

MATTER: Final = "kết quả tiếp nhận, xử lý phản ánh, kiến nghị"
SUBJECT: Final = (
    "Kết quả tiếp nhận, xử lý phản ánh, kiến nghị của người dân, doanh nghiệp qua Tổng đài Dịch vụ công 1022"
)
ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True, slots=True)
class Section:
    heading: str  # "TÌNH HÌNH TIẾP NHẬN", its Roman number is given here
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class CoverReport:
    """With `centre_report` it is the Office's own report upon the centre's; without it, the centre's."""

    issuer: Issuer
    report_to: Party  # "Văn phòng UBND tỉnh"; of the Office: "Chủ tịch UBND tỉnh"
    period: Period
    sections: tuple[Section, ...]
    home_affairs: Party
    base: Cited | None = None  # what orders the report
    centre_report: Cited | None = None
    opinion: tuple[str, ...] = ()  # Ý kiến của Văn phòng
    proposed: tuple[str, ...] = ()  # Đề xuất văn bản chỉ đạo
    tables: tuple[Annex, ...] = ()  # Biểu I to V, word="Biểu"
    annexes: tuple[Annex, ...] = ()  # Phụ lục I, II
    as_of: str = ""  # "số liệu chốt lúc …", put after the period
    presented: str = ""  # whoever speaks, in the first sentence; else the issuer's short name
    part: str = ""  # "(phần của …)" behind the subject of a unit's own part
    more_copies: tuple[Addressee, ...] = ()
    subject: str = SUBJECT


def cover_report(it: CoverReport) -> Content:
    period = it.period
    return Content(
        kind=Kind.REPORT,
        head=it.issuer.head,
        subject=" ".join(words for words in (it.subject, period.label, it.part) if words),
        addressees=(it.report_to.line(Purpose.REPORT),),
        body=tuple(_body(it)),
        copies=(
            Addressee("Như trên"),
            it.home_affairs.line(Purpose.COOPERATE, prints_purpose=True),
            *it.more_copies,
            kept_line(it.issuer.head),
        ),
        signatory=it.issuer.signatory,
        annexes=(*it.tables, *it.annexes),
        facts=Facts(
            period_label=period.label,
            period_start=period.start,
            period_end=period.end,
            counts={annex.code: annex.lines for annex in it.annexes},
            attachments=(it.centre_report.number_symbol,) if it.centre_report else (),
        ),
    )


def _body(it: CoverReport) -> Iterator[Paragraph]:
    yield Paragraph.of(_opening(it), "opening")
    sections = [*it.sections]
    if it.opinion:
        sections.append(Section("Ý KIẾN CỦA VĂN PHÒNG", it.opinion))
    if it.proposed:
        sections.append(Section("ĐỀ XUẤT VĂN BẢN CHỈ ĐẠO", it.proposed))
    for number, section in zip(ROMAN, sections, strict=False):
        yield Paragraph.of(f"{number}. {section.heading}", "heading")
        for words in section.paragraphs:
            yield Paragraph.of(words, "point" if words[:1].isdigit() else "text")
    yield Paragraph.of(
        f"Trên đây là báo cáo {MATTER} {it.period.label}, {it.issuer.short_name} kính báo cáo "
        f"{it.report_to.name} xem xét, chỉ đạo./.",
        "closing",
    )


def _opening(it: CoverReport) -> str:
    told = f"báo cáo {MATTER} {it.period.label}{_span(it)} như sau:"
    if it.centre_report:
        return f"Trên cơ sở {it.centre_report.words} (kèm theo), {it.issuer.short_name} {told}"
    by_order = f"Thực hiện {it.base.words}, " if it.base else ""
    return f"{by_order}{it.presented or it.issuer.short_name} {told}"


def _span(it: CoverReport) -> str:
    start, end = it.period.start, it.period.end
    if start is None or end is None:
        return ""
    as_of = f"; {it.as_of}" if it.as_of else ""
    return f" (từ {moment_words(start)} đến {moment_words(end)}{as_of})"
