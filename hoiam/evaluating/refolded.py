"""Re-read (đọc lại lịch sử): the facts of a month from plain lines, to prove the SQL by. Shares none of it.

It folds each history anew for every line and every midnight: slow, and nothing could be simpler.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final

from hoiam.calendars.terms import TermView, term_for
from hoiam.cases.figures import Window
from hoiam.categories.lookup import category_id
from hoiam.kit.moments import VN, civil_date, parse_moment
from hoiam.reporting.refolded import Missed, Told, tell

TICK: Final = timedelta(microseconds=1)
ONE_DAY: Final = timedelta(days=1)
HANDING: Final = frozenset({"forward", "send_back", "recall", "reopen", "transfer"})
Line = tuple[datetime, dict[str, Any]]


@dataclass(slots=True)
class Again:
    """One record read again inside one month."""

    record: dict[str, Any]
    window: Window
    lines: list[Line] = field(init=False)
    found: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # (measure, unit, detail)
    days: Counter[str] = field(default_factory=Counter)  # working days late by unit
    steps: Counter[str] = field(default_factory=Counter)
    life: int = 1
    answered_by: dict[int, tuple[str, str]] = field(default_factory=dict)
    scores: dict[int, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lines = [(parse_moment(line["at"]), line) for line in self.record["history"]]
        self.lines = [line for line in lines if line[0] < self.window.as_of]

    def read(self) -> Again:
        if self.last is not None:
            self._lines()
            self._conduct()
            self._late()
            self._steps()
        return self

    @property
    def last(self) -> Told | None:
        return tell(self.record, self.window.as_of)

    def _after(self, count: int, until: datetime) -> Told:
        """As it stood just before `until`, had only the first `count` lines been written."""
        told = tell(self.record | {"history": self.record["history"][:count]}, until)
        assert told is not None
        return told

    def _inside(self, at: datetime) -> bool:
        return self.window.start <= at < self.window.end

    def _count(self, measure: str, unit: str, detail: str, at: datetime) -> None:
        if self._inside(at):
            self.found[measure, unit, detail] += 1

    def _lines(self) -> None:
        self._count("assigned", "1022", "receive", parse_moment(self.record["received_at"]))
        for number, (at, line) in enumerate(self.lines):
            before, after = self._after(number, at + TICK), self._after(number + 1, at + TICK)
            if line["verb"] in HANDING:
                self._count("assigned", after.holder, line["verb"], at)
            read = getattr(self, f"_{line['verb']}", None)
            if read is not None:
                read(number, line, before, after)
        for unit, score in self.scores.values():
            self.found["rated", unit, score] += 1

    def _answer(self, number: int, line: dict[str, Any], before: Told, after: Told) -> None:
        at, outcome = self.lines[number][0], line["outcome"]
        self.answered_by[self.life] = (before.holder, outcome)
        self._count("answered_late" if after.missed else "answered_in_time", before.holder, outcome, at)
        if outcome == "explained":
            self._count("explained", before.holder, outcome, at)
        accused = self.last.conduct if self.last else None
        if line.get("conclusion") and accused:
            self._count("conduct_concluded", accused, line["conclusion"], at)

    def _send_back(self, number: int, line: dict[str, Any], before: Told, after: Told) -> None:
        wrongly = any(self._handed_again(number, before.holder))
        measure = "sent_back_wrongly" if wrongly else "sent_back"
        self._count(measure, before.holder, "", self.lines[number][0])

    def _handed_again(self, number: int, unit: str) -> Iterator[bool]:
        """Whether each later line of the same life hands the case to that unit once more."""
        for later in range(number, len(self.lines)):
            at, line = self.lines[later]
            if line["verb"] == "reopen":
                return
            yield line["verb"] in HANDING and self._after(later + 1, at + TICK).holder == unit

    def _extend(self, number: int, line: dict[str, Any], before: Told, after: Told) -> None:
        self._count("extended", before.holder, "", self.lines[number][0])

    def _reopen(self, number: int, line: dict[str, Any], before: Told, after: Told) -> None:
        unit, outcome = self.answered_by.get(self.life, ("", ""))
        self.life += 1
        if outcome == "done":
            self._count("reopened", unit, outcome, self.lines[number][0])

    def _rate(self, number: int, line: dict[str, Any], before: Told, after: Told) -> None:
        if self._inside(self.lines[number][0]) and self.life in self.answered_by:
            self.scores[self.life] = (self.answered_by[self.life][0], str(line["score"]))

    def _conduct(self) -> None:
        """Received when that unit was first accused, if it still is at the end of the month."""
        said = [(parse_moment(self.record["received_at"]), self.record.get("conduct"))]
        said += [(at, line["conduct"]) for at, line in self.lines if "conduct" in line]
        first: dict[str, datetime] = {}
        for at, conduct in said:
            if conduct:
                first.setdefault(conduct["unit"], at)
        accused = self.last.conduct if self.last else None
        if accused in first:
            self._count("conduct_received", accused, "", first[accused])

    def _late(self) -> None:
        for missed, holder, ended in self._late_lives():
            term = self._term()
            had = missed.due_when_handed
            handed_late = had is not None and term.due(missed.handed_at).at > had
            self._count("missed", missed.unit, "handed_late" if handed_late else "", missed.at)
            if ended is None:
                self.found["overdue", missed.unit, ""] += 1
            self._late_days(missed, holder, ended or self.window.as_of, term)

    def _late_days(self, missed: Missed, holder: str, until: datetime, term: TermView) -> None:
        day = civil_date(missed.due_at) + ONE_DAY
        while day <= civil_date(until):
            midnight = datetime.combine(day + ONE_DAY, time(), tzinfo=VN)
            if self._inside(midnight - TICK) and term.calendar.day(day).works:
                told = tell(self.record, midnight) if midnight < until else None
                self.days[told.holder if told else holder] += 1
            day += ONE_DAY

    def _late_lives(self) -> Iterator[tuple[Missed, str, datetime | None]]:
        """(what was missed, who held it at the end, when it ended or None) of each life that was late."""
        for number, (at, _) in enumerate(self.lines):
            before, after = self._after(number, at + TICK), self._after(number + 1, at + TICK)
            if before.is_open and before.missed and (not after.is_open or after.life != before.life):
                just_before = tell(self.record, at)
                yield before.missed, (just_before or before).holder, at
        told = self.last
        if told and told.is_open and told.missed:
            yield told.missed, told.holder, None

    def _term(self) -> TermView:
        told = self.last
        assert told is not None
        on = civil_date(told.received_at)
        category = category_id(told.category, on) if told.category else None
        term = term_for("answer", category, told.kind, told.urgency, told.received_at)
        assert term is not None
        return term

    def _steps(self) -> None:
        told = self.last
        assert told is not None
        for step, due_at, done_at in told.steps:
            self.steps[step] += self._inside(due_at) and due_at < (done_at or self.window.as_of)
        for step, (due_at, _) in told.running.items():
            self.steps[step] += self._inside(due_at)
