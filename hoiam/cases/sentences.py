"""Sentences (lời lịch sử): each line of a history as people read it, for staff and for the petitioner.

The petitioner's words name units, never officials; a line without a sentence is not shown to him at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from hoiam.categories.lookup import by_id, category_id
from hoiam.kit.ids import show_code
from hoiam.kit.moments import citizen_time, civil_date, parse_moment, short_moment
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .lifecycle import Verb
from .line import PETITIONER, SYSTEM
from .lists import label, listed, public_label
from .models import Channel, ConductAbout, Event, Kind, Score, Urgency


@dataclass(frozen=True, slots=True)
class Told:
    """One event with what its sentence needs: its words, who did it, which time this is, the due then."""

    event: Event
    words: dict[str, Any]
    by: str
    number: int  # the how-manieth event of this verb
    due_at: datetime | None
    outcome: str = ""  # of the last answer
    colleague: str = ""  # whom the line names, when it names somebody we know
    left: int | None = None  # the unit a recall took it from

    def __getitem__(self, key: str) -> str:
        return str(self.event.facts.get(key) or self.words.get(key) or "")

    def unit(self, key: str) -> str:
        return unit_name(self[key], self.event.at) if self[key] else ""

    def when(self, key: str) -> datetime | None:
        return parse_moment(self[key]) if self[key] else None

    @property
    def holder(self) -> str:
        unit = self.event.unit_id
        return directory().unit(unit, civil_date(self.event.at)).name if unit else "Đơn vị"

    @property
    def due(self) -> str:
        moment = self.when("due_at") or self.due_at
        return short_moment(moment) if moment else "đang tạm dừng"

    @property
    def codes(self) -> list[str]:
        into = self.event.facts.get("into") or []
        return [show_code(code) for code in ([into] if isinstance(into, str) else into)]


def unit_name(code: str, at: datetime) -> str:
    book, on = directory(), civil_date(at)
    try:
        return book.unit(book.unit_id(code, on), on).name
    except Refused:
        return code


def actor_name(event: Event) -> str:
    """The person's own name while we know it; else what the line itself says."""
    person = event.person.full_name if event.person else ""
    if event.actor == PETITIONER:
        return f"Người gửi (qua {person})" if person else "Người gửi"
    if event.actor == SYSTEM:
        return "Hệ thống"
    return person or event.actor


def staff_sentence(told: Told) -> str:
    return STAFF[Verb(told.event.verb)](told)


def public_sentence(told: Told) -> str | None:
    """None: this line is not for the petitioner."""
    say = PUBLIC.get(Verb(told.event.verb))
    return say(told) if say else None


def _classified(t: Told) -> str:
    facts, said = t.event.facts, []
    for key, choices in (("kind", Kind), ("urgency", Urgency)):
        if facts.get(key):
            said.append(str(choices(facts[key]).label).lower())
    if "category" in facts:
        said.insert(0, _category(facts["category"], t.event.at))
    if facts.get("place"):
        said.append("địa điểm")
    if "conduct" in facts:
        said.append(_conduct(facts["conduct"]))
    if "summary" in t.words:
        said.append("tóm tắt")
    return f"{t.by} phân loại: {', '.join(said)}" if said else f"{t.by} phân loại"


def _category(code: str | None, at: datetime) -> str:
    return by_id(category_id(code, civil_date(at))).name if code else "chưa rõ lĩnh vực"


def _conduct(conduct: dict[str, Any] | None) -> str:
    return (
        f"về công vụ ({ConductAbout(conduct['about']).label.lower()})" if conduct else "không phải về công vụ"
    )


def _reason(t: Told, list_name: str) -> str:
    return f": {label(list_name, t['reason'])}" if t["reason"] else ""


def _basis(t: Told) -> str:
    row = listed("refuse", t["reason"])
    return f" ({row.legal_basis})" if row and row.legal_basis else ""


def _noted(t: Told) -> str:
    if t["told"]:
        return f"{t.by} đã gọi báo kết quả cho người gửi"
    match t["extension"]:
        case "asked":
            return f"{t.by} đề nghị gia hạn đến {t.due}{_reason(t, 'extend')}"
        case "declined":
            return f"{t.by} không đồng ý gia hạn"
    return f"{t.by} ghi chú"


def _sent_back(t: Told) -> str:
    return f"{t.by} trả lại{_reason(t, 'send_back')}; đề nghị chuyển {t.unit('proposed')}"


def _recalled(t: Told) -> str:
    unit = f" từ {directory().unit(t.left, civil_date(t.event.at)).name}" if t.left else ""
    return f"{t.by} thu hồi{unit}{_reason(t, 'recall')}"


def _reminded(t: Told) -> str:
    reply = f": {t['reply']}" if t["reply"] else ""
    promised = t.when("promised_at")
    promise = f"; hẹn xong {short_moment(promised)}" if promised else ""
    return f"{t.by} nhắc {t.unit('to')} qua {label('means', t['means']).lower()}{reply}{promise}"


def _joined(t: Told) -> str:
    return f"{t.by} mời {t.unit('to')} phối hợp" + (f": {t['text']}" if t["text"] else "")


def _channel(t: Told) -> str:
    return str(Channel(t["channel"]).label).lower()


def _score(t: Told) -> str:
    return str(Score(t.event.facts["score"]).label).lower()


