"""Lines (dòng báo cáo): a case of the period becomes one row, with its place in an annex when it has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hoiam.calendars.lookup import calendar
from hoiam.calendars.terms import TermView, term_for
from hoiam.cases.evidence import LateLife, late_lives
from hoiam.cases.figures import PeriodCase, Window
from hoiam.deadlines import Calendar, OutsideCalendar, working_days_late, working_minutes
from hoiam.kit.moments import civil_date

from .conditions import ANSWERED, PRESENT, Candidate, belongs
from .models import Definition, Report, ReportLine

HANDED_LATE = "handed_late"
WRONG_UNIT = "wrong_unit"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Decided:
    """What the Office decided on a unit's objection to one case."""

    cause: str
    exclusion: str


def lines_of(
    cases: Sequence[PeriodCase],
    window: Window,
    definition: Definition,
    *,
    units: frozenset[int] | None = None,
    decided: dict[tuple[int, int], Decided] | None = None,
) -> list[ReportLine]:
    """Unsaved lines, in the order of `cases`; with `units`, those of these units and their annex lines."""
    late = late_lives(_wanted(cases, window), window)
    office_time = calendar()
    lines = []
    for case in cases:
        line = _line(case, office_time)
        _place(line, case, late, window, definition)
        if decided and line.annex:
            _mark(line, decided)
        line.is_counted = units is None or line.unit_id in units
        if line.is_counted or (units is not None and line.annex_unit_id in units):
            lines.append(line)
    return lines


def _wanted(cases: Sequence[PeriodCase], window: Window) -> list[tuple[int, int]]:
    """The (case, life) pairs an annex could speak of."""
    wanted: list[tuple[int, int]] = []
    for case in cases:
        if case.outcome == "open_overdue":
            wanted.append((case.case_id, case.life))
        if case.answered_life is not None and not case.answered_in_time and _inside(case.answered_at, window):
            wanted.append((case.case_id, case.answered_life))
    return wanted


def _inside(at: datetime | None, window: Window) -> bool:
    return at is not None and window.start <= at < window.end


def _line(case: PeriodCase, office_time: Calendar) -> ReportLine:
    return ReportLine(
        case_id=case.case_id,
        code=case.code,
        source=case.source,
        source_id=case.source_id,
        received_at=case.received_at,
        channel=case.channel,
        petitioner_type=case.petitioner_type,
        is_confidential=case.is_confidential,
        is_child=case.is_child,
        summary=case.summary,
        entry=case.entry,
        entered_at=case.entered_at,
        week=monday(case.entered_at),
        outcome=case.outcome,
        is_late=case.is_late,
        kind=case.kind,
        urgency=case.urgency,
        category_id=case.category_id,
        area_id=case.area_id,
        conduct_unit_id=case.conduct_unit_id,
        due_at=case.due_at,
        unit_id=case.unit_id,
        holder_id=case.holder_id,
        answered_at=case.answered_at,
        answer_outcome=case.answer_outcome or "",
        answer_minutes=_answer_minutes(case, office_time),
        conclusion=case.conclusion or "",
        score=case.score,
        fixed=case.fixed or "",
    )


def monday(moment: datetime) -> date:
    day = civil_date(moment)
    return day - timedelta(days=day.weekday())


def _answer_minutes(case: PeriodCase, office_time: Calendar) -> int | None:
    """Office minutes from the beginning of this life to its answer; unknown outside the calendar's years."""
    if not case.outcome.startswith("answered") or case.answered_at is None:
        return None
    try:
        return working_minutes(case.life_since, case.answered_at, office_time)
    except OutsideCalendar:
        return None


def _place(
    line: ReportLine,
    case: PeriodCase,
    late: dict[tuple[int, int], LateLife],
    window: Window,
    definition: Definition,
) -> None:
    """Put the line into the first annex it belongs to; a case never stands in both."""
    lives = {PRESENT: case.life, ANSWERED: case.answered_life}
    candidates = {
        name: Candidate(case, late[case.case_id, life], window)
        for name, life in lives.items()
        if life is not None and (case.case_id, life) in late
    }
    for number, annex in ((1, definition.annex_1), (2, definition.annex_2)):
        it = belongs(annex, candidates) if candidates else None
        if it is not None:
            _tell(line, it, number)
            return


def _tell(line: ReportLine, it: Candidate, number: int) -> None:
    case, late, window = it.case, it.late, it.window
    term = term_for("answer", case.category_id, case.kind, case.urgency, case.received_at)
    assert term is not None  # an answer always has a term
    answered = late.life == case.answered_life
    until = case.answered_at if answered and case.answered_at else window.as_of
    line.annex = number
    line.annex_unit_id = late.charged_id
    line.annex_due_at = late.due_at
    line.forwarded_at = late.handed_at
    line.days_late = working_days_late(late.due_at, until, term.calendar)
    line.state = late.state(case.outcome, centre=window.centre)
    line.reminders = late.reminders
    line.handed_late = is_handed_late(late, term)
    line.cause = _cause(late, line.handed_late)


def is_handed_late(late: LateLife, term: TermView) -> bool:
    """The charged stay began with less than its own term left before the deadline then in force."""
    return late.due_when_handed is not None and term.due(late.handed_at).at > late.due_when_handed


def _cause(late: LateLife, handed_late: bool) -> str:
    """Only what the history itself shows; anything else is for the Office to say."""
    if late.was_sent_back:
        return WRONG_UNIT
    return HANDED_LATE if handed_late else UNKNOWN


def _mark(line: ReportLine, decided: dict[tuple[int, int], Decided]) -> None:
    found = decided.get((line.case_id, line.annex_unit_id or 0))
    if found is not None:
        line.cause = found.cause or line.cause
        line.exclusion = found.exclusion


def window_of(report: Report) -> Window:
    return Window(report.start, report.end, report.as_of)
