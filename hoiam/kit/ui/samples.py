"""Samples (mẫu): what the gallery shows; made up, and always the same, so that pictures can be compared."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms

from hoiam.kit.moments import VN
from hoiam.kit.ui.shapes import Bar, Column, Part, Row, Segment, StoryItem

NOW = datetime(2021, 8, 4, 8, 23, tzinfo=VN)


def day(number: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(2021, 8, number, hour, minute, tzinfo=VN)


UNITS = [f"UBND {name}" for name in (
    "thành phố Biên Hòa", "thành phố Long Khánh", "huyện Cẩm Mỹ", "huyện Định Quán", "huyện Long Thành",
    "huyện Nhơn Trạch", "huyện Tân Phú", "huyện Thống Nhất", "huyện Trảng Bom", "huyện Vĩnh Cửu",
    "huyện Xuân Lộc", "phường Trảng Dài", "phường Long Bình", "phường Tam Hiệp", "xã Hố Nai 3", "xã Lộc An",
)]  # fmt: skip


class SampleForm(forms.Form):
    phone = forms.CharField(label="Số điện thoại", help_text="Để báo kết quả; không hiện công khai.")
    reason = forms.ChoiceField(
        label="Lý do trả lại",
        choices=[("area", "Không thuộc địa bàn"), ("authority", "Không thuộc thẩm quyền")],
        required=False,
    )
    unit = forms.ChoiceField(label="Chuyển đến đơn vị", choices=[(name, name) for name in UNITS])
    message = forms.CharField(
        label="Lời nhắn cho đơn vị", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    where = forms.ChoiceField(
        label="Ở đâu?",
        widget=forms.RadioSelect,
        choices=[("pin", "Ghim trên bản đồ"), ("search", "Tìm địa chỉ"), ("unknown", "Tôi không nhớ")],
    )
    next = forms.BooleanField(label="Chuyển xong thì mở việc sau", required=False, initial=True)

    def clean_phone(self) -> str:
        raise forms.ValidationError("Thiếu một số: số di động có 10 chữ số.")


RAIL = [
    (
        "Làm ngay",
        [
            ("Chờ phân loại, chuyển xử lý", "#cho-phan-loai", 12, False, False),
            ("Bị trả lại", "#bi-tra-lai", 3, False, False),
            ("Chờ phân xử thẩm quyền", "#phan-xu", 1, False, False),
        ],
    ),
    (
        "Thời hạn",
        [
            ("Sắp đến hạn", "#sap-den-han", 18, False, False),
            ("Quá hạn", "#qua-han", 15, False, True),
            ("Người dân báo chưa xong", "#chua-xong", 2, False, False),
        ],
    ),
    ("Nhìn chung", [("Hôm nay", "#hom-nay", None, False, False), ("Các mảnh ghép", "", None, True, False)]),
]

STORY = [
    StoryItem("Tổng đài 1022 đã nhận phản ánh của ông/bà", day(2, 8, 15), "sáng thứ Hai, 02/08/2021",
              quote="Rác chất đống trước chợ tạm đã ba ngày, mùi hôi vào nhà."),
    StoryItem("UBND phường Trảng Dài đã nhận xử lý", day(3, 9, 5), "sáng thứ Ba, 03/08/2021",
              more_label="Hạn trả lời: thứ Hai, 09/08/2021",
              more="Năm ngày làm việc kể từ ngày nhận; thứ Bảy và Chủ nhật không tính."),
    StoryItem("Đang chuyển đúng cơ quan", when="Hạn trả lời không thay đổi.", kind="back"),
    StoryItem("UBND phường Trảng Dài đang xử lý", when="hạn trả lời 17 giờ thứ Hai, 09/08/2021", kind="now"),
]  # fmt: skip

SEGMENTS = [
    Segment("Tổng đài 1022", 0.03, "1 giờ làm việc"),
    Segment("UBND huyện Trảng Bom", 0.58, "27 giờ làm việc, rồi trả lại"),
    Segment("Văn phòng, chờ chuyển lại", 0.07, "3 giờ làm việc đến lúc này"),
]

BARS = [
    Bar("UBND thành phố Biên Hòa", (Part(6, "b", "#a"), Part(17, "mute", "#b"))),
    Bar("UBND huyện Trảng Bom", (Part(3, "b", "#c"), Part(9, "mute", "#d"))),
    Bar("UBND huyện Long Thành", (Part(3, "b", "#e"), Part(8, "mute", "#f"))),
    Bar("UBND huyện Thống Nhất", (Part(2, "b", "#g"), Part(5, "mute", "#h"))),
    Bar("UBND huyện Cẩm Mỹ", (Part(1, "b", "#i"), Part(4, "mute", "#k"))),
]

COLUMNS = [
    Column(label, received, in_time, late)
    for label, received, in_time, late in [
        ("07/6", 231, 210, 6), ("14/6", 248, 228, 7), ("21/6", 270, 247, 8), ("28/6", 302, 273, 9),
        ("05/7", 351, 318, 10), ("12/7", 402, 360, 21), ("19/7", 446, 397, 31), ("26/7", 498, 401, 43),
    ]
]  # fmt: skip

ROWS = [
    Row("210833100425", "2108-3310042-5", "#viec-1", "Nước đen, mùi hôi chảy ra suối Săn Máu",
        "Nước thải, mùi hôi chăn nuôi · Điện thoại 08:45", "phường Tân Biên, thành phố Biên Hòa",
        day(3), day(3, 17), "quá hạn 1 giờ làm việc", marks=[("people", "3 người cùng báo")]),
    Row("210833101783", "2108-3310178-3", "#viec-2", "Xin hỗ trợ lương thực cho khu trọ phong tỏa",
        "Hỗ trợ do dịch Covid-19 · Điện thoại 10:21", "xã Hố Nai 3, huyện Trảng Bom",
        day(4), day(4, 17), "còn 36 phút làm việc", 0.85, marks=[("alert", "Khẩn")], is_new=True),
    Row("210833102310", "2108-3310231-0", "#viec-3", "Karaoke loa kéo sau 22 giờ mỗi tối",
        "Tiếng ồn karaoke, loa kéo · Zalo 11:14", "phường Trảng Dài, thành phố Biên Hòa",
        day(4), day(9, 17), "còn 3 ngày làm việc", 0.4),
]  # fmt: skip


def icons() -> list[str]:
    """The names in the sprite, in its order."""
    sprite = (Path(__file__).parent / "icon" / "sprite.html").read_text()
    return re.findall(r'id="i-(\w+)"', sprite)


def context() -> dict[str, Any]:
    form = SampleForm({"phone": "090000001", "where": "pin"})
    return {
        "now": NOW, "start": day(2), "soon": day(4, 17), "later": day(9, 17), "past": day(3, 17),
        "form": form, "rail": RAIL, "story": STORY, "segments": SEGMENTS, "bars": BARS,
        "columns": COLUMNS, "rows": ROWS, "icons": icons(),
        "trend": [15, 12, 21, 18, 24, 21, 30, 33], "trend_down": [97, 96, 96.5, 94, 93.5, 92, 91.8, 91.4],
        "refused": "Không kết thúc được khi chưa có trả lời gửi đến người gửi.",
    }  # fmt: skip
