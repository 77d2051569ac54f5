"""The year page (trang lịch một năm): what the screen shows of the rows, put in words before the template."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.deadlines import Calendar as Engine, Day, Term as Length, Why, show_blocks
from hoiam.kit.moments import civil_date, short_date, weekday_words

from . import almanac, models
from .lookup import calendar, known_until
from .parameters import KNOWN, ParameterView, parameter_view
from .terms import DEFAULT_ANSWER, SOFTWARE_DEFAULT, TO_BE_SET, Step

KINDS: Final = {
    "question": "Câu hỏi",
    "report": "Phản ánh",
    "suggestion": "Kiến nghị",
    "praise": "Lời khen",
    "support": "Yêu cầu hỗ trợ",
}
URGENCIES: Final = {"normal": "Thường", "urgent": "Khẩn", "emergency": "Khẩn cấp"}
# Worked days are outlined, days off filled; weekly rest is left blank.
FILLS: Final = {
    Why.WORKING_DAY: "fill-c",
    Why.MAKE_UP_DAY: "fill-a",
    Why.HALF_DAY: "fill-a",
    Why.HOLIDAY: "fill-mute",
}
WARN_DAYS: Final = 90
ONE_DAY: Final = timedelta(days=1)
MARGIN, COLUMN, ROW = 52, 14, 16  # of the drawing: a month a row, a day a column


@dataclass(frozen=True, slots=True)
class Square:
    """One day of the drawing: where it stands, how it is filled, what it says when pointed at."""

    x: int
    y: int
    fill: str
    title: str


@dataclass(frozen=True, slots=True)
class TermLine:
    step: str
    cases: str
    length: str
    leave: str
    days: str
    basis: str
    is_set: bool


@dataclass(frozen=True)
class YearPage:
    year: int
    years: list[int]
    name: str
    hours: str
    after_hours: str
    is_known: bool
    working_days: int
    warning: str
    months: list[tuple[int, int]]
    squares: list[Square]
    days: list[models.CalendarDay]
    replaced: list[models.CalendarDay]
    terms: list[TermLine]
    situations: list[tuple[models.Situation, str]]
    parameters: list[ParameterView]


def year_page(year: int, at: datetime, code: str = "default") -> YearPage:
    kept = calendar(code)
    row = models.Calendar.objects.get(code=code)
    rows = list(row.days.filter(date__year=year).select_related("recorded_by"))
    is_known = year in kept.years
    return YearPage(
        year=year,
        years=sorted(kept.years | {year}),
        name=kept.name,
        hours=_hours_words(kept, year),
        after_hours=row.get_after_hours_display(),
        is_known=is_known,
        working_days=sum(day.works for day in _days(kept, year)) if is_known else 0,
        warning=_warning(code, civil_date(at)),
        months=[(month, (month - 1) * ROW + 10) for month in range(1, 13)],
        squares=[_square(day) for day in _days(kept, year)] if is_known else [],
        days=[day for day in rows if day.replaced_at is None],
        replaced=[day for day in rows if day.replaced_at is not None],
        terms=_terms(year),
        situations=[
            (row, days_words(row.during))
            for row in models.Situation.objects.filter(during__overlap=_whole(year))
        ],
        parameters=[parameter_view(name, _shown_day(year, at)) for name in KNOWN],
    )


def _warning(code: str, today: date) -> str:
    """A calendar that runs out stops every new deadline, so it is said in time."""
    last = known_until(code)
    if last - today > WARN_DAYS * ONE_DAY:
        return ""
    return (
        f"Lịch mới được công bố đến hết ngày {short_date(last)}. Thời hạn rơi vào sau ngày ấy sẽ bị từ chối;"
        f" hãy ghi ngày nghỉ, làm bù của năm {last.year + 1} rồi công bố năm ấy."
    )


def _days(kept: Engine, year: int) -> list[Day]:
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return [kept.day(first + n * ONE_DAY) for n in range((after - first).days)]


def _square(day: Day) -> Square:
    words = weekday_words(day.date)
    what = f": {day.note}" if day.note else ""
    title = f"{words[0].upper()}{words[1:]}, {short_date(day.date)}{what}"
    x, y = MARGIN + (day.date.day - 1) * COLUMN, (day.date.month - 1) * ROW
    return Square(x, y, FILLS.get(day.why, ""), title)


def _terms(year: int) -> list[TermLine]:
    """Step by step, in the order in which the rows win; the software's own answer term is the last resort."""
    rows = models.Term.objects.filter(during__overlap=_whole(year)).select_related(
        "situation", "category", "field"
    )
    in_order = {
        rule.view.row_id: n for rules in almanac.almanac().terms.values() for n, rule in enumerate(rules)
    }
    by_step: dict[str, list[TermLine]] = {step: [] for step in Step.values}
    for row in sorted(rows, key=lambda row: in_order.get(row.pk, 0)):
        if row.situation is None or _overlaps(row.situation, year):
            by_step[row.step].append(_line(row))
    by_step[Step.ANSWER].append(
        TermLine(
            Step.ANSWER.label,
            "Mọi việc còn lại",
            DEFAULT_ANSWER.words,
            "",
            "mọi ngày",
            SOFTWARE_DEFAULT,
            False,
        )
    )
    return [line for lines in by_step.values() for line in lines]


def _line(row: models.Term) -> TermLine:
    return TermLine(
        step=row.get_step_display(),
        cases=_cases(row),
        length=Length.parse(row.text).words,
        leave=_leave(row),
        days=days_words(row.situation.during if row.situation else row.during),
        basis=f"theo {row.source}" if row.source else TO_BE_SET,
        is_set=bool(row.source),
    )


def _cases(row: models.Term) -> str:
    named = [
        str(row.situation or ""),
        str(row.category or row.field or ""),
        KINDS.get(row.kind, row.kind),
        URGENCIES.get(row.urgency, row.urgency),
    ]
    return " · ".join(filter(None, named)) or "Mọi việc"


def _leave(row: models.Term) -> str:
    pause = f"tạm dừng {row.pause_times} lần, mỗi lần nhiều nhất {row.pause_days} ngày làm việc"
    parts = [pause] * bool(row.pause_days) + ["lãnh đạo đơn vị được gia hạn"] * row.leader_may_extend
    return "; ".join(parts)


def days_words(during: DateRange) -> str:
    parts = [f"từ {short_date(during.lower)}"] if during.lower else []
    parts += [f"đến {short_date(during.upper - ONE_DAY)}"] if during.upper else []
    return " ".join(parts) or "mọi ngày"


def _overlaps(situation: models.Situation, year: int) -> bool:
    return bool(situation.during.lower.year <= year <= (situation.during.upper - ONE_DAY).year)


def _whole(year: int) -> DateRange:
    return DateRange(date(year, 1, 1), date(year + 1, 1, 1))


def _shown_day(year: int, at: datetime) -> date:
    """Today in this year; the last day of a year gone by, the first of one to come."""
    return min(max(civil_date(at), date(year, 1, 1)), date(year, 12, 31))


def _hours_words(kept: Engine, year: int) -> str:
    """The usual week as it stands at the end of the year: thứ Hai đến thứ Sáu 07:30-11:30 13:00-17:00."""
    last = date(year, 12, 31)
    week = [last - last.weekday() * ONE_DAY + n * ONE_DAY for n in range(7)]
    parts = []
    for hours, group in groupby(week, key=lambda day: show_blocks(kept.usual(day))):
        days = list(group)
        names = weekday_words(days[0]) + (f" đến {weekday_words(days[-1])}" if len(days) > 1 else "")
        parts += [f"{names} {hours}"] * bool(hours)
    return "; ".join(parts)
