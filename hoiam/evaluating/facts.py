"""Facts of a month (số liệu một tháng): the rows every figure counts, found from histories alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from hoiam.calendars.lookup import calendar
from hoiam.calendars.terms import term_for
from hoiam.cases.doings import (
    Doing,
    Holding,
    LateStretch,
    StepStretch,
    doings,
    holdings,
    late_stretches,
    step_stretches,
)
from hoiam.cases.figures import Window
from hoiam.kit.moments import VN, civil_date

from .late_days import ONE_DAY, Span, days_by_stay, days_in
from .measures import CONDUCT, EXPLAINED_ONLY, HANDED_LATE, REPORTED_DONE, Measure
from .models import Fact, Matter

Holdings = dict[int, list[Holding]]


def window_of(start: date) -> Window:
    """A calendar month as at its end."""
    following = (start.replace(day=28) + 4 * ONE_DAY).replace(day=1)
    begins, ends = (datetime.combine(day, time(), tzinfo=VN) for day in (start, following))
    return Window(begins, ends, ends)


def facts_of(window: Window) -> list[Fact]:
    """Unsaved facts of all units, in the order of what they count."""
    done, late, steps = doings(window), late_stretches(window), step_stretches(window)
    held = holdings({*(row.case_id for row in done), *(row.case_id for row in late)}, window.as_of)
    look = Look(window, held)
    facts = [
        *(fact for one in done for fact in look.doing(one)),
        *look.taken(done, late),
        *(fact for one in late for fact in look.stretch(one)),
        *(fact for one in steps for fact in look.step(one)),
    ]
    return [*_with_matters(facts, window)]


@dataclass(slots=True)
class Look:
    """One month being looked at: its days, and who held what when."""

    window: Window
    held: Holdings
    span: Span = field(init=False)

    def __post_init__(self) -> None:
        last = civil_date(self.window.end) - ONE_DAY
        self.span = Span(civil_date(self.window.start), last)

    def doing(self, one: Doing) -> Iterator[Fact]:
        if one.measure == Measure.REOPENED and one.detail not in REPORTED_DONE:
            return
        yield self._fact(one, one.measure)
        if one.detail == EXPLAINED_ONLY and one.measure.startswith("answered"):
            yield self._fact(one, Measure.EXPLAINED)

    def _fact(self, one: Doing, measure: str) -> Fact:
        is_of_the_unit = one.measure == Measure.ASSIGNED or one.measure in CONDUCT
        person = None if is_of_the_unit else self._person(one)
        return Fact(
            unit_id=one.unit_id,
            person_id=person,
            case_id=one.case_id,
            code=one.code,
            conduct_unit_id=one.conduct_unit_id,
            measure=measure,
            at=one.at,
            detail=one.detail,
        )

    def _person(self, one: Doing) -> int | None:
        """Who in the unit had it just before: an act ends a stay, or begins another."""
        before = [h for h in self.held.get(one.case_id, ()) if h.unit_id == one.unit_id and h.since <= one.at]
        if one.measure == Measure.REOPENED:
            before = [h for h in before if h.since < one.at]
        return before[-1].person_id if before else None

    def taken(self, done: Iterable[Doing], late: Iterable[LateStretch]) -> Iterator[Fact]:
        """What each person took on, or was given, in the month; once for each stay."""
        known = {row.case_id: (row.code, row.conduct_unit_id) for row in done}
        known |= {row.case_id: (row.code, row.conduct_unit_id) for row in late}
        for case, (code, conduct) in known.items():
            previous: Holding | None = None
            for one in self.held.get(case, ()):
                is_new = one.person_id is not None and (
                    previous is None or (one.unit_id, one.person_id) != (previous.unit_id, previous.person_id)
                )
                if is_new and self.window.start <= one.since < self.window.end:
                    yield Fact(
                        unit_id=one.unit_id,
                        person_id=one.person_id,
                        case_id=case,
                        code=code,
                        conduct_unit_id=conduct,
                        measure=Measure.TAKEN,
                        at=one.since,
                    )
                previous = one

    def stretch(self, one: LateStretch) -> Iterator[Fact]:
        term = term_for("answer", one.category_id, one.kind, one.urgency, one.received_at)
        assert term is not None  # an answer always has a term
        stays = self.held[one.case_id]
        passed_in = self.window.start <= one.passed_at < self.window.end
        charged = self._at(stays, one.passed_at)
        if passed_in:
            handed_late = one.due_when_handed is not None and term.due(one.handed_at).at > one.due_when_handed
            yield self._late(one, Measure.MISSED, charged, one.passed_at, HANDED_LATE if handed_late else "")
        if one.ended_at is None:
            yield self._late(one, Measure.OVERDUE, charged, one.passed_at)
        until = one.ended_at or self.window.as_of
        days = days_by_stay(one.due_at, until, stays, term.calendar, self.span)
        for position, count in sorted(days.items()):
            stay = stays[position]
            yield self._late(one, Measure.LATE_DAYS, stay, max(stay.since, one.passed_at), days=count)

    def _at(self, stays: list[Holding], moment: datetime) -> Holding:
        return next((stay for stay in reversed(stays) if stay.since <= moment), stays[0])

    def _late(
        self, one: LateStretch, measure: str, stay: Holding, at: datetime, detail: str = "", *, days: int = 0
    ) -> Fact:
        return Fact(
            unit_id=stay.unit_id,
            person_id=stay.person_id,
            case_id=one.case_id,
            code=one.code,
            conduct_unit_id=one.conduct_unit_id,
            measure=measure,
            at=at,
            days=days,
            detail=detail,
        )

    def step(self, one: StepStretch) -> Iterator[Fact]:
        days = days_in(one.due_at, one.done_at or self.window.as_of, calendar(), self.span)
        wanted = [
            (Measure.STEP_LATE, 0, self.window.start <= one.due_at < self.window.end),
            (Measure.STEP_DAYS, days, days > 0),
        ]
        for measure, count, is_there in wanted:
            if is_there:
                yield Fact(
                    unit_id=one.unit_id,
                    case_id=one.case_id,
                    code=one.code,
                    conduct_unit_id=one.conduct_unit_id,
                    measure=measure,
                    at=one.due_at,
                    days=count,
                    detail=one.step,
                )


def _with_matters(facts: Iterable[Fact], window: Window) -> Iterator[Fact]:
    """The finding of a matter stands instead of what the answer of its case said; a case counts once."""
    found = Matter.objects.filter(
        about=Matter.About.CONDUCT, found_at__gte=window.start, found_at__lt=window.end
    ).select_related("case")
    looked_into = set(
        Matter.objects.filter(
            about=Matter.About.CONDUCT, case__isnull=False, found_at__lt=window.as_of
        ).values_list("case_id", "accused_id")
    )
    for fact in facts:
        is_concluded = fact.measure == Measure.CONDUCT_CONCLUDED
        if not (is_concluded and (fact.case_id, fact.unit_id) in looked_into):
            yield fact
    for matter in found.order_by("found_at", "pk"):
        assert matter.found_at is not None
        yield Fact(
            unit_id=matter.accused_id,
            person_id=matter.accused_person_id,
            case_id=matter.case_id,
            code=matter.case.code if matter.case else "",
            conduct_unit_id=matter.accused_id,
            measure=Measure.CONDUCT_CONCLUDED,
            at=matter.found_at,
            detail=matter.finding,
        )
