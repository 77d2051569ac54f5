"""The letter that passes an upper one on (chuyển tiếp văn bản cấp trên): its words, with own roles."""

from __future__ import annotations

from dataclasses import dataclass

from hoiam.letters.content import Addressee, Annex, Content, Facts, Kind, Paragraph, Purpose, Urgency

from .order import EVALUATE, SUPPORT, WATCH, context_words, counted, executors_of
from .parts import (
    PERIODS,
    Cited,
    Issuer,
    Party,
    Period,
    PlannedPoint,
    Reply,
    annexes_words,
    counts_of,
    kept_line,
    numbered_annexes,
)

SUBJECT = "tăng cường công tác kiểm tra, xử lý phản ánh, kiến nghị của người dân qua Tổng đài 1022"
STANDING = ("context", "home_affairs", "office")


@dataclass(frozen=True, slots=True)
class PassingOn:
    issuer: Issuer
    year: int  # of the document
    base: Cited  # the upper letter, which goes with this one
    office: Party  # "Văn phòng HĐND và UBND huyện"
    home_affairs: Party
    agencies: Party | None = None  # "Các cơ quan, ban, ngành huyện"
    lower: Party | None = None  # "UBND các xã, thị trấn"
    period: Period = Period("")
    context: str = ""
    trend: str = ""
    late_units: Party | None = None  # own units with lines: "UBND các phường: …; Phòng Y tế"
    unhandled: Annex | None = None
    late: Annex | None = None
    reply: Reply | None = None  # the internal day, earlier than the upper one
    passes: tuple[str, ...] = STANDING  # which standing points go down
    reports_up: bool = True
    office_heads: str = ""  # "C-PVP HĐND và UBND huyện"
    base_units: tuple[int, ...] = ()  # the issuer of the upper letter
    more_copies: tuple[Addressee, ...] = ()
    subject: str = SUBJECT
    urgency: Urgency | None = None
    roman: bool = True


def passing_on(it: PassingOn) -> Content:
    annexes = numbered_annexes(it.unhandled, it.late, roman=it.roman)
    points = passing_on_points(it)
    closing = (
        f"{it.issuer.chairman} yêu cầu các cơ quan, đơn vị, địa phương nghiêm túc triển khai thực hiện./."
    )
    return Content(
        kind=Kind.LETTER,
        head=it.issuer.head,
        subject=it.subject,
        addressees=tuple(
            party.line(Purpose.ACT)
            for party in (it.office, it.agencies, it.lower)
            if party and (party.units or party == it.office)
        ),
        body=(
            Paragraph.of(_opening(it), "opening"),
            *(point.paragraph for point in points),
            Paragraph.of(closing, "closing"),
        ),
        copies=_copies(it),
        signatory=it.issuer.signatory,
        annexes=annexes,
        facts=Facts(
            period_label=it.period.label,
            period_start=it.period.start,
            period_end=it.period.end,
            counts=counts_of(annexes),
            executors=executors_of(points),
            followed=tuple(point.number for point in points),
            reply_before=it.reply.before if it.reply and annexes else None,
            attachments=(it.base.number_symbol,),
        ),
        urgency=it.urgency,
    )


def passing_on_points(it: PassingOn) -> tuple[PlannedPoint, ...]:
    annexes = numbered_annexes(it.unhandled, it.late, roman=it.roman)
    everybody = tuple(unit for party in (it.agencies, it.lower) if party for unit in party.units)
    texts = {
        "context": (_context(it), everybody),
        "settle": _settle(it, it.late_units, annexes) if it.late_units and annexes else None,
        "home_affairs": (_home_affairs(it), it.home_affairs.units),
        "office": (WATCH.format(office=it.office.name), it.office.units),
    }
    wanted = [(key, said) for key, said in texts.items() if said and (key == "settle" or key in it.passes)]
    return tuple(
        PlannedPoint(
            at, "task", key, *said, tuple(a.code for a in annexes), it.reply.before if it.reply else None
        )
        if key == "settle"
        else PlannedPoint(at, "standing", key, *said, period=PERIODS[key])
        for at, (key, said) in enumerate(wanted, start=1)
    )


def _opening(it: PassingOn) -> str:
    about = f" về {it.base.subject}" if it.base.subject else ""
    return f"Thực hiện {it.base.words}{about} (gửi kèm), {it.issuer.chairman} có ý kiến như sau:"


def _context(it: PassingOn) -> str:
    support = SUPPORT.format(
        whom="các cơ quan, đơn vị, địa phương", with_whom=f"Tổng đài 1022, {it.office.name}"
    )
    return f"{context_words(it.context, it.trend)} {support}".strip()


def _settle(it: PassingOn, units: Party, annexes: tuple[Annex, ...]) -> tuple[str, tuple[int, ...]]:
    told = (
        f"{units.name} khẩn trương rà soát, kiểm tra, xử lý dứt điểm "
        f"{counted(it.unhandled, it.late, 'nội dung')} tại {annexes_words(annexes)}"
    )
    if it.reply is None:
        return f"{told}.", units.units
    report = (
        f"; báo cáo {it.issuer.short_name} (qua {it.office.name}) {it.reply.said} để tổng hợp báo cáo "
        f"{it.base.issuer}."
    )
    return told + report, units.units


def _home_affairs(it: PassingOn) -> str:
    return EVALUATE.format(home_affairs=it.home_affairs.name, of_whom="các đơn vị, địa phương", year=it.year)


def _copies(it: PassingOn) -> tuple[Addressee, ...]:
    head = it.issuer.head
    up = (Addressee(it.base.issuer, it.base_units, Purpose.REPORT, prints_purpose=True),)
    heads = (Addressee(it.office_heads, it.office.units, Purpose.INFORM),)
    return (
        Addressee("Như trên"),
        Addressee(f"Chủ tịch, các PCT {it.issuer.short_name}", (head.unit,), Purpose.INFORM),
        *(heads if it.office_heads else ()),
        *(up if it.reports_up else ()),
        *it.more_copies,
        kept_line(head),
    )
