"""Words of the board (lời trên bảng theo dõi): in one chip, what an addressee has done so far."""

from __future__ import annotations

from typing import NamedTuple

from hoiam.kit.moments import short_date
from hoiam.kit.ui.shapes import Tone

from .board import LineState, UnitState
from .models import ReplyItem
from .settling import Stand, stand_words

CLAIMS = dict(ReplyItem.Claim.choices)
TONES: dict[Stand, Tone] = {
    Stand.SETTLED: "done",
    Stand.OPEN: "doing",
    Stand.DENIED: "late",
    Stand.UNKNOWN: "plain",
}


class Chip(NamedTuple):
    words: str
    tone: Tone


def chip_of(unit: UnitState) -> Chip:
    """Replied, replying, passed on, read: the furthest it has come; late where its day has passed."""
    if unit.replied_at is not None and unit.is_done:
        words = f"Đã báo cáo {short_date(unit.replied_at)}"
        return Chip(f"{words}, sau hạn", "ask") if unit.is_late else Chip(words, "done")
    if unit.owes and unit.is_late:
        return Chip(f"Quá hạn báo cáo{_so_far(unit)}", "late")
    if unit.replied_at is not None and unit.owes:
        return Chip(f"Đang báo cáo{_so_far(unit)}", "doing")
    return _without_reply(unit)


def _so_far(unit: UnitState) -> str:
    return f": {unit.replied}/{len(unit.lines)}" if unit.lines and unit.replied else ""


def _without_reply(unit: UnitState) -> Chip:
    if unit.child is not None:
        document = unit.child.document
        if document.is_out:
            return Chip(f"Đã triển khai {document.number_symbol}", "doing")
        return Chip("Đang dự thảo văn bản triển khai", "doing")
    if unit.read_at is not None:
        return Chip("Đã nhận" if not unit.owes else "Đã mở văn bản", "wait" if unit.owes else "done")
    if unit.delivered_at is None:
        return Chip("Chờ gửi", "wait")
    return Chip("Chưa mở văn bản", "late" if unit.owes else "wait")


def line_chip(line: LineState) -> Chip:
    return Chip(stand_words(line.case), TONES[line.stand])


def claim_words(item: ReplyItem | None) -> str:
    """ "Đang xử lý, xong ngày 20/08/2021": what was claimed, in one phrase."""
    if item is None:
        return ""
    words = str(CLAIMS[item.claim])
    return f"{words}, xong ngày {short_date(item.until)}" if item.until else words
