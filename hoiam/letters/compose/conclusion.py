"""The notice of a review (thông báo kết luận phiên rà soát): what was decided of each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hoiam.kit.numbers import number
from hoiam.letters.content import (
    NUMBER_HEAD,
    Addressee,
    Annex,
    Column,
    Content,
    Facts,
    Kind,
    Paragraph,
    Row,
    total_row,
)

from .parts import Issuer, Period, kept_line

COLUMNS: Final = (
    Column(NUMBER_HEAD, 0.5, is_text=False),
    Column("Mã số", 1.5),
    Column("Nội dung", 3.4),
    Column("Kết luận, việc phải làm", 3.4),
    Column("Người làm", 2.2),
    Column("Hạn", 1.2),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the session decided of one line: its code, the matter, the task, who does it and by when."""

    code: str
    matter: str
    task: str
    doer: str
    due: str = ""  # "15/8/2021"
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    issuer: Issuer
    period: Period
    attendees: tuple[str, ...]
    late_and_disputed: int
    proposed_for_publication: int
    to_publish: int
    not_to_publish: int
    to_home_affairs: int
    wrongly_routed: int
    home_affairs: str
    decisions: tuple[Decision, ...] = ()
    general: tuple[str, ...] = ()  # what was concluded beyond single lines
    addressees: tuple[Addressee, ...] = ()  # a notice may have none
    copies: tuple[Addressee, ...] = ()


def conclusion(it: Conclusion) -> Content:
    annexes = (_annex(it),) if it.decisions else ()
    return Content(
        kind=Kind.NOTICE,
        head=it.issuer.head,
        subject=f"Kết luận phiên rà soát phản ánh, kiến nghị {it.period.label}",
        addressees=it.addressees,
        body=tuple(_body(it)),
        copies=(*it.copies, kept_line(it.issuer.head)),
        signatory=it.issuer.signatory,
        annexes=annexes,
        facts=Facts(
            period_label=it.period.label,
            period_start=it.period.start,
            period_end=it.period.end,
            counts={annex.code: annex.lines for annex in annexes},
            executors=tuple(dict.fromkeys(one.unit for one in it.decisions if one.unit is not None)),
        ),
    )


def _body(it: Conclusion) -> Iterator[Paragraph]:
    yield Paragraph.of(
        f"{it.issuer.short_name} thông báo kết luận phiên rà soát phản ánh, kiến nghị {it.period.label} như "
        "sau:",
        "opening",
    )
    yield Paragraph.of(f"1. Thành phần: {', '.join(it.attendees)}.", "point", 1)
    yield Paragraph.of("2. Nội dung:", "point", 2)
    yield Paragraph.of(
        f"- Nội dung quá hạn và tranh chấp thẩm quyền: {number(it.late_and_disputed)};", "item"
    )
    yield Paragraph.of(
        f"- Nội dung đề nghị công khai: {number(it.proposed_for_publication)} (đồng ý "
        f"{number(it.to_publish)}, không công khai {number(it.not_to_publish)});",
        "item",
    )
    yield Paragraph.of(f"- Nội dung đề nghị chuyển {it.home_affairs}: {number(it.to_home_affairs)};", "item")
    yield Paragraph.of(f"- Sai sót phân loại, chuyển: {number(it.wrongly_routed)}.", "item")
    for at, words in enumerate(it.general, start=3):
        yield Paragraph.of(f"{at}. {words}", "point", at)
    at = 3 + len(it.general)
    if it.decisions:
        yield Paragraph.of(
            f"{at}. Kết luận từng nội dung: {number(len(it.decisions))} nội dung tại Phụ lục (kèm theo).",
            "point",
            at,
        )
    yield Paragraph.of(
        f"{it.issuer.short_name} thông báo để các cơ quan, đơn vị biết, thực hiện./.", "closing"
    )


def _annex(it: Conclusion) -> Annex:
    rows = tuple(
        Row((str(at), one.code, one.matter, one.task, one.doer, one.due), unit=one.unit)
        for at, one in enumerate(it.decisions, start=1)
    )
    return Annex("", "Kết luận từng nội dung", COLUMNS, (*rows, total_row(len(rows))), per_unit=False)
