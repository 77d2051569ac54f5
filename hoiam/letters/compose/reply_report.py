"""The reply of a unit (báo cáo kết quả thực hiện): what became of the lines it was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from hoiam.kit.numbers import number
from hoiam.letters.content import Addressee, Annex, Column, Content, Facts, Kind, Paragraph, Purpose, Row

from .parts import Cited, Issuer, Party, counts_of, kept_line, numbered_annexes

CODE_HEAD: Final = "Mã số"
REPLY_HEADS: Final = (
    "Kết quả",
    "Ngày xong / sẽ xong",
    "Nguyên nhân chậm",
    "Trách nhiệm",
    "Biện pháp khắc phục",
    "Người gửi xác nhận",
    "Tài liệu kèm theo",
)
NOBODY_SAID: Final = ("",) * len(REPLY_HEADS)


@dataclass(frozen=True, slots=True)
class LineReply:
    """What a unit says of one line, in the order of the columns it adds to the annex."""

    result: str  # "Đã xử lý dứt điểm", "Đang xử lý", "Chưa xử lý"
    done_on: str = ""
    cause: str = ""
    responsibility: str = ""
    remedy: str = ""
    petitioner_word: str = ""
    enclosed: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.result,
            self.done_on,
            self.cause,
            self.responsibility,
            self.remedy,
            self.petitioner_word,
            self.enclosed,
        )


@dataclass(frozen=True, slots=True)
class ReplyReport:
    issuer: Issuer
    base: Cited
    addressee: Party  # the issuer of the base document
    lines: int
    done: int
    doing: int
    moved: int
    not_begun: int = 0
    causes: str = ""  # nguyên nhân chậm, trách nhiệm của tập thể, cá nhân
    remedies: str = ""  # biện pháp khắc phục, thời gian hoàn thành
    proposals: str = ""
    duties: tuple[tuple[int, str], ...] = ()  # what is said of whole points, by their numbers
    annexes: tuple[Annex, ...] = ()  # with the columns of `answered`
    more_copies: tuple[Addressee, ...] = ()
    roman: bool = True


def reply_report(it: ReplyReport) -> Content:
    annexes = numbered_annexes(*it.annexes, roman=it.roman)
    return Content(
        kind=Kind.REPORT,
        head=it.issuer.head,
        subject=(
            "Kết quả rà soát, xử lý phản ánh, kiến nghị theo "
            f"Văn bản số {it.base.number_symbol} ngày {it.base.day}"
        ),
        addressees=(it.addressee.line(Purpose.REPORT),),
        body=tuple(_body(it, annexes)),
        copies=(Addressee("Như trên"), *it.more_copies, kept_line(it.issuer.head)),
        signatory=it.issuer.signatory,
        annexes=annexes,
        facts=Facts(counts=counts_of(annexes)),
    )


def answered(annex: Annex, replies: Mapping[str, LineReply]) -> Annex:
    """The annex as it came, with what was done about each line at its right; lines are known by code."""
    at = [column.head for column in annex.columns].index(CODE_HEAD)
    columns = (*annex.columns, *(Column(head, 1.6, group="Báo cáo của đơn vị") for head in REPLY_HEADS))
    return replace(
        annex, columns=columns, rows=tuple(_answered(row, at, replies) for row in annex.rows), per_unit=False
    )


def _answered(row: Row, at: int, replies: Mapping[str, LineReply]) -> Row:
    if row.kind != "row":
        return row
    reply = replies.get(row.cells[at])
    return replace(row, cells=(*row.cells, *(reply.cells if reply else NOBODY_SAID)))


def _body(it: ReplyReport, annexes: tuple[Annex, ...]) -> Iterator[Paragraph]:
    yield Paragraph.of(
        f"Thực hiện {it.base.words}, {it.issuer.short_name} báo cáo kết quả rà soát, xử lý phản ánh, kiến "
        "nghị như sau:",
        "opening",
    )
    names = ", ".join(annex.code for annex in annexes if annex.code)
    enclosed = f" (Phụ lục{' ' if names else ''}{names} kèm theo)" if annexes else ""
    not_begun = f"; chưa xử lý {number(it.not_begun)}" if it.not_begun else ""
    result = (
        f"Trong {number(it.lines)} nội dung được giao: đã xử lý dứt điểm {number(it.done)}; đang xử lý "
        f"{number(it.doing)}{not_begun}; đề nghị chuyển đơn vị khác {number(it.moved)}{enclosed}."
    )
    duties = "; ".join(f"điểm {point}: {words.rstrip('. ')}" for point, words in it.duties)
    told = (
        ("Kết quả", result if it.lines or not duties else ""),
        ("Nhiệm vụ thường xuyên", f"{duties}." if duties else ""),
        ("Nguyên nhân chậm, trách nhiệm của tập thể, cá nhân", it.causes),
        ("Biện pháp khắc phục, thời gian hoàn thành", it.remedies),
        ("Kiến nghị, đề xuất", it.proposals),
    )
    for at, (head, words) in enumerate(((head, words) for head, words in told if words), start=1):
        yield Paragraph.of(f"{at}. {head}: {words}", "point", at)
    yield Paragraph.of(
        f"{it.issuer.short_name} kính báo cáo {it.addressee.name} xem xét, tổng hợp./.", "closing"
    )
