"""Decide a day (ghi quyết định về một ngày): off, worked or half, as a document says; often late.

The last decision about a date stands, older ones stay readable. What it does to open cases is reckoned
by a room above, which finds the decisions here (`decided_since`) and where they begin to matter
(`affected_from`).
"""

from datetime import date, datetime, time
from typing import NamedTuple

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.deadlines import VN, read_blocks, show_blocks
from hoiam.kit.clock import now
from hoiam.kit.moments import short_date
from hoiam.kit.refusal import Refused

from .almanac import forget
from .checks import kept_calendar, require_document
from .models import CalendarDay
from .policy import require

Effect = CalendarDay.Effect


class DayDecision(NamedTuple):
    calendar: str
    date: date
    effect: str
    source: str
    recorded_at: datetime

    @property
    def words(self) -> str:
        """The rule a reckoned deadline names: 02/01/2026 nghỉ, theo Văn bản 12729/VPCP-KGVX."""
        return f"{short_date(self.date)} {_EFFECT_WORDS[self.effect]}, theo {self.source}"


_EFFECT_WORDS: dict[str, str] = {
    Effect.OFF: "nghỉ",
    Effect.WORK: "làm việc",
    Effect.HALF: "làm việc nửa ngày",
    Effect.USUAL: "như thường lệ",
}


@transaction.atomic
def decide_day(
    date: date,
    effect: str,
    source: str,
    decided_on: date | None,
    by: Person | None,
    *,
    calendar: str = "default",
    blocks: str = "",
    name: str = "",
    at: datetime | None = None,
) -> CalendarDay:
    """Write the decision down; deadlines counted from now on follow it."""
    at = at or now()
    kept = kept_calendar(calendar)
    require(by, at)
    require_document(source, decided_on, at)
    hours = _hours(effect, blocks)
    standing = CalendarDay.objects.filter(calendar=kept, date=date, replaced_at=None)
    before = standing.first()
    if before and (before.effect, before.blocks) == (effect, hours):
        raise Refused(f"Ngày {short_date(date)} đã được ghi như vậy, theo {before.source}.")
    if before is None and effect == Effect.USUAL:
        raise Refused(f"Ngày {short_date(date)} chưa có quyết định nào để hủy.")
    standing.update(replaced_at=at)
    day = CalendarDay.objects.create(
        calendar=kept,
        date=date,
        effect=effect,
        blocks=hours,
        name=name,
        source=source.strip(),
        decided_on=decided_on,
        recorded_at=at,
        recorded_by=by,
    )
    forget()
    return day


@transaction.atomic
def decide_swap(
    off: date,
    worked: date,
    source: str,
    decided_on: date | None,
    by: Person | None,
    *,
    calendar: str = "default",
    at: datetime | None = None,
) -> tuple[CalendarDay, CalendarDay]:
    """Hoán đổi: a working day off and a day off worked for it, one document, both or neither."""
    if off == worked:
        raise Refused("Ngày nghỉ và ngày làm bù phải khác nhau.")
    at = at or now()
    resting, working = f"Nghỉ hoán đổi, làm bù {short_date(worked)}", f"Làm bù cho ngày {short_date(off)}"
    rest = decide_day(off, Effect.OFF, source, decided_on, by, calendar=calendar, name=resting, at=at)
    make_up = decide_day(worked, Effect.WORK, source, decided_on, by, calendar=calendar, name=working, at=at)
    return rest, make_up


def affected_from(day: date) -> datetime:
    """The first moment that can be another deadline now: open cases due at or after it are to be reckoned."""
    return datetime.combine(day, time.min, VN)


def decided_since(moment: datetime) -> list[DayDecision]:
    """Decisions written down after `moment`, oldest first: what a reckoning room asks on its own clock."""
    rows = CalendarDay.objects.filter(recorded_at__gt=moment).select_related("calendar")
    return [
        DayDecision(row.calendar.code, row.date, row.effect, row.source, row.recorded_at)
        for row in rows.order_by("recorded_at", "date")
    ]


def _hours(effect: str, blocks: str) -> str:
    if effect not in Effect.values:
        raise Refused(
            f"Không hiểu “{effect}”; một ngày chỉ có thể nghỉ, làm việc, làm nửa ngày hoặc như thường lệ."
        )
    if blocks and effect not in (Effect.WORK, Effect.HALF):
        raise Refused("Chỉ ngày có làm việc mới có giờ làm việc.")
    try:
        return show_blocks(read_blocks(blocks))
    except ValueError as unclear:
        raise Refused(str(unclear)) from None
