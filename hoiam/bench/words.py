"""Made-up words (lời thử nghiệm): texts of everyday length, in which some words are common and some rare."""

from __future__ import annotations

import random
from typing import Final

WHAT: Final = (
    "Rác tồn đọng nhiều ngày chưa thu gom", "Đèn đường hỏng, ban đêm rất tối", "Mặt đường có ổ gà lớn",
    "Nước sinh hoạt yếu, có mùi lạ", "Mất điện kéo dài không báo trước", "Quán nhậu hát karaoke quá khuya",
    "Xây dựng lấn chiếm vỉa hè", "Cống thoát nước bị nghẹt gây ngập", "Cơ sở sản xuất xả khói bụi",
    "Hồ sơ cấp giấy chứng nhận trễ hẹn", "Chó thả rông không rọ mõm", "Cây xanh nghiêng có nguy cơ đổ",
    "Hỏi thủ tục đăng ký tạm trú", "Xe tải chạy quá tốc độ trước cổng trường",
)  # fmt: skip
STREETS: Final = (
    "Phạm Văn Thuận", "Nguyễn Ái Quốc", "Đồng Khởi", "Hà Huy Giáp", "Cách Mạng Tháng Tám", "Bùi Văn Hòa",
    "Võ Thị Sáu", "Trần Phú", "Hùng Vương", "Lê Duẩn",
)  # fmt: skip
SINCE: Final = (
    "đã báo tổ trưởng khu phố nhưng chưa thấy ai đến", "người dân rất mong được giải quyết sớm",
    "việc này xảy ra gần một tháng nay", "trẻ em và người già đi lại rất nguy hiểm",
    "mỗi khi mưa lớn lại tái diễn", "xin cơ quan chức năng kiểm tra và trả lời",
)  # fmt: skip
COMMON: Final = "đường"  # stands in every text
RARE_WORDS: Final = tuple(f"hẻm{number}" for number in range(4000))
RARE: Final = "hem3999"


def words(chance: random.Random) -> str:
    """Thirty words or so; the name of the alley stands in a few hundred of a million."""
    return (
        f"{chance.choice(WHAT)} tại đường {chance.choice(STREETS)}, {chance.choice(RARE_WORDS)}, "
        f"số nhà {chance.randrange(1, 900)}; {chance.choice(SINCE)}. {chance.choice(SINCE).capitalize()}."
    )
