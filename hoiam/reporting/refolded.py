"""Refolded (đọc lại bằng cách khác): a report again, from raw histories, one line after another.

For tests only. No SQL, no dated rows and none of the verbs' decisions: one pass over each history up to an
instant, with the rules of a life written down a second time. Terms, calendars and units are looked up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from hoiam.calendars.parameters import parameter
from hoiam.calendars.term_view import TermView
from hoiam.calendars.terms import term_for
from hoiam.categories.lookup import category_id
from hoiam.deadlines import Term, due, resume
from hoiam.deadlines.elapsed import share_used
from hoiam.kit.moments import civil_date, parse_moment

ENDS: Final = {"refuse": "refused", "redirect": "redirected", "withdraw": "withdrawn", "merge": "merged"}
OPEN: Final = ("received", "forwarded", "in_hand", "waiting")
STOPS_ROUTING: Final = ("forward", "answer", *ENDS)


@dataclass
class Missed:
    due_at: datetime
    at: datetime
    unit: str
    handed_at: datetime
    due_when_handed: datetime | None
    was_sent_back: bool


@dataclass
class Answered:
    at: datetime
    unit: str
    missed: Missed | None
    outcome: str
    conclusion: str


@dataclass
class Done:
    """Something a table counts. Whose case it was is read a moment later, when all of that moment is done."""

    act: str
    at: datetime
    unit: str | None = None
    means: str = ""


@dataclass
class Told:
    """One case as it stood at an instant, told by its lines alone."""

    record: dict[str, Any]
    received_at: datetime
    kind: str
    category: str | None
    urgency: str
    area: str | None
    conduct: str | None
    entered_at: datetime
    life: int = 1
    state: str = "received"
    before: str = ""  # the state before the case was asked about, or merged
    holder: str = "1022"
    since: datetime | None = None  # of the present stay
    sender: str | None = None
    senders: dict[str, str | None] = field(default_factory=dict)
    due_at: datetime | None = None
    due_since: datetime | None = None
    handed_due: datetime | None = None
    by_hand: bool = False
    asks: int = 0
    paused: tuple[datetime, datetime] | None = None  # since when, and the deadline that was in force then
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)  # of this life, and over
    missed: Missed | None = None
    returns: int = 0
    answers: list[Answered] = field(default_factory=list)
    scores: list[int] = field(default_factory=list)
    acts: list[Done] = field(default_factory=list)
    touched: list[tuple[datetime, str]] = field(default_factory=list)  # lines by units, notes apart
    reminders: int = 0
    repeats: list[tuple[datetime, str]] = field(default_factory=list)
    openings: list[datetime] = field(default_factory=list)
    running: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    steps: list[tuple[str, datetime, datetime | None]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def outcome(self) -> str:
        if self.is_open:
            return "open_overdue" if self.missed else "open_in_time"
        if self.state in ("answered", "closed"):
            return "answered_late" if self.missed else "answered_in_time"
        return self.state

    @property
    def unit(self) -> str:
        return self.missed.unit if self.missed else self.holder


def tell(record: dict[str, Any], until: datetime) -> Told | None:
    """Every line with at < until; None when the case did not exist yet."""
    received = parse_moment(record["received_at"])
    if received >= until:
        return None
    place, conduct = record.get("place") or {}, record.get("conduct") or {}
    told = Told(
        record=record,
        received_at=received,
        kind=record["kind"],
        category=record.get("category"),
        urgency=record["urgency"],
        area=place.get("area"),
        conduct=conduct.get("unit"),
        entered_at=received,
        since=received,
        senders={"1022": None},
        openings=[received],
    )
    _due(told, _term_due(told), received)
    told.handed_due = told.due_at
    _start(told, "route", received)
    for line in record["history"]:
        at = parse_moment(line["at"])
        if at >= until:
            break
        _notice(told, at)
        _apply(told, line, at)
    _notice(told, until)
    return told


def _notice(told: Told, now: datetime) -> None:
    """What has passed before the next line is missed, by whoever held the case when it passed."""
    if told.is_open and told.missed is None and told.due_at is not None and told.due_at < now:
        assert told.since is not None and told.due_since is not None
        passed = max(told.due_at, told.due_since)
        told.missed = Missed(told.due_at, passed, told.holder, told.since, told.handed_due, told.returns > 0)


def _term(told: Told) -> TermView:
    on = told.received_at
    category = category_id(told.category, civil_date(on)) if told.category else None
    term = term_for("answer", category, told.kind, told.urgency, on)
    assert term is not None
    return term


def _term_due(told: Told) -> datetime:
    return _term(told).due(_begun(told), tuple(told.pauses)).at


def _begun(told: Told) -> datetime:
    return told.received_at if told.life == 1 else told.entered_at


def _due(told: Told, due_at: datetime | None, at: datetime, *, by_hand: bool = False) -> None:
    told.due_at, told.due_since, told.by_hand = due_at, at, by_hand
    if at == told.since:  # given in the very second in which the case was handed over
        told.handed_due = due_at


def _start(told: Told, step: str, at: datetime) -> None:
    _stop(told, at, step)
    category = category_id(told.category, civil_date(told.received_at)) if told.category else None
    term = term_for(step, category, told.kind, told.urgency, told.received_at)
    if term is not None:
        told.running[step] = (term.due(at).at, step)


def _stop(told: Told, at: datetime, *steps: str) -> None:
    for step in steps:
        if step in told.running:
            told.steps.append((step, told.running.pop(step)[0], at))


def _hand(told: Told, unit: str, at: datetime, sender: str | None) -> None:
    told.holder, told.since, told.sender = unit, at, sender
    told.senders[unit] = sender
    told.handed_due = told.due_at


def _apply(told: Told, line: dict[str, Any], at: datetime) -> None:
    verb, by = line["verb"], line["by"]
    if "@" in by and verb != "note":
        told.touched.append((at, by.split("@")[1]))
    if verb in STOPS_ROUTING:
        _stop(told, at, "route", "arbitrate")
    if verb in ENDS:
        told.before, told.state = told.state, ENDS[verb]
    handler = HANDLERS.get(verb)
    if handler is not None:
        handler(told, line, at)


def _classify(told: Told, line: dict[str, Any], at: datetime) -> None:
    before = (told.kind, told.category, told.urgency)
    told.kind, told.category = line.get("kind", told.kind), line.get("category", told.category)
    told.urgency = line.get("urgency", told.urgency)
    if "place" in line:
        told.area = (line["place"] or {}).get("area")
    if "conduct" in line:
        told.conduct = (line["conduct"] or {}).get("unit")
    if before != (told.kind, told.category, told.urgency) and not told.by_hand and not told.paused:
        due_at = _term_due(told)
        if due_at != told.due_at:
            _due(told, due_at, at)


def _forward(told: Told, line: dict[str, Any], at: datetime) -> None:
    unit = line["by"].split("@")[1]
    told.state = "forwarded"
    _hand(told, line["to"], at, None if unit == "1022" else unit)
    if "due_at" in line:
        _due(told, parse_moment(line["due_at"]), at, by_hand=True)
        told.handed_due = told.due_at


def _back(told: Told, at: datetime, *, always_centre: bool) -> None:
    sender = told.sender
    if sender is None or always_centre:
        told.state = "received"
        _hand(told, "1022", at, None)
        _start(told, "arbitrate" if always_centre else "route", at)
        if always_centre:
            told.acts.append(Done("arbitrate", at, "1022"))
    else:
        told.state = "in_hand"
        _hand(told, sender, at, told.senders.get(sender))


def _send_back(told: Told, line: dict[str, Any], at: datetime) -> None:
    told.acts.append(Done("send_back", at, told.holder))
    told.returns += 1
    _back(told, at, always_centre=told.returns >= parameter("max_returns", at))


def _recall(told: Told, line: dict[str, Any], at: datetime) -> None:
    _back(told, at, always_centre=False)


def _extend(told: Told, line: dict[str, Any], at: datetime) -> None:
    told.acts.append(Done("extend", at))
    _due(told, parse_moment(line["due_at"]), at, by_hand=True)


def _reckon(told: Told, line: dict[str, Any], at: datetime) -> None:
    due_at = parse_moment(line["due_at"])
    if due_at != told.due_at or told.by_hand:
        _due(told, due_at, at, by_hand=told.by_hand)


def _answer(told: Told, line: dict[str, Any], at: datetime) -> None:
    said = line["outcome"], line.get("conclusion") or ""
    told.answers.append(Answered(at, told.holder, told.missed, *said))
    told.state = "answered"
    person = told.record["petitioner"]
    if told.record["channel"] == "phone" and person.get("phone") and not person.get("email"):
        _start(told, "call_back", at)


def _reopen(told: Told, line: dict[str, Any], at: datetime) -> None:
    told.acts.append(Done("reopen", at))
    _stop(told, at, "call_back")
    if told.state == "merged":
        told.state = "in_hand" if told.before == "waiting" else told.before
    else:
        told.state = "in_hand" if told.state in ("answered", "closed") else "received"
    told.missed, told.returns, told.asks = None, 0, 0
    told.paused, told.pauses = None, []
    told.life, told.entered_at = told.life + 1, at
    told.openings.append(at)
    by_hand = "due_at" in line
    _due(told, parse_moment(line["due_at"]) if by_hand else _term_due(told), at, by_hand=by_hand)
    if told.state == "received":
        _hand(told, "1022", at, None)
        _start(told, "route", at)
    else:
        _hand(told, told.holder, at, told.senders.get(told.holder))


def _accept(told: Told, line: dict[str, Any], at: datetime) -> None:
    told.state = "in_hand"


def _ask(told: Told, line: dict[str, Any], at: datetime) -> None:
    told.before, told.state = told.state, "waiting"
    term, due_at, asks = _term(told), told.due_at, told.asks
    told.asks += 1
    if not term.pause_days or asks >= term.pause_times or told.missed or due_at is None or due_at < at:
        return
    if share_used(_begun(told), due_at, at, term.calendar) <= term.ask_before:
        told.paused = (at, due_at)
        _due(told, None, at, by_hand=told.by_hand)


def _supply(told: Told, line: dict[str, Any], at: datetime) -> None:
    if told.state != "waiting":
        return
    told.state = told.before
    if told.paused is None:
        return
    term, (since, due_before) = _term(told), told.paused
    longest = due(since, Term.parse(f"{term.pause_days} working_days"), term.calendar).at
    pause = (since, min(at, longest))
    told.paused = None
    told.pauses.append(pause)
    moved = resume(due_before, pause, term.calendar) if told.by_hand else _term_due(told)
    _due(told, moved, at, by_hand=told.by_hand)


def _transfer(told: Told, line: dict[str, Any], at: datetime) -> None:
    _hand(told, line["to"], at, told.sender)


def _rate(told: Told, line: dict[str, Any], at: datetime) -> None:
    _stop(told, at, "call_back")
    told.scores.append(line["score"])


def _close(told: Told, line: dict[str, Any], at: datetime) -> None:
    _stop(told, at, "call_back")
    told.state = "closed"


def _remind(told: Told, line: dict[str, Any], at: datetime) -> None:
    told.reminders += 1
    told.acts.append(Done("remind", at, line["to"], line["means"]))


def _publish(told: Told, line: dict[str, Any], at: datetime) -> None:
    told.acts.append(Done("publish", at))


def _unpublish(told: Told, line: dict[str, Any], at: datetime) -> None:
    told.acts.append(Done("unpublish", at))


def _add_contact(told: Told, line: dict[str, Any], at: datetime) -> None:
    told.repeats.append((at, line["channel"]))


HANDLERS: Final = {
    "classify": _classify,
    "accept": _accept,
    "ask": _ask,
    "supply": _supply,
    "forward": _forward,
    "send_back": _send_back,
    "recall": _recall,
    "extend": _extend,
    "reckon": _reckon,
    "answer": _answer,
    "reopen": _reopen,
    "transfer": _transfer,
    "rate": _rate,
    "close": _close,
    "remind": _remind,
    "publish": _publish,
    "unpublish": _unpublish,
    "add_contact": _add_contact,
}
