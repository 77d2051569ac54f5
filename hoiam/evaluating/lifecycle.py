"""The life of a matter (các bước của vụ việc): which step leads from where to where, as one table; pure.

A unit is always asked before anybody concludes, somebody outside it looks for himself, and the head decides.
"""

from __future__ import annotations

from typing import Final

from django.db import models

from hoiam.kit.refusal import Refused


class State(models.TextChoices):
    OPENED = "opened", "Chờ xem xét"
    EXPLAINING = "explaining", "Chờ giải trình"
    EXPLAINED = "explained", "Đã giải trình, chờ xác minh"
    VERIFYING = "verifying", "Đang xác minh"
    VERIFIED = "verified", "Chờ kết luận"
    CONCLUDED = "concluded", "Có kết luận, chờ đề xuất"
    PROPOSED = "proposed", "Đề xuất chờ quyết định"
    DECIDED = "decided", "Chờ thực hiện"
    EXECUTED = "executed", "Chờ báo người gửi"
    CLOSED = "closed", "Kết thúc"
    SET_ASIDE = "set_aside", "Không xem xét"


class Step(models.TextChoices):
    """Bước: what somebody does with a matter; the name of its module."""

    OPEN = "open_matter", "Lập vụ việc"
    ADD_GROUND = "add_ground", "Ghi thêm căn cứ"
    REQUEST_EXPLANATION = "request_explanation", "Đề nghị giải trình"
    EXPLAIN = "explain", "Giải trình"
    ASSIGN_VERIFICATION = "assign_verification", "Giao xác minh"
    VERIFY = "verify", "Báo cáo xác minh"
    CONCLUDE = "conclude", "Kết luận"
    PROPOSE = "propose", "Đề xuất"
    DECIDE = "decide", "Quyết định"
    EXECUTE = "execute", "Ghi kết quả thực hiện"
    TELL_PETITIONER = "tell_petitioner", "Báo người gửi"
    SET_ASIDE = "set_aside", "Không xem xét"
    HAND_OVER = "hand_over", "Chuyển cơ quan giải quyết"


class Clock(models.TextChoices):
    """Đồng hồ của từng bước: whose time runs while a matter stands in a state."""

    CONSIDER = "consider", "Xem xét"
    EXPLAIN = "explain", "Giải trình"
    ARRANGE = "arrange", "Giao xác minh"
    VERIFY = "verify", "Xác minh"
    CONCLUDE = "conclude", "Kết luận"
    PROPOSE = "propose", "Đề xuất"
    DECIDE = "decide", "Quyết định"
    EXECUTE = "execute", "Thực hiện"
    TELL = "tell", "Báo người gửi"


class Finding(models.TextChoices):
    """Nhận định."""

    UPHELD = "upheld", "Có cơ sở"
    PARTLY = "partly", "Có cơ sở một phần"
    NOT_UPHELD = "not_upheld", "Không có cơ sở"
    NOT_ENOUGH = "not_enough", "Chưa đủ căn cứ"


class Measure(models.TextChoices):
    """Đề xuất: what may be proposed. What discipline follows is decided under another law, elsewhere."""

    NONE = "none", "Không xử lý"
    LEARN = "learn", "Rút kinh nghiệm"
    APOLOGISE = "apologise", "Xin lỗi người dân"
    REMIND = "remind", "Nhắc nhở, phê bình"
    REFER = "refer", "Chuyển xem xét theo quy định về kỷ luật"


class Ground(models.TextChoices):
    """Căn cứ: why a matter is there."""

    CONDUCT = "conduct", "Phản ánh về công vụ"
    LATE_LONG = "late_long", "Chậm kéo dài"
    LATE_TWICE = "late_twice", "Chậm nhiều lần"
    REOPENED = "reopened", "Mở lại nhiều lần"
    BY_HAND = "by_hand", "Nội vụ lập"


S = State
ENDED: Final = frozenset({S.CLOSED, S.SET_ASIDE})
WORKED: Final = frozenset(State) - ENDED
FOUND: Final = frozenset({S.CONCLUDED, S.PROPOSED, S.DECIDED, S.EXECUTED, S.CLOSED})
MOVES: Final[dict[Step, dict[State, State]]] = {
    Step.OPEN: {},
    Step.ADD_GROUND: {state: state for state in WORKED},
    Step.REQUEST_EXPLANATION: dict.fromkeys((S.OPENED, S.EXPLAINED, S.VERIFIED), S.EXPLAINING),
    Step.EXPLAIN: {S.EXPLAINING: S.EXPLAINED},
    # From EXPLAINING only once the unit's time is over: its silence holds up nobody.
    Step.ASSIGN_VERIFICATION: dict.fromkeys(
        (S.EXPLAINING, S.EXPLAINED, S.VERIFYING, S.VERIFIED), S.VERIFYING
    ),
    Step.VERIFY: {S.VERIFYING: S.VERIFIED},
    Step.CONCLUDE: {S.VERIFIED: S.CONCLUDED},
    Step.PROPOSE: {S.CONCLUDED: S.PROPOSED},
    Step.DECIDE: {S.PROPOSED: S.DECIDED},  # not agreed: back to CONCLUDED
    Step.EXECUTE: {S.DECIDED: S.EXECUTED},
    Step.TELL_PETITIONER: {S.EXECUTED: S.CLOSED},
    Step.SET_ASIDE: {S.OPENED: S.SET_ASIDE},
    Step.HAND_OVER: {state: state for state in State},  # by the system, when the handler has ended
}
CLOCKS: Final[dict[State, Clock]] = {
    S.OPENED: Clock.CONSIDER,
    S.EXPLAINING: Clock.EXPLAIN,
    S.EXPLAINED: Clock.ARRANGE,
    S.VERIFYING: Clock.VERIFY,
    S.VERIFIED: Clock.CONCLUDE,
    S.CONCLUDED: Clock.PROPOSE,
    S.PROPOSED: Clock.DECIDE,
    S.DECIDED: Clock.EXECUTE,
    S.EXECUTED: Clock.TELL,
}


def after(state: str, step: Step) -> State:
    """The state this step leads to, or Refused."""
    to = MOVES[step].get(State(state))
    if to is None:
        raise Refused(f"Vụ việc đang ở bước “{State(state).label}”; không dùng được “{step.label}”.")
    return to
