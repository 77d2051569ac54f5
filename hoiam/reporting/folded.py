"""Folded (cả báo cáo đọc lại): every figure of a report once more, counted from re-read histories.

For tests only. `promised` has the shape of the promise; `COUNTS` has each number a table shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from hoiam.calendars.lookup import calendar
from hoiam.calendars.terms import term_for
from hoiam.cases.figures import Window
from hoiam.categories.lookup import category_id
from hoiam.contacts.models import Contact
from hoiam.deadlines import working_days_late, working_minutes
from hoiam.kit.moments import VN, civil_date, iso, parse_moment

from .refolded import Done, Missed, Told, tell

Json = dict[str, Any]
CENTRE: Final = "1022"
MOMENT: Final = timedelta(microseconds=1)
OUTCOMES: Final = ("answered", "open")
COUNTED: Final = (
    "carried_in", "received", "reopened", "answered", "answered_in_time", "answered_late", "refused",
    "redirected", "withdrawn", "merged", "open", "open_in_time", "open_overdue", "rated", "satisfied",
)  # fmt: skip
COME: Final = ("contacts", "answered_on_the_spot")
ABOUT: Final = {"question": "procedure", "report": "report", "suggestion": "report", "support": "support"}


@dataclass
class Row:
    """One case of the period, as the re-reading found it."""

    record: Json
    entry: str
    entered_at: datetime
    told: Told
    annex: int = 0
    missed: Missed | None = None

    @property
    def source_id(self) -> str:
        return str(self.record["source_id"])

    @property
    def is_child(self) -> bool:
        return "split_from" in self.record

    @property
    def came(self) -> bool:
        return self.entry == "received" and not self.is_child

    @property
    def is_answered(self) -> bool:
        return self.told.outcome.startswith("answered")

    @property
    def conclusion(self) -> str:
        return self.told.answers[-1].conclusion if self.told.answers else ""

    @property
    def minutes(self) -> int | None:
        """Office minutes from the beginning of its present life to the answer."""
        if not self.is_answered:
            return None
        told = self.told
        begun = told.received_at if told.life == 1 else told.entered_at
        return working_minutes(begun, told.answers[-1].at, calendar())


@dataclass
class Came:
    """Somebody who came beside the cases of the period."""

    channel: str
    about: str
    petitioner_type: str
    is_answered: bool = False
    is_missed: bool = False
    is_called_back: bool = False


@dataclass
class Folded:
    """What the histories say of one period."""

    records: Sequence[Json]
    window: Window
    is_strict: bool
    made_at: datetime

    def _inside(self, at: datetime) -> bool:
        return self.window.start <= at < self.window.end

    @cached_property
    def rows(self) -> list[Row]:
        found = []
        for record in self.records:
            entry = _entry(record, self.window)
            told = tell(record, self.window.as_of)
            if entry is not None and told is not None:
                row = Row(record, *entry, told)
                row.annex, row.missed = _annex(told, self.window, self.is_strict)
                found.append(row)
        return found

    @cached_property
    def beside(self) -> list[Came]:
        """Whoever came again, as their case is when the report is made; whoever came without a case."""
        again = []
        for record in self.records:
            told, now = tell(record, self.window.end), tell(record, self.made_at)
            if told is None or now is None:
                continue
            who, about = record["petitioner"]["type"], ABOUT.get(now.kind, "other")
            again += [Came(channel, about, who) for at, channel in told.repeats if self._inside(at)]
        alone = [one for one in Contact.objects.all() if self._inside(one.at)]
        return again + [
            Came(
                one.channel, one.about, one.petitioner_type, one.is_answered, one.is_missed,
                one.called_back_at is not None,
            )
            for one in alone
        ]  # fmt: skip

    @cached_property
    def acts(self) -> list[Done]:
        """Of the cases of the period; a publication also of a case that was finished before it."""
        of_period = {row.source_id for row in self.rows}
        return [
            done
            for record in self.records
            for done in _acts(record, self.window)
            if done.act in ("publish", "unpublish") or record["source_id"] in of_period
        ]

    @cached_property
    def steps(self) -> list[tuple[str, str, str, str | None]]:
        found = []
        for record in self.records:
            told = tell(record, self.window.as_of)
            for step, due_at, done_at in _steps(told) if told else ():
                until = min(done_at or self.window.as_of, self.window.as_of)
                if self._inside(due_at) and due_at < until:
                    found.append((record["source_id"], step, iso(due_at), iso(done_at) if done_at else None))
        return sorted(found, key=str)

    def promised(self) -> Json:
        """The counts of the promise; rows by their own key."""
        return {
            "totals": counts(self.rows) | came(self.rows, self.beside),
            **{f"by_{name}": self.grouped(name) for name in KEYS},
            "annex_1": self.annex(1),
            "annex_2": self.annex(2),
            "late_steps": self.steps,
        }

    def grouped(self, name: str) -> dict[Any, Json]:
        key = KEYS[name]
        keys = dict.fromkeys(map(key, self.rows))
        if name == "channel":
            keys |= dict.fromkeys(one.channel for one in self.beside)
        return {one: self._of(name, one) for one in keys}

    def _of(self, name: str, one: Any) -> Json:
        rows = [row for row in self.rows if KEYS[name](row) == one]
        if name != "channel":
            return counts(rows)
        return came(rows, [c for c in self.beside if c.channel == one]) | counts(rows)

    def annex(self, number: int) -> list[Json]:
        return [_line(row, self.window) for row in self.rows if row.annex == number]


def _entry(record: Json, window: Window) -> tuple[str, datetime] | None:
    before = tell(record, window.start)
    if before is not None and before.is_open:
        return "carried_in", window.start
    told = tell(record, window.end)
    inside = [at for at in told.openings if at >= window.start] if told else []
    if not inside:
        return None
    return ("received" if before is None else "reopened"), inside[0]


def _annex(told: Told, window: Window, is_strict: bool) -> tuple[int, Missed | None]:
    late = told.missed if told.is_open and told.missed and told.missed.unit != CENTRE else None
    last = told.answers[-1] if told.answers else None
    answered = last.missed if last and window.start <= last.at < window.end else None
    if answered and answered.unit == CENTRE:
        answered = None
    if late:
        touched = any(at >= late.handed_at and unit == late.unit for at, unit in told.touched)
        return (2 if is_strict and touched else 1), late
    return (2, answered) if answered else (0, None)


def counts(rows: Sequence[Row]) -> Json:
    found: Counter[str] = Counter()
    for row in rows:
        outcome = row.told.outcome
        found.update([row.entry, outcome, *(name for name in OUTCOMES if outcome.startswith(name))])
        if row.told.scores:
            found["rated"] += 1
            found["satisfied"] += row.told.scores[-1] >= 4
    return {name: found[name] for name in COUNTED}


def came(rows: Iterable[Row], beside: Sequence[Came]) -> Json:
    whole = sum(row.came for row in rows) + len(beside)
    return dict(zip(COME, (whole, sum(one.is_answered for one in beside)), strict=True))


def _week(row: Row) -> str:
    year, number, _ = row.entered_at.astimezone(VN).isocalendar()
    return f"{year}-W{number:02}"


KEYS: Final[dict[str, Callable[[Row], Any]]] = {
    "unit": lambda row: row.told.unit,
    "category": lambda row: row.told.category,
    "kind": lambda row: row.told.kind,
    "petitioner_type": lambda row: row.record["petitioner"]["type"],
    "channel": lambda row: row.record["channel"],
    "area": lambda row: row.told.area,
    "week": _week,
}


def _line(row: Row, window: Window) -> Json:
    told, missed = row.told, row.missed
    assert missed is not None
    category = category_id(told.category, civil_date(told.received_at)) if told.category else None
    term = term_for("answer", category, told.kind, told.urgency, told.received_at)
    assert term is not None
    answered = told.answers[-1] if told.answers and told.answers[-1].missed is missed else None
    had = missed.due_when_handed
    handed_late = had is not None and term.due(missed.handed_at).at > had
    until = answered.at if answered else window.as_of
    last = iso(told.answers[-1].at) if told.answers else None
    return {
        "source": row.record["source"],
        "source_id": row.source_id,
        "received_at": iso(told.received_at),
        "channel": row.record["channel"],
        "category": told.category,
        "summary": row.record["summary"],
        "area": told.area,
        "forwarded_at": iso(missed.handed_at),
        "due_at": iso(missed.due_at),
        "days_late": working_days_late(missed.due_at, until, term.calendar),
        "unit": missed.unit,
        "holder": told.holder,
        "state": told.state,
        "reminders": told.reminders,
        "cause": "wrong_unit" if missed.was_sent_back else "handed_late" if handed_late else "unknown",
        "handed_late": handed_late,
        **({"answered_at": last} if row.annex == 2 else {}),
    }


def _acts(record: Json, window: Window) -> Iterator[Done]:
    told = tell(record, window.end)
    shown = {done.at for done in told.acts if done.act == "publish"} if told else set()
    for done in told.acts if told else ():
        if done.at < window.start or (done.act == "unpublish" and done.at in shown):
            continue
        if done.act in ("extend", "reopen"):
            then = tell(record, done.at + MOMENT)
            assert then is not None
            done.unit = then.holder
        yield done


def _steps(told: Told) -> list[tuple[str, datetime, datetime | None]]:
    return [*told.steps, *((step, due_at, None) for step, (due_at, _) in told.running.items())]


def _rows(holds: Callable[[Row], Any]) -> Callable[[Folded], int]:
    return lambda it: sum(bool(holds(row)) for row in it.rows)


def _outcome(*names: str) -> Callable[[Folded], int]:
    return _rows(lambda row: row.told.outcome in names)


def _acted(act: str, *means: str, other: bool = False) -> Callable[[Folded], int]:
    def is_counted(done: Done) -> bool:
        return done.act == act and (not means or (done.means in means) is not other)

    return lambda it: sum(map(is_counted, it.acts))


def _told(**wanted: Any) -> Callable[[Folded], int]:
    """Contacts beside the cases of which this holds."""

    def holds(one: Came) -> bool:
        return all(getattr(one, name) == value for name, value in wanted.items())

    return lambda it: sum(map(holds, it.beside))


def _came(case: Callable[[Row], Any], **wanted: Any) -> Callable[[Folded], int]:
    with_case, beside = _rows(lambda row: row.came and case(row)), _told(**wanted)
    return lambda it: with_case(it) + beside(it)


def _about(about: str) -> Callable[[Folded], int]:
    return _came(lambda row: ABOUT.get(row.told.kind, "other") == about, about=about)


def _from(who: str) -> Callable[[Folded], int]:
    return _came(lambda row: row.record["petitioner"]["type"] == who, petitioner_type=who)


def _concluded(*conclusions: str) -> Callable[[Folded], int]:
    return _rows(lambda row: row.told.conduct and row.conclusion in conclusions)


def _stepped(step: str) -> Callable[[Folded], int]:
    return lambda it: sum(named == step for _, named, _, _ in it.steps)


# Every number a table shows, by its name among behind.FIGURES.
COUNTS: Final[dict[str, Callable[[Folded], int]]] = {
    "to_handle": _rows(lambda row: True),
    "carried_in": _rows(lambda row: row.entry == "carried_in"),
    "received": _rows(lambda row: row.entry == "received"),
    "split_off": _rows(lambda row: row.entry == "received" and row.is_child),
    "cases": _rows(lambda row: row.came),
    "reopened": _rows(lambda row: row.entry == "reopened"),
    "answered": _outcome("answered_in_time", "answered_late"),
    "on_time": _outcome("answered_in_time", "answered_late", "open_overdue"),
    "open": _outcome("open_in_time", "open_overdue"),
    **{
        name: _outcome(name)
        for name in (
            "answered_in_time", "answered_late", "refused", "redirected", "withdrawn", "merged",
            "open_in_time", "open_overdue",
        )
    },
    "timed": _rows(lambda row: row.minutes is not None),
    "rated": _rows(lambda row: row.told.scores),
    "satisfied": _rows(lambda row: row.told.scores and row.told.scores[-1] >= 4),
    "matters": _rows(lambda row: row.told.kind in ("report", "suggestion")),
    "conduct": _rows(lambda row: row.told.conduct),
    "conduct_upheld": _concluded("upheld", "partly"),
    "conduct_not_upheld": _concluded("not_upheld"),
    "conduct_pending": _concluded(""),
    "contacts": _came(lambda row: True),
    **{about: _about(about) for about in ("procedure", "report", "support", "other")},
    **{who: _from(who) for who in ("person", "business")},
    "answered_on_the_spot": _told(is_answered=True),
    "missed": _told(is_missed=True),
    "called_back": _told(is_called_back=True),
    **{act: _acted(act) for act in ("send_back", "extend", "arbitrate", "reopen", "publish", "unpublish")},
    "reopen_share": lambda it: COUNTS["answered"](it) + COUNTS["reopen"](it),
    "remind_letter": _acted("remind", "letter"),
    "remind_telephone": _acted("remind", "phone"),
    "remind_other": _acted("remind", "letter", "phone", other=True),
    **{f"late_{step}": _stepped(step) for step in ("route", "arbitrate", "decide_extension", "call_back")},
}  # fmt: skip


def explained(it: Folded) -> int:
    """Of the answered: with nothing to be done. A measure no table shows but as a share."""
    return sum(row.is_answered and row.told.answers[-1].outcome == "explained" for row in it.rows)


def acts_of_units(it: Folded) -> Counter[tuple[str, str | None, str]]:
    return Counter((done.act, done.unit, done.means) for done in it.acts)


def minutes_of_units(it: Folded) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in it.rows:
        if row.minutes is not None:
            found.setdefault(row.told.unit, []).append(row.minutes)
    return {unit: sorted(minutes) for unit, minutes in found.items()}


def moments(records: Iterable[Json]) -> list[datetime]:
    return sorted({parse_moment(line["at"]) for record in records for line in record["history"]})
