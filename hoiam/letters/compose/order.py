"""The ordering letter (công văn nhắc, đôn đốc): to those who are late, and to all."""

from __future__ import annotations

from dataclasses import dataclass

from hoiam.kit.numbers import number
from hoiam.letters.content import Addressee, Annex, Content, Facts, Kind, Paragraph, Purpose, Urgency

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

SUBJECT = "nhắc các đơn vị, địa phương kiểm tra, xử lý phản ánh, kiến nghị của người dân qua Tổng đài 1022"
SUPPORT = (
    "Để kịp thời hỗ trợ người dân, doanh nghiệp trong giải quyết thủ tục hành chính, yêu cầu {whom} tiếp tục "
    "quan tâm, phối hợp {with_whom} hỗ trợ xử lý các thông tin phản ánh và khó khăn, vướng mắc của người "
    "dân, doanh nghiệp."
)
CALLS = (
    "số lượng cuộc gọi liên hệ hỏi thông tin về giải quyết thủ tục hành chính, cuộc gọi phản ánh, kiến nghị "
    "của người dân, doanh nghiệp trên Tổng đài 1022 {trend}."
)
EVALUATE = (
    "Giao {home_affairs} thường xuyên phối hợp rà soát, kịp thời tham mưu đề xuất xử lý các nội dung phản "
    "ánh về thái độ công chức, viên chức và thực thi công vụ chậm trễ của {of_whom}; đồng thời, theo dõi "
    "làm cơ sở đánh giá công vụ các đơn vị, địa phương trong năm {year} theo quy định."
)
OPERATE = (
    "Giao {operator} tiếp tục triển khai và vận hành hiệu quả hoạt động của Tổng đài Dịch vụ công 1022; "
    "thường xuyên theo dõi, báo cáo kết quả hoạt động, đồng thời phối hợp {office} đôn đốc, nhắc nhở các "
    "đơn vị chậm trễ trong xử lý các phản ánh, kiến nghị của người dân, doanh nghiệp trên Tổng đài 1022, "
    "bảo đảm thời gian theo quy định."
)
WATCH = (
    "Giao {office} theo dõi kết quả tiếp nhận, xử lý phản ánh, kiến nghị của người dân, doanh nghiệp trên "
    "Tổng đài 1022; đồng thời, thường xuyên phối hợp Tổng đài 1022 thực hiện rà soát, công khai các phản "
    "ánh, kiến nghị trên Hệ thống tiếp nhận, trả lời phản ánh, kiến nghị của người dân theo quy định."
)
SETTLE = (
    "{heads} khẩn trương rà soát, kiểm tra, xử lý dứt điểm các phản ánh, kiến nghị của người dân, doanh "
    "nghiệp trên hệ thống Tổng đài 1022 đối với {counts} tại {annexes}."
)
DELEGATED = ("TL.", "TUQ.", "KT.")


@dataclass(frozen=True, slots=True)
class Order:
    issuer: Issuer
    year: int  # of the document
    office: Party
    home_affairs: Party
    period: Period
    departments: Party | None = None  # "Các sở, ban, ngành"
    lower: Party | None = None  # "UBND các huyện, thành phố"
    operator: Party | None = None  # "VNPT Đồng Nai"
    office_report: Cited | None = None  # what the letter is based on; none: named without a number
    centre_report: Cited | None = None  # enclosed; neither: the letter speaks of no report
    context: str = ""  # the words before "số lượng cuộc gọi …", without comma
    trend: str = ""  # "trong 2 tháng vừa qua tăng rất lớn (1.204 lượt tháng 6/2021, …)"
    late_heads: Party | None = None  # "Chủ tịch UBND các huyện: A, B và thành phố C"
    unhandled: Annex | None = None
    late: Annex | None = None
    reply: Reply | None = None
    more_copies: tuple[Addressee, ...] = ()
    subject: str = SUBJECT
    urgency: Urgency | None = None
    roman: bool = True


def order_letter(it: Order) -> Content:
    annexes = numbered_annexes(it.unhandled, it.late, roman=it.roman)
    points = order_points(it)
    short = it.issuer.short_name
    closing = f"{it.issuer.chairman} yêu cầu các đơn vị nghiêm túc thực hiện./."
    return Content(
        kind=Kind.LETTER,
        head=it.issuer.head,
        subject=it.subject,
        addressees=_addressees(it),
        body=(
            Paragraph.of(_opening(it), "opening"),
            *(point.paragraph for point in points),
            Paragraph.of(closing, "closing"),
        ),
        copies=(
            Addressee("Như trên"),
            *_chairman(it.issuer),
            Addressee(f"Chánh Văn phòng {short}", it.office.units, Purpose.INFORM),
            *it.more_copies,
            kept_line(it.issuer.head),
        ),
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
            attachments=(it.centre_report.number_symbol,) if it.centre_report else (),
        ),
        urgency=it.urgency,
    )


