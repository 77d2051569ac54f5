"""The life of a case (vòng đời phản ánh): which verb is allowed in which state, and where it leads.

This table is the whole state machine and touches no database. Nothing else may compare states
to decide whether a verb is allowed. Late, classified, awaiting approval, published and rated are
facts about a case, never states.
"""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices

from hoiam.kit.refusal import Refused


class State(TextChoices):
    RECEIVED = "received", "Mới tiếp nhận"
    FORWARDED = "forwarded", "Chờ đơn vị nhận"
    IN_HAND = "in_hand", "Đang xử lý"
    WAITING = "waiting", "Chờ người gửi bổ sung"
    ANSWERED = "answered", "Đã trả lời"
    CLOSED = "closed", "Kết thúc"
    REFUSED = "refused", "Từ chối xử lý"
    REDIRECTED = "redirected", "Đã chuyển, hướng dẫn nơi khác"
    WITHDRAWN = "withdrawn", "Người gửi đã rút"
    MERGED = "merged", "Đã gộp"


class Verb(TextChoices):
    RECEIVE = "receive", "Tiếp nhận"
    CLASSIFY = "classify", "Phân loại"
    FORWARD = "forward", "Chuyển xử lý"
    ACCEPT = "accept", "Nhận xử lý"
    ASSIGN = "assign", "Phân công"
    SEND_BACK = "send_back", "Trả lại"
    RECALL = "recall", "Thu hồi"
    JOIN = "join", "Mời phối hợp"
    REMIND = "remind", "Nhắc"
    ADD_CONTACT = "add_contact", "Ghi thêm lần liên hệ"
    ASK = "ask", "Đề nghị bổ sung"
    SUPPLY = "supply", "Bổ sung thông tin"
    EXTEND = "extend", "Gia hạn"
    ANSWER = "answer", "Trả lời"
    REFUSE = "refuse", "Từ chối xử lý"
    REDIRECT = "redirect", "Chuyển, hướng dẫn nơi khác"
    MERGE = "merge", "Gộp"
    SPLIT = "split", "Tách"
    CLOSE = "close", "Kết thúc"
    REOPEN = "reopen", "Mở lại"
    WITHDRAW = "withdraw", "Rút phản ánh"
    RATE = "rate", "Đánh giá"
    PUBLISH = "publish", "Công khai"
    UNPUBLISH = "unpublish", "Gỡ công khai"
    TRANSFER = "transfer", "Chuyển giao do sắp xếp đơn vị"
    RECKON = "reckon", "Tính lại thời hạn"
    NOTE = "note", "Ghi chú nội bộ"


OPEN: Final = frozenset({State.RECEIVED, State.FORWARDED, State.IN_HAND, State.WAITING})
ENDED: Final = frozenset(State) - OPEN

# How the cells of the table read: a state's name leads there; these three depend on the case.
SAME: Final = "="  # stays where it is
BACK: Final = "B"  # to the unit in whose name it was forwarded: the centre, or a leader's own unit
BEFORE: Final = "A"  # to the state before

_COLUMNS = tuple(State)
_TABLE = """
            received   forwarded  in_hand    waiting    answered closed  refused  redirected withdrawn merged
classify    =          =          =          =          -        -       -        -          -         -
forward     forwarded  forwarded  forwarded  -          -        -       -        -          -         -
accept      -          in_hand    -          -          -        -       -        -          -         -
assign      =          =          =          =          -        -       -        -          -         -
send_back   -          B          B          -          -        -       -        -          -         -
recall      -          B          B          -          -        -       -        -          -         -
join        =          =          =          =          =        -       -        -          -         -
remind      =          =          =          =          =        -       -        -          -         -
add_contact =          =          =          =          =        -       -        -          -         -
ask         waiting    -          waiting    -          -        -       -        -          -         -
supply      =          =          =          A          -        -       -        -          -         -
extend      -          =          =          =          -        -       -        -          -         -
answer      answered   answered   answered   answered   -        -       -        -          -         -
refuse      refused    refused    refused    refused    -        -       -        -          -         -
redirect    redirected redirected redirected redirected -        -       -        -          -         -
merge       merged     merged     merged     merged     -        -       -        -          -         -
split       =          =          =          =          -        -       -        -          -         -
close       -          -          -          -          closed   -       -        -          -         -
reopen      -          -          -          -          in_hand  in_hand received received   -         A
withdraw    withdrawn  withdrawn  withdrawn  withdrawn  -        -       -        -          -         -
rate        -          -          -          -          =        =       -        -          -         -
publish     -          -          -          -          =        =       -        -          -         -
unpublish   =          =          =          =          =        =       =        =          =         =
transfer    =          =          =          =          -        -       -        -          -         -
reckon      =          =          =          =          -        -       -        -          -         -
note        =          =          =          =          =        =       =        =          =         =
"""


def _read(table: str) -> dict[Verb, dict[State, str]]:
    header, *rows = (line.split() for line in table.strip().splitlines())
    if tuple(header) != tuple(state.value for state in _COLUMNS):
        raise AssertionError("the columns of the table are not the states")
    return {
        Verb(verb): {s: cell for s, cell in zip(_COLUMNS, cells, strict=True) if cell != "-"}
        for verb, *cells in rows
    }


MOVES: Final[dict[Verb, dict[State, str]]] = {Verb.RECEIVE: {}, **_read(_TABLE)}


def is_allowed(state: str, verb: Verb) -> bool:
    return State(state) in MOVES[verb]


def after(state: str, verb: Verb) -> str:
    """Where `verb` leads from `state`: a state, or SAME, BACK or BEFORE; Refused when nowhere."""
    try:
        return MOVES[verb][State(state)]
    except KeyError:
        raise Refused(f"Không thể “{verb.label}” khi phản ánh ở trạng thái “{State(state).label}”.") from None
