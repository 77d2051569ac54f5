"""Samples (dữ kiện mẫu cho kiểm thử): the facts every template asks for, as the rooms above give them."""

from datetime import date, datetime
from typing import Any

from hoiam.kit.moments import VN

CODE = "210712345672"
AT = datetime(2021, 7, 2, 8, 15, tzinfo=VN)
DUE = datetime(2021, 7, 9, 17, 0, tzinfo=VN)
LINK = "https://1022.dongnai.gov.vn/tra-cuu/aB9xK2mQ/"

_COMMON = {"link": LINK, "unit": "Ủy ban nhân dân thành phố Biên Hòa", "due_at": DUE, "at": AT}
_OWN: dict[str, dict[str, Any]] = {
    "received": {},
    "forwarded": {},
    "rerouted": {},
    "asked": {"question": "Địa điểm chưa rõ.", "reply_by": DUE, "pauses": True},
    "extended": {"reason_public": "phải xác minh tại chỗ", "old_due_at": DUE, "n": 1, "max": 2},
    "answered": {
        "text": "Đã dặm vá xong ổ gà.",
        "outcome": "Đã giải quyết xong tại chỗ",
        "reopen_until": date(2021, 7, 16),
    },
    "refused": {"reason_public": "quảng cáo, thử máy", "appeal_until": date(2021, 7, 16)},
    "redirected": {"body": "Công an thành phố Biên Hòa", "passed_on": True},
    "redirected_complaint": {"reception": "Ban Tiếp công dân tỉnh Đồng Nai"},
    "redirected_denunciation": {"reception": "Ban Tiếp công dân tỉnh Đồng Nai"},
    "split": {"n": 2, "codes": "2107-1234567-2 và 2107-7654321-5"},
    "merged": {"main": "2107-7654321-5", "n": 3},
    "late": {"superior": "Chủ tịch Ủy ban nhân dân tỉnh"},
    "reopened": {},
    "withdrawn": {},
    "conduct_told": {"finding": "Có cơ sở", "text": "Đơn vị sẽ chấn chỉnh cách tiếp dân."},
}
CITIZEN = {name: {**_COMMON, **own} for name, own in _OWN.items()}
STAFF: dict[str, dict[str, Any]] = {
    "forwarded": {"category": "Môi trường", "due_at": DUE, "left": "còn 2 ngày làm việc"},
    "due_soon": {"left": "còn 3 giờ làm việc", "n": 4},
    "due_today": {"n": 4},
    "overdue": {"n": 2, "k": 1},
    "overdue_step": {"step": "Đơn vị nhận xử lý", "n": 0, "k": 1, "to_do": "nhận xử lý"},
    "due_soon_one": {"left": "còn 3 giờ làm việc", "step": "", "to_do": "trả lời"},
    "promise_passed": {"due_at": DUE, "k": 1, "to_do": "trả lời, hoặc nêu nguyên nhân và ngày xong"},
    "chased_many": {"n": 7, "codes": "2107-1234567-2, 2107-7654321-5", "more": 5},
    "morning_mail": {
        "new": 3,
        "due": 2,
        "overdue": 1,
        "approve": 0,
        "more": 0,
        "lines": ["2107-1234567-2: quá hạn 1 ngày làm việc"],
    },
    "morning": {"new": 3, "due": 2, "overdue": 1, "approve": 0},
    "document_arrived": {
        "document": "Công văn số 9193/UBND-HCC",
        "issuer": "UBND tỉnh Đồng Nai",
        "subject": "nhắc các đơn vị, địa phương kiểm tra, xử lý phản ánh, kiến nghị",
    },
    "document_due": {
        "number_symbol": "8968/UBND-HCC",
        "lines": 15,
        "before": "trước ngày 15/8/2021 (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)",
        "left": "còn 7 ngày làm việc",
        "done": 4,
    },
    "assigned": {"due_at": DUE},
    "named": {"by": "Trần Thị Lan"},
    "sent_back": {"reason": "Không thuộc địa bàn", "proposed": "UBND phường Quang Vinh"},
    "recalled": {"reason": "Chuyển nhầm"},
    "joined": {"text": "cùng kiểm tra", "due_at": DUE},
    "supplied": {"due_at": DUE},
    "extension_asked": {"until": DUE, "reason": "Phải xác minh tại chỗ"},
    "extension_decided": {"agreed": True, "due_at": DUE},
    "submitted": {"due_at": DUE},
    "returned": {"comment": "Thiếu căn cứ"},
    "reopened": {"n": 1, "reason": "Việc vẫn còn", "due_at": DUE},
    "reminded": {"due_at": DUE},
    "transferred": {"sender": "UBND xã An Hòa", "due_at": DUE},
    "reckoned": {"due_at": DUE},
    "withdrawn": {},
    "contacted_again": {"n": 2},
    "matter": {"words": "đã có giải trình", "due_at": DUE},
    "explanation_asked": {"due_at": DUE},
    "review_task": {
        "session": "Phiên rà soát số 12",
        "what": "đăng lại mẫu tờ khai đã sửa",
        "due_on": date(2021, 8, 20),
    },
    "review_task_late": {
        "session": "Phiên rà soát số 12",
        "what": "đăng lại mẫu tờ khai đã sửa",
        "due_on": date(2021, 8, 20),
    },
    "review_to_home_affairs": {"session": "Phiên rà soát số 12"},
}
# Bodies of mails: of several lines, where a notice on the desk has one.
MAILS = frozenset({"morning_mail", "history_sealed"})
SPOKEN: dict[str, dict[str, Any]] = {
    "answered": {"received_on": date(2021, 7, 2), "unit": "Ủy ban nhân dân xã", "text": "Đã dặm vá xong."},
    "after_hours": {"callback_due_at": DUE},
    "before_call": {},
}