def order_points(it: Order) -> tuple[PlannedPoint, ...]:
    """The numbered points: words, who acts, and whether it is a task with a day or a standing duty."""
    every = it.departments, it.lower
    all_units = tuple(unit for party in every if party for unit in party.units)
    standing = [("context", _context(it), all_units)]
    after = [("home_affairs", _home_affairs(it), it.home_affairs.units)]
    if it.operator:
        after.append(("operator", _operator(it, it.operator), it.operator.units))
    after.append(("office", WATCH.format(office=it.office.name), it.office.units))
    annexes = numbered_annexes(it.unhandled, it.late, roman=it.roman)
    tasks = []
    if it.late_heads and annexes:
        tasks.append(("settle", _settle(it, it.late_heads, annexes), it.late_heads.units))
    codes = tuple(annex.code for annex in annexes)
    return tuple(
        PlannedPoint(at, "task", key, text, executors, codes, it.reply.before if it.reply else None)
        if key == "settle"
        else PlannedPoint(at, "standing", key, text, executors, period=PERIODS[key])
        for at, (key, text, executors) in enumerate([*standing, *tasks, *after], start=1)
    )


def executors_of(points: tuple[PlannedPoint, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(unit for point in points for unit in point.executors))


def counted(unhandled: Annex | None, late: Annex | None, noun: str = "nội dung phản ánh") -> str:
    """15 nội dung phản ánh chưa xử lý và 43 nội dung phản ánh chậm xử lý; without what there is none of."""
    told = [
        f"{number(annex.lines)} {noun} {state}"
        for annex, state in ((unhandled, "chưa xử lý"), (late, "chậm xử lý"))
        if annex is not None and annex.lines
    ]
    return " và ".join(told)


def context_words(context: str, trend: str) -> str:
    """The sentence about how many called; nothing when nobody says anything about it."""
    if not trend:
        return f"{context.rstrip('.')}." if context else ""
    calls = CALLS.format(trend=trend)
    if not context:
        return calls[0].upper() + calls[1:]
    return f"{context}{' ' if context.endswith('dẫn đến') else ', '}{calls}"


def _opening(it: Order) -> str:
    short = it.issuer.short_name
    if it.office_report is None and it.centre_report is None:
        return f"{it.issuer.chairman} có ý kiến như sau:"
    report = it.office_report.words if it.office_report else f"báo cáo của {it.office.name}"
    enclosed = f" (kèm theo {it.centre_report.words})" if it.centre_report else ""
    return (
        f"{short} nhận được {report} về tình hình tiếp nhận, xử lý phản ánh, kiến nghị qua Tổng đài Dịch vụ "
        f"công 1022 {it.period.label}{enclosed}; {it.issuer.chairman} có ý kiến như sau:"
    )


def _addressees(it: Order) -> tuple[Addressee, ...]:
    """A group nobody belongs to on that day is not printed."""
    groups = [it.departments, it.lower]
    return (
        it.office.line(Purpose.ACT),
        *(group.line(Purpose.ACT) for group in groups if group and group.units),
        *((it.operator.line(Purpose.ACT),) if it.operator else ()),
    )


def _chairman(issuer: Issuer) -> tuple[Addressee, ...]:
    """Reported to when another signs by his order or for him."""
    if not issuer.signatory.capacity.startswith(DELEGATED):
        return ()
    return (Addressee(issuer.chairman, (issuer.head.unit,), Purpose.REPORT, prints_purpose=True),)


def _context(it: Order) -> str:
    support = SUPPORT.format(whom="các đơn vị, địa phương", with_whom="Tổng đài 1022")
    return f"{context_words(it.context, it.trend)} {support}".strip()


def _settle(it: Order, heads: Party, annexes: tuple[Annex, ...]) -> str:
    told = SETTLE.format(
        heads=heads.name,
        counts=counted(it.unhandled, it.late),
        annexes=annexes_words(annexes),
    )
    if it.reply is None:
        return told
    return f"{told} Kết quả báo cáo về {it.issuer.short_name} {it.reply.said}."


def _home_affairs(it: Order) -> str:
    return EVALUATE.format(
        home_affairs=it.home_affairs.name, of_whom="các sở, ngành và địa phương", year=it.year
    )


def _operator(it: Order, operator: Party) -> str:
    return OPERATE.format(operator=operator.name, office=it.office.name)
