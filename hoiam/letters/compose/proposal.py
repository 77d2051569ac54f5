"""The proposal on a conduct matter (đề xuất xử lý phản ánh về công vụ): never says who reported it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from hoiam.kit.moments import slash_date
from hoiam.letters.content import Addressee, Content, Kind, Paragraph, Purpose

from .parts import Issuer, Party, kept_line

FINDINGS: Final = {
    "upheld": "có cơ sở",
    "partly_upheld": "có cơ sở một phần",
    "not_upheld": "không có cơ sở",
    "insufficient": "chưa đủ căn cứ",
}
MEASURES: Final = {
    "none": "không xử lý",
    "lesson": "rút kinh nghiệm",
    "apologise": "xin lỗi người dân",
    "criticise": "nhắc nhở, phê bình",
    "discipline": "chuyển xem xét theo quy định về kỷ luật",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is not known yet is left "" or None and is not printed."""

    issuer: Issuer
    authority_head: Party  # "Chủ tịch UBND tỉnh"
    conduct: str  # "thái độ, giao tiếp"
    code: str
    summary: str
    verified: str  # what was found
    verified_by: str  # a unit outside the accused one
    unit_said: str
    finding: str  # a key of FINDINGS
    measures: tuple[str, ...]  # keys of MEASURES
    decision: str = ""
    outcome: str = ""
    due_on: date | None = None
    more_copies: tuple[Addressee, ...] = ()


def proposal(it: Proposal) -> Content:
    return Content(
        kind=Kind.PROPOSAL,
        head=it.issuer.head,
        subject=f"Xử lý nội dung phản ánh về {it.conduct} (mã {it.code})",
        addressees=(it.authority_head.line(Purpose.ACT),),
        body=_body(it),
        copies=(Addressee("Như trên"), *it.more_copies, kept_line(it.issuer.head)),
        signatory=it.issuer.signatory,
    )


def _body(it: Proposal) -> tuple[Paragraph, ...]:
    told = (
        ("Tóm tắt", it.summary),
        ("Kết quả xác minh", _sentence(f"{_bare(it.verified)} (người xác minh: {it.verified_by})")),
        ("Ý kiến của đơn vị, cá nhân bị phản ánh", it.unit_said),
        ("Nhận định", FINDINGS[it.finding]),
        ("Đề xuất", "; ".join(MEASURES[measure] for measure in it.measures)),
        (f"Quyết định của {it.authority_head.name}", it.decision),
        ("Kết quả thực hiện", _outcome(it)),
    )
    said = [(head, words) for head, words in told if words]
    points = tuple(
        Paragraph.of(f"{at}. {head}: {_sentence(words)}", "point", at)
        for at, (head, words) in enumerate(said, start=1)
    )
    closing = f"{it.issuer.short_name} kính trình {it.authority_head.name} xem xét, quyết định./."
    return (*points, Paragraph.of(closing, "closing"))


def _outcome(it: Proposal) -> str:
    due = f"hạn {slash_date(it.due_on)}" if it.due_on else ""
    return "; ".join(part for part in (_bare(it.outcome), due) if part)


def _bare(words: str) -> str:
    return words.rstrip(" .;")


def _sentence(words: str) -> str:
    return f"{_bare(words)}."
