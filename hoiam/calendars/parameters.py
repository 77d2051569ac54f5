"""Parameters (tham số): the numbers rules need, each a row with its dates and its document.

A name must be known here, so that a slip of the pen is a bug at once; without a row valid that day the
software's own value stands, marked as such.
"""

from datetime import date, datetime
from typing import Final, NamedTuple

from hoiam.kit.moments import civil_date

from .almanac import almanac
from .term_view import SOFTWARE_DEFAULT


class Known(NamedTuple):
    label: str
    value: int
    unit: str


class ParameterView(NamedTuple):
    name: str
    label: str
    value: int
    unit: str
    basis: str


KNOWN: Final[dict[str, Known]] = {
    "reopen_days": Known("Người gửi được mở lại trong", 15, "ngày làm việc"),
    "close_after_days": Known("Tự kết thúc sau khi trả lời", 10, "ngày làm việc"),
    "max_returns": Known("Số lần trả lại trước khi đưa ra phân xử", 2, "lần"),
    "max_extensions": Known("Gia hạn nhiều nhất", 2, "lần"),
    "max_asks": Known("Đề nghị bổ sung được tạm dừng nhiều nhất", 2, "lần"),
    "satisfied_from": Known("Tính là hài lòng từ mức", 4, "điểm"),
    "min_volume": Known("Ghi tỷ lệ, xếp thứ khi đơn vị có từ", 5, "nội dung"),
    "matter_late_days": Known("Thành vụ việc khi chậm quá", 10, "ngày làm việc"),
    "matter_late_times": Known("Thành vụ việc khi chậm từ", 2, "lần"),
    "matter_reopened": Known("Thành vụ việc khi mở lại từ", 2, "lần"),
    "matter_look_back": Known("Chỉ xét việc xảy ra trong", 60, "ngày"),
    "objection_days": Known("Đơn vị nêu ý kiến về số liệu tháng trong", 5, "ngày làm việc"),
    "roman_annexes": Known("Đánh số phụ lục bằng chữ số La Mã: 1; bằng chữ số thường: 0", 1, ""),
    "quiet_from": Known("Giờ yên lặng, chỉ báo việc khẩn cấp, từ", 21, "giờ"),
    "quiet_until": Known("Giờ yên lặng đến", 6, "giờ"),
}


def parameter(name: str, at: datetime | date) -> int:
    """The value in force on that day."""
    return parameter_view(name, at).value


def parameter_view(name: str, at: datetime | date) -> ParameterView:
    """The value with its words and its basis, for screens."""
    known = KNOWN[name]
    on = civil_date(at)
    for rule in almanac().parameters.get(name, ()):
        if on in rule.days:
            basis = f"theo {rule.source}" if rule.source else "đơn vị vận hành đặt, chờ tỉnh quy định"
            return ParameterView(name, known.label, rule.value, known.unit, basis)
    return ParameterView(name, known.label, known.value, known.unit, SOFTWARE_DEFAULT)