Say = Callable[[Told], str]
STAFF: Final[dict[Verb, Say]] = {
    Verb.RECEIVE: lambda t: f"{t.by} tiếp nhận qua {_channel(t)}",
    Verb.CLASSIFY: _classified,
    Verb.FORWARD: lambda t: f"{t.by} chuyển {t.unit('to')}, hạn {t.due}",
    Verb.ACCEPT: lambda t: f"{t.by} nhận xử lý",
    Verb.ASSIGN: lambda t: f"{t.by} phân công {t.colleague or t['person']}",
    Verb.SEND_BACK: _sent_back,
    Verb.RECALL: _recalled,
    Verb.JOIN: _joined,
    Verb.REMIND: _reminded,
    Verb.ADD_CONTACT: lambda t: f"Người gửi liên hệ lần {t.number + 1} qua {_channel(t)}",
    Verb.ASK: lambda t: f"{t.by} đề nghị người gửi bổ sung: {t['text']}",
    Verb.SUPPLY: lambda t: "Hết thời gian chờ bổ sung" if t.event.actor == SYSTEM else f"{t.by} bổ sung",
    Verb.EXTEND: lambda t: f"{t.by} đồng ý gia hạn đến {t.due}{_reason(t, 'extend')}",
    Verb.ANSWER: lambda t: f"Đã gửi trả lời đến người gửi lúc {short_moment(t.event.at)}",
    Verb.REFUSE: lambda t: f"{t.by} từ chối{_reason(t, 'refuse')}{_basis(t)}",
    Verb.REDIRECT: lambda t: f"{t.by} chuyển, hướng dẫn đến {t['outside']}{_reason(t, 'redirect')}",
    Verb.MERGE: lambda t: f"{t.by} gộp vào {', '.join(t.codes)}",
    Verb.SPLIT: lambda t: f"{t.by} tách thành {', '.join(t.codes)}",
    Verb.CLOSE: lambda t: f"{t.by} kết thúc" + (f": {label('outcome', t.outcome)}" if t.outcome else ""),
    Verb.REOPEN: lambda t: f"{t.by} mở lại lần {t.number}{_reason(t, 'reopen')}",
    Verb.WITHDRAW: lambda t: f"{t.by} rút",
    Verb.RATE: lambda t: f"{t.by} đánh giá {_score(t)}",
    Verb.PUBLISH: lambda t: f"{t.by} công khai bản đã lược bỏ thông tin cá nhân",
    Verb.UNPUBLISH: lambda t: f"{t.by} gỡ công khai{_reason(t, 'unpublish')}",
    Verb.TRANSFER: lambda t: f"Chuyển giao {t.unit('to')} theo {t['act']}",
    Verb.RECKON: lambda t: f"Tính lại thời hạn: {t.due} ({t['rule']})",
    Verb.NOTE: _noted,
}


def _extended(t: Told) -> str:
    due_at = t.when("due_at")
    until = citizen_time(due_at) if due_at else ""
    return f"Thời hạn trả lời dời đến {until} vì {_lower(public_label('extend', t['reason']))}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


PUBLIC: Final[dict[Verb, Say]] = {
    Verb.RECEIVE: lambda t: "Tổng đài 1022 đã nhận phản ánh của ông/bà",
    Verb.FORWARD: lambda t: f"Đã chuyển {t.unit('to')}",
    Verb.ACCEPT: lambda t: f"{t.holder} đã nhận xử lý",
    Verb.SEND_BACK: lambda t: "Đang chuyển đúng cơ quan",
    Verb.JOIN: lambda t: f"{t.unit('to')} cùng tham gia xử lý",
    Verb.ADD_CONTACT: lambda t: "Tổng đài đã ghi nhận ông/bà hỏi lại",
    Verb.ASK: lambda t: "Cơ quan cần ông/bà cho biết thêm",
    Verb.SUPPLY: lambda t: (
        "Cơ quan tiếp tục xử lý theo những gì đã có"
        if t.event.actor == SYSTEM
        else "Ông/bà đã bổ sung thông tin"
    ),
    Verb.EXTEND: _extended,
    Verb.ANSWER: lambda t: f"{t.holder} đã trả lời",
    Verb.REFUSE: lambda t: f"Không xử lý được vì {_lower(public_label('refuse', t['reason']))}",
    Verb.REDIRECT: lambda t: (
        f"Đã chuyển đến {t['outside']}" if t["passed_on"] else f"Đề nghị ông/bà liên hệ {t['outside']}"
    ),
    Verb.MERGE: lambda t: f"Được xử lý chung với {', '.join(t.codes)}",
    Verb.SPLIT: lambda t: f"Được tách thành {len(t.codes)} nội dung để từng nơi trả lời",
    Verb.CLOSE: lambda t: "Kết thúc",
    Verb.REOPEN: lambda t: "Đang xử lý lại",
    Verb.WITHDRAW: lambda t: "Ông/bà đã rút phản ánh",
    Verb.RATE: lambda t: "Cảm ơn ông/bà đã đánh giá",
    Verb.PUBLISH: lambda t: "Kết quả đã được công khai (không có thông tin cá nhân)",
    Verb.TRANSFER: lambda t: f"Đã chuyển {t.unit('to')} do sắp xếp đơn vị",
}
# Words of a line that are the petitioner's own or meant for him; everything else is between colleagues.
PUBLIC_WORDS: Final = frozenset({Verb.ASK, Verb.SUPPLY, Verb.ANSWER, Verb.REFUSE, Verb.REDIRECT, Verb.REOPEN})
