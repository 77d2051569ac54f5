"""Reply (báo cáo kết quả): what a unit says of its lines and points, on the desk or as a document.

Said once and kept; another reply stands before it by order. Of a line answered late the unit says the cause,
who is responsible, what is done about it, and what the petitioner says, or why nobody could be reached. The
state of the case stays what it is, whatever is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.letters.models import Document
from hoiam.letters.models.document import IN_FORCE
from hoiam.reporting.annexes import LATE
from hoiam.units.directory import directory

from .drafted import begun_before
from .given import lines_given
from .models import Directive, Line, Reply, ReplyFile, ReplyItem
from .reply_document import draft_reply
from .saying import Said, Words
from .visible import speaks_for

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

Claim = ReplyItem.Claim
# Nothing, or that nobody was reached without saying why.
UNASKED: Final = re.compile(r"\s*(chưa liên hệ được\W*(vì)?\W*)?", re.IGNORECASE)


@transaction.atomic
def reply(
    directive: Directive,
    unit: int,
    said: Sequence[Said],
    *,
    by: Person,
    at: datetime,
    words: Words | None = None,
    as_document: bool = False,
    signer: Person | None = None,
) -> Reply:
    """`unit` is the executor answered for; `as_document` drafts a report that counts once it is issued."""
    if unit not in speaks_for(by, at):
        raise Refused("Bạn không báo cáo thay đơn vị này được.")
    said_by = answering(unit, by, at)
    lines = lines_to_answer(directive, unit, said_by, at)
    refuse(directive, unit, lines, said, at)
    words = words or Words()
    document = None
    if as_document:
        if (begun := begun_before(directive, unit, said, words)) is not None:
            return begun
        document = draft_reply(directive, said_by, lines, said, words, by=by, at=at, signer=signer)
    via = Reply.Via.DOCUMENT if document else Reply.Via.DESK
    return keep(
        directive, unit, lines, said, words, via=via, said_by=said_by, at=at, by=by, document=document
    )


def answering(unit: int, by: Person, at: datetime) -> int:
    """Who says it: the executor while it lives, else the successor the person speaks for."""
    book, on = directory(), civil_date(at)
    if book.is_valid(unit, on):
        return unit
    speaks = speaks_for(by, at)
    heirs = [one for one in book.successors(unit, on) if one in speaks]
    if not heirs:
        raise Refused("Bạn không báo cáo thay đơn vị này được.")
    return heirs[0]


def lines_to_answer(directive: Directive, unit: int, said_by: int, at: datetime) -> dict[str, Line]:
    """The lines of `unit` that fall to whoever answers for it now, by code."""
    given = lines_given(directive, said_by, civil_date(at))
    return {line.code: line for line in given if line.executor_id == unit}


def refuse(
    directive: Directive, unit: int, lines: Mapping[str, Line], said: Sequence[Said], at: datetime
) -> None:
    """Everything that keeps a reply from being kept, in sentences; nothing of it is lost on the screen."""
    if directive.document.state not in IN_FORCE:
        raise Refused("Văn bản chưa phát hành hoặc đã được thay thế nên chưa nhận báo cáo.")
    if not said:
        raise Refused("Báo cáo chưa có nội dung nào.")
    own = {unit, *directory().predecessors(unit)}
    points = set(directive.points.filter(executors__unit__in=own).values_list("number", flat=True))
    for one in said:
        if one.code and one.code not in lines:
            raise Refused("Có nội dung không thuộc phần của đơn vị trong văn bản này.")
        if not one.code and one.point not in points:
            raise Refused(f"Điểm {one.point} không giao đơn vị của bạn.")
        refuse_item(one, lines[one.code].annex if one.code else None, civil_date(at))
    if len({(one.code, one.point if not one.code else None) for one in said}) < len(said):
        raise Refused("Mỗi nội dung chỉ báo cáo một lần trong một báo cáo.")


def refuse_item(said: Said, annex: int | None, today: date) -> None:
    """Pure: what one item must say."""
    about = f"Nội dung {said.code}" if said.code else f"Điểm {said.point}"
    if said.claim not in Claim.values:
        raise Refused(f"{about}: chưa chọn kết quả.")
    if (said.claim in ReplyItem.UNDONE) != (said.until is not None):
        raise Refused(f"{about}: đang xử lý, chưa xử lý thì ghi ngày sẽ xong, xong rồi thì không ghi.")
    if said.until is not None and said.until < today:
        raise Refused(f"{about}: ngày sẽ xong không được ở quá khứ.")
    if said.claim == Claim.NOT_COMPETENT and not said.text.strip():
        raise Refused(f"{about}: đề nghị chuyển thì nêu đơn vị nào và vì sao.")
    owes = annex == LATE and said.claim != Claim.NOT_COMPETENT
    if owes and not all(part.strip() for part in (said.cause, said.responsibility, said.remedy)):
        raise Refused(f"{about} trả lời chậm: phải nêu nguyên nhân, trách nhiệm và biện pháp khắc phục.")
    if owes and UNASKED.fullmatch(said.petitioner_word):
        raise Refused(
            f"{about} trả lời chậm: phải ghi lời xác nhận của người gửi, hoặc “chưa liên hệ được, vì …” "
            "kèm lý do."
        )


def keep(
    directive: Directive,
    unit: int,
    lines: Mapping[str, Line],
    said: Sequence[Said],
    words: Words,
    *,
    via: Reply.Via,
    said_by: int,
    at: datetime,
    by: Person | None = None,
    by_name: str = "",
    document: Document | None = None,
) -> Reply:
    """Write it down; whoever calls has refused what may not be said."""
    kept = Reply.objects.create(
        directive=directive,
        unit_id=unit,
        said_by_id=said_by,
        at=at,
        by=by,
        by_name=by_name,
        via=via,
        document=document,
        causes=words.causes,
        remedies=words.remedies,
        proposals=words.proposals,
    )
    points = {point.number: point.pk for point in directive.points.all()}
    items = ReplyItem.objects.bulk_create(_item(kept, one, lines.get(one.code), points) for one in said)
    ReplyFile.objects.bulk_create(
        ReplyFile(item=item, file=file) for item, one in zip(items, said, strict=True) for file in one.files
    )
    return kept


def _item(kept: Reply, said: Said, line: Line | None, points: Mapping[int, int]) -> ReplyItem:
    return ReplyItem(
        reply=kept,
        point_id=line.point_id if line else points[said.point or 0],
        line=line,
        claim=said.claim,
        until=said.until,
        cause=said.cause.strip(),
        responsibility=said.responsibility.strip(),
        remedy=said.remedy.strip(),
        petitioner_word=said.petitioner_word.strip(),
        text=said.text.strip(),
    )
