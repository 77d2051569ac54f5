"""Names (tên gọi) in a report: units, fields, areas and words as they were valid at `as_of`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from hoiam.cases.figures import Channel, Kind, PetitionerType
from hoiam.cases.lifecycle import State
from hoiam.categories.lookup import by_id
from hoiam.kit.fold import vi_key
from hoiam.kit.moments import civil_date, short_date
from hoiam.units.directory import Directory, directory

from .figures import Key

NO_CATEGORY: Final = "Chưa phân loại"
NO_AREA: Final = "Chưa rõ địa bàn"
STEP_WORDS: Final = {
    "route": "phân loại, chuyển",
    "arbitrate": "phân xử thẩm quyền",
    "decide_extension": "duyệt gia hạn",
    "call_back": "gọi báo kết quả",
}
ACT_WORDS: Final = {
    "send_back": "Trả lại",
    "extend": "Gia hạn",
    "arbitrate": "Phân xử",
    "reopen": "Mở lại",
    "remind": "Nhắc",
    "publish": "Công khai",
    "unpublish": "Gỡ công khai",
}
ORDERS: Final = {"kind": list(Kind.values), "petitioner_type": list(PetitionerType.values)}


@dataclass(frozen=True)
class Names:
    """Codes and names on one day; made once a report."""

    at: datetime

    @cached_property
    def on(self) -> date:
        return civil_date(self.at)

    @cached_property
    def units(self) -> Directory:
        return directory()

    def unit_code(self, unit: int) -> str:
        return self.units.unit(unit, self.on).code

    def unit(self, unit: int) -> str:
        return self.units.label(unit, self.on)

    def category_code(self, category: int | None) -> str | None:
        return None if category is None else by_id(category).code

    def category(self, category: int | None) -> str:
        return NO_CATEGORY if category is None else by_id(category).name

    def area_code(self, area: int | None) -> str | None:
        return None if area is None else self.units.area(area, self.on).code

    def area(self, area: int | None) -> str:
        return NO_AREA if area is None else self.units.area(area, self.on).full_name

    def key(self, group: str, key: Any) -> str | None:
        """How a row of `by_<group>` is keyed in the promise."""
        match group:
            case "unit":
                return self.unit_code(key)
            case "category":
                return self.category_code(key)
            case "area":
                return self.area_code(key)
            case "week":
                year, week, _ = key.isocalendar()
                return f"{year}-W{week:02}"
        return str(key)

    def name(self, group: str, key: Any) -> str:
        match group:
            case "unit":
                return self.unit(key)
            case "category":
                return self.category(key)
            case "area":
                return self.area(key)
            case "week":
                return f"{short_date(key)} – {short_date(key + timedelta(days=6))}"
            case "channel":
                return str(Channel(key).label)
            case "petitioner_type":
                return str(PetitionerType(key).label)
        return str(Kind(key).label)

    def order(self, group: str, key: Key) -> Any:
        """By name in the order of the Vietnamese alphabet, fields by code, weeks by day; none is last."""
        if group in ORDERS:
            return ORDERS[group].index(str(key))
        if group == "week":
            return str(key)
        text = self.category_code(key) if group == "category" else self.name(group, key)  # type: ignore[arg-type]
        return (key is None, vi_key(text or ""), str(key))


def state_label(code: str) -> str:
    return str(State(code).label) if code else ""
