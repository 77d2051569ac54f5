"""Accusing (phản ánh về công vụ): a case is never taken in that nobody could ever look into."""

from __future__ import annotations

from datetime import datetime

from hoiam.kit.refusal import Refused

from .snapshot import Rules


def refuse_what_nobody_could_see(accused: int | None, rules: Rules, at: datetime) -> None:
    """Everybody lies below the accused, and no body is named that oversees it."""
    if accused is not None and not rules.is_looked_into(accused, at):
        raise Refused(
            f"Chưa có cơ quan nào xem xét được phản ánh về {rules.unit_name(accused, at)}: cần ghi chức năng "
            "Thanh tra hoặc Nội vụ trong danh bạ, hoặc hướng dẫn người gửi đến cơ quan cấp trên."
        )
