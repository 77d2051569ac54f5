"""The citizen's words (lời với người dân): a case's state and deadlines as its petitioner is told of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from hoiam.cases.clocks import CALL_BACK
from hoiam.cases.lifecycle import OPEN, State
from hoiam.cases.queries import dues_of, may_reopen, reopen_until, running_clocks
from hoiam.cases.windows import ended_at
from hoiam.kit.clock import now
from hoiam.kit.ids import show_code
from hoiam.kit.moments import VN, citizen_moment, civil_date, short_date, weekday_words
from hoiam.units.directory import directory

if TYPE_CHECKING:
    from hoiam.cases.models import Case


class Said(NamedTuple):
    """A label, a sentence under it, and the tone of its chip."""

    label: str
    sentence: str
    tone: str = "doing"


def state_of(case: Case) -> Said:
    """Wording of the third column: what it means for whoever sent it."""
    if case.life > 1 and case.state in OPEN and case.state != State.WAITING:
        return Said("Đang xử lý lại", "Ông/bà báo chưa giải quyết xong, cơ quan đang làm lại.")
    return _SAID[State(case.state)](case)


def _received(case: Case) -> Said:
    if case.returns:
        sentence = "Đang xác định cơ quan có thẩm quyền. Hạn trả lời không thay đổi."
        return Said("Đang chuyển đúng cơ quan", sentence, "wait")
    return Said("Đã tiếp nhận", "Tổng đài 1022 đã nhận và đang xem để chuyển đúng nơi.", "wait")


def _forwarded(case: Case) -> Said:
    unit = directory().unit(case.holder_id, civil_date(case.last_at))
    return Said(f"Đã chuyển {unit.short_name}", f"Đã chuyển đến {unit.name}.", "wait")


def _in_hand(case: Case) -> Said:
    due = f", hạn trả lời {citizen_moment(case.due_at)}" if case.due_at else ""
    return Said("Đang xử lý", f"{holder_name(case)} đang xử lý{due}.")


def _answered(case: Case) -> Said:
    clocks = running_clocks(case)
    if CALL_BACK in clocks:
        call_at = clocks[CALL_BACK]
        # A day gone by is no promise.
        when = f" {citizen_moment(call_at)}" if call_at and call_at > now() else ""
        return Said("Đã có kết quả", f"Tổng đài sẽ gọi cho ông/bà{when}.", "done")
    return Said("Đã trả lời", "Ông/bà cho biết việc đã được giải quyết chưa.", "done")


def _closed(case: Case) -> Said:
    until = reopening(case)
    sentence = f"Có thể mở lại đến hết ngày {short_date(until)}." if until else "Việc này đã kết thúc."
    return Said("Kết thúc", sentence, "done")


def _merged(case: Case) -> Said:
    main = case.merged_into
    label = f"Xử lý chung với {show_code(main.code)}" if main else "Được xử lý chung"
    return Said(label, "Nhiều người cùng báo việc này; ông/bà vẫn được báo kết quả.", "doing")


_SAID: Final[dict[State, Callable[[Case], Said]]] = {
    State.RECEIVED: _received,
    State.FORWARDED: _forwarded,
    State.IN_HAND: _in_hand,
    State.WAITING: lambda c: Said("Cần ông/bà bổ sung", "Cơ quan cần thêm thông tin để xử lý.", "ask"),
    State.ANSWERED: _answered,
    State.CLOSED: _closed,
    State.REFUSED: lambda c: Said(
        "Không xử lý được", "Lý do và nơi có thể liên hệ tiếp ở dưới đây.", "plain"
    ),
    State.REDIRECTED: lambda c: Said(
        "Đã chuyển nơi có thẩm quyền", "Không thuộc thẩm quyền; đã chuyển hoặc hướng dẫn.", "plain"
    ),
    State.MERGED: _merged,
    State.WITHDRAWN: lambda c: Said(
        "Ông/bà đã rút", "Cần gửi lại, ông/bà gửi phản ánh mới hoặc gọi 1022.", "plain"
    ),
}


def holder_name(case: Case) -> str:
    return directory().unit(case.holder_id, civil_date(case.last_at)).name


def reopening(case: Case) -> datetime | None:
    """Until when the petitioner may say it is not done; None when he may not, or no longer."""
    ended = ended_at(case)
    return reopen_until(ended) if ended is not None and may_reopen(case, now()) else None


def deadline_of(case: Case) -> Said | None:
    """By when, and why that day."""
    if case.state not in OPEN:
        return None
    if case.due_at is None:
        return Said("Thời hạn đang tạm dừng", "Chờ ông/bà bổ sung; sau đó thời hạn tính tiếp.", "ask")
    tone = "late" if is_late(case) else "doing"
    return Said(f"Trả lời {citizen_moment(case.due_at)}", _why(case), tone)


def _why(case: Case) -> str:
    """How that day was reckoned; nothing is said of days off where hours run through them."""
    if case.due_by_hand:
        return "Thời hạn này được đặt riêng cho việc của ông/bà."
    rule = dues_of(case)[-1].rule
    began = short_date(case.received_at if case.life == 1 else case.entered_at)
    days_off = "; thứ Bảy, Chủ nhật và ngày lễ không tính" if "làm việc" in rule else ""
    return f"Tính từ ngày {began}{days_off}. Căn cứ thời hạn: {rule}."


def is_late(case: Case) -> bool:
    """Past its deadline and not answered; what was missed once stays missed until the answer."""
    return case.state in OPEN and (
        case.missed_at is not None or (case.due_at is not None and case.due_at < now())
    )


def day_words(moment: datetime) -> str:
    """How people say when it was: "sáng thứ Hai, 12/10/2026"."""
    hour = moment.astimezone(VN).hour
    part = "sáng" if hour < 11 else "trưa" if hour < 13 else "chiều" if hour < 18 else "tối"
    return f"{part} {weekday_words(moment)}, {short_date(moment)}"


def month_words(day: date) -> str:
    return f"tháng {day.month}/{day.year}"
