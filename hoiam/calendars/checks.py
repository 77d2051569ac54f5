"""Checks (điều kiện chung): what every decision about time must bring with it."""

from datetime import date, datetime

from hoiam.deadlines import VN
from hoiam.kit.refusal import Refused

from .models import Calendar


def kept_calendar(code: str) -> Calendar:
    """The calendar, locked: decisions about it are written one after the other."""
    kept = Calendar.objects.select_for_update().filter(code=code).first()
    if kept is None:
        raise Refused(f"Không có lịch làm việc mã {code}.")
    return kept


def require_document(source: str, decided_on: date | None, at: datetime) -> None:
    if not source.strip():
        raise Refused("Cần ghi văn bản quyết định: số, ký hiệu, ngày, cơ quan ban hành.")
    if decided_on and decided_on > at.astimezone(VN).date():
        raise Refused("Ngày ban hành văn bản không thể ở sau hôm nay.")
