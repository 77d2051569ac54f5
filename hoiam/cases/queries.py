"""Questions about cases (câu hỏi về phản ánh): the one public face of the case tables for reading.

Whoever stands above asks here. What a person may see is decided once, in `visible_to`; the functions that
take no person are for the petitioner's own page and for machines that answer for it themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.ids import read_code
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import phone_hashes
from hoiam.units.directory import directory

from .clocks import ANSWER, CALL_BACK
from .lifecycle import OPEN, Verb, is_allowed
from .models import Answer, Assignment, Attachment, Case, Due, Event, ExtensionRequest, Reminder
from .pages import shown
from .people import cases_of_phone, may_see_identity, secret_hash
from .policy import ASKING_EXTENSION, TELLING_BY_CALL, may
from .present import Present, present_of
from .sentences import PUBLIC_WORDS, Told, actor_name, public_sentence, staff_sentence
from .visible import CaseQuerySet
from .windows import may_reopen, reopen_until

__all__ = [
    "AnswerView",
    "HistoryLine",
    "Present",
    "answers_of",
    "attachment",
    "attachments_of",
    "awaits_call",
    "broken_promises",
    "case_by_code",
    "case_of_code_and_phone",
    "case_of_secret",
    "cases_of_caller",
    "dues_of",
    "history_of",
    "hops_of",
    "late_dues",
    "may_reopen",
    "may_see_identity",
    "may_tell_by_call",
    "open_cases_of_phone",
    "pending_extension",
    "permitted",
    "present_of",
    "public_history_of",
    "reopen_until",
    "reminders_of",
    "rows_of_ids",
    "running_clocks",
    "running_dues",
    "superior_of",
    "visible_cases",
]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line as a sentence; `words` are what was written with it."""

    seq: int
    at: datetime
    recorded_at: datetime
    verb: str
    sentence: str
    words: str
    is_erased: bool = False
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer that was sent, with its words."""

    at: datetime
    life: int
    unit: int
    outcome: str
    text: str
    due_at: datetime | None
    in_time: bool


# -- finding ------------------------------------------------------------------------------------------


def visible_cases(person: Person, at: datetime | None = None) -> CaseQuerySet:
    """All the cases this person may see: where every list, search and count begins."""
    return Case.objects.visible_to(person, at)


def case_by_code(code: str, person: Person, at: datetime | None = None) -> Case | None:
    """The case of that code if this person may see it; None just as for a code nobody has."""
    digits = _digits(code)
    shown = visible_cases(person, at).select_related("text", "category", "assignee", "merged_into", "parent")
    return shown.filter(code=digits).first() if digits else None


def case_of_code_and_phone(code: str, phone: str) -> Case | None:
    """For the petitioner: a wrong code and a wrong telephone give the same nothing."""
    digits = _digits(code)
    try:
        mine = cases_of_phone(phone)
    except Refused:
        return None
    return Case.objects.filter(code=digits, pk__in=mine).first() if digits else None


def case_of_secret(secret: str) -> Case | None:
    """For the petitioner's private link."""
    return Case.objects.filter(petitioner__secret_hash=secret_hash(secret)).first() if secret else None


def open_cases_of_phone(phone: str) -> CaseQuerySet:
    """What this telephone still waits for, the newest first: a repeat contact joins one of these."""
    theirs = Case.objects.open().filter(petitioner__phone_hash__in=phone_hashes(phone))
    return theirs.order_by("-received_at", "-id")


def _digits(code: str) -> str | None:
    try:
        return read_code(code)
    except Refused:
        return None


def cases_of_caller(phone: str, person: Person, at: datetime | None = None, *, most: int = 20) -> list[Case]:
    """What this telephone brought, the newest first, for whoever takes a call. A wrong number has nothing."""
    try:
        theirs = cases_of_phone(phone)
    except Refused:
        return []
    found = shown(visible_cases(person, at).filter(pk__in=theirs)).order_by("-received_at", "-id")
    return list(found[:most])


def rows_of_ids(person: Person, ids: list[int], at: datetime | None = None) -> list[Case]:
    """These cases as rows of a list, in the order given, as far as this person may see them."""
    found = {case.pk: case for case in shown(visible_cases(person, at).filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


# -- what may be done ---------------------------------------------------------------------------------


def permitted(person: Person, case: Case, at: datetime | None = None) -> list[Verb]:
    """The verbs this person may do to this case now, in the order of the life. Their panels are shown."""
    at = at or now()
    if not visible_cases(person, at).filter(pk=case.pk).exists():
        return []
    return [verb for verb in Verb if is_allowed(case.state, verb) and _may(person, verb, case, at)]


def _may(person: Person, verb: Verb, case: Case, at: datetime) -> bool:
    if verb == Verb.EXTEND and may(person, verb, case, at, rules=ASKING_EXTENSION):
        return True
    if verb == Verb.PUBLISH and case.conduct_unit_id is not None:
        return False
    return (verb != Verb.UNPUBLISH or case.is_published) and may(person, verb, case, at)


def may_tell_by_call(person: Person, case: Case, at: datetime | None = None) -> bool:
    """The petitioner waits to be called, and this person may do it (panel `cases:call_back`)."""
    at = at or now()
    return may(person, Verb.NOTE, case, at, rules=TELLING_BY_CALL) and awaits_call(case)


def awaits_call(case: Case) -> bool:
    return CALL_BACK in running_clocks(case)


def running_clocks(case: Case) -> dict[str, datetime | None]:
    """Clock → its deadline, of every clock that runs for the case."""
    running = Due.objects.filter(case=case, until=None)
    return dict(running.values_list("clock", "due_at"))


# -- history ------------------------------------------------------------------------------------------


def history_of(case: Case) -> list[HistoryLine]:
    """The whole history as staff read it. Three queries, however long it is."""
    return [_line(told, staff_sentence(told), _all_words(told)) for told in _told(case)]


def public_history_of(case: Case) -> list[HistoryLine]:
    """The history as its petitioner reads it: no official is named, nothing between colleagues is shown."""
    lines = []
    for told in _told(case):
        sentence = public_sentence(told)
        if sentence is not None:
            shown = told.event.verb in PUBLIC_WORDS
            words = told.words.get("text") or told.words.get("contact") or ""
            lines.append(_line(told, sentence, str(words) if shown else ""))
    return lines


def _told(case: Case) -> Iterable[Told]:
    events = Event.objects.filter(case=case).select_related("person", "text").order_by("seq")
    dues = list(Due.objects.filter(case=case, clock=ANSWER).order_by("since", "id"))
    times: Counter[str] = Counter()
    outcome, names, left = "", _colleagues(events), _recalled_from(case, events)
    for event in events:
        times[event.verb] += 1
        words = event.text.body if hasattr(event, "text") else {}
        in_force = [due.due_at for due in dues if due.since <= event.at]
        due_at = in_force[-1] if in_force else None
        if event.verb == Verb.ANSWER:
            outcome = event.facts.get("outcome") or words.get("outcome", "")
        name = names.get(_username(words), "") if event.verb == Verb.ASSIGN else ""
        by, number = actor_name(event), times[event.verb]
        yield Told(event, words, by, number, due_at, outcome, name, left.get(event.at))


def _colleagues(events: Iterable[Event]) -> dict[str, str]:
    """Names of those the case was assigned to: one query, and none when nobody was."""
    texts = [event.text.body for event in events if event.verb == Verb.ASSIGN and hasattr(event, "text")]
    usernames = {_username(words) for words in texts}
    if not usernames:
        return {}
    return dict(Person.objects.filter(username__in=usernames).values_list("username", "full_name"))


def _recalled_from(case: Case, events: Iterable[Event]) -> dict[datetime, int]:
    """Moment → the unit it was taken back from: one query, and none when it never was."""
    if all(event.verb != Verb.RECALL for event in events):
        return {}
    hops = Assignment.objects.filter(case=case, ended_by=Verb.RECALL)
    return {until: unit for until, unit in hops.values_list("until", "unit_id") if until}


def _username(words: dict[str, Any]) -> str:
    return str(words.get("person", "")).partition("@")[0]


def _line(told: Told, sentence: str, words: str) -> HistoryLine:
    event = told.event
    is_erased = hasattr(event, "text") and event.text.erased_at is not None
    return HistoryLine(
        event.seq, event.at, event.recorded_at, event.verb, sentence, words, is_erased, event.unit_id
    )


# What a sentence has said already is not said again under it.
_IN_SENTENCE: dict[str, frozenset[str]] = {
    Verb.ASK: frozenset({"text"}),
    Verb.JOIN: frozenset({"text"}),
    Verb.REMIND: frozenset({"reply"}),
}


def _all_words(told: Told) -> str:
    said = _IN_SENTENCE.get(told.event.verb, frozenset())
    keys = ("title", "text", "contact", "note", "reply")
    return "\n\n".join(str(told.words[key]) for key in keys if key not in said and told.words.get(key))


# -- what belongs to a case ---------------------------------------------------------------------------


def answers_of(case: Case) -> list[AnswerView]:
    """Every answer sent, the last one first, with its words."""
    texts: dict[datetime, Any] = {
        event.at: event.text.body.get("text", "") if hasattr(event, "text") else ""
        for event in Event.objects.filter(case=case, verb=Verb.ANSWER).select_related("text")
    }
    rows = Answer.objects.filter(case=case).order_by("-life")
    return [
        AnswerView(r.at, r.life, r.unit_id, r.outcome, texts.get(r.at, ""), r.due_at, r.in_time) for r in rows
    ]


def attachments_of(case: Case, purpose: str | None = None) -> list[Attachment]:
    """Files of the case with their rows, oldest first: `petition`, `proof`, `work` or all."""
    found = Attachment.objects.filter(case=case).select_related("file").order_by("at", "id")
    return list(found.filter(purpose=purpose) if purpose else found)


def attachment(number: int, person: Person, at: datetime | None = None) -> Attachment | None:
    """One file of a case this person may see; None just as for a number nobody has."""
    seen = visible_cases(person, at).values("pk")
    return Attachment.objects.filter(pk=number, case__in=seen).select_related("file").first()


def hops_of(case: Case) -> list[Assignment]:
    """Every stay with a unit, oldest first."""
    return list(Assignment.objects.filter(case=case).order_by("since", "id"))


def dues_of(case: Case, clock: str = ANSWER) -> list[Due]:
    """Every deadline of a clock while it was in force, oldest first, with its cause and its rule."""
    return list(Due.objects.filter(case=case, clock=clock).order_by("since", "id"))


def pending_extension(case: Case) -> ExtensionRequest | None:
    return ExtensionRequest.objects.filter(case=case, until=None).select_related("asked_by").first()


def superior_of(case: Case, at: datetime) -> int | None:
    """The unit above the holder: where somebody who disagrees may ask for another look."""
    return directory().parent(case.holder_id, civil_date(at))


def reminders_of(cases: Iterable[int]) -> list[Reminder]:
    """Whoever was urged about these cases, by what means, and what was promised; the last one first."""
    return list(Reminder.objects.filter(case__in=cases).order_by("-at", "-id"))


# -- time that runs: for the loops of the house, which ask nobody's permission ------------------------


def running_dues(clock: str, until: datetime) -> QuerySet[Due]:
    """Deadlines of a clock in force that fall not later than `until`, the earliest first, with their case.

    `known_at` is when they were written down here; what had passed by then is nobody's to chase.
    """
    running = Due.objects.filter(clock=clock, until=None, due_at__lte=until).select_related("case__assignee")
    known = running.annotate(known_at=_written_down(OuterRef("since")))
    return known.filter(due_at__gt=F("known_at")).order_by("due_at", "case")


def late_dues(person: Person, at: datetime) -> QuerySet[Due]:
    """Deadlines of every clock that have passed, of the cases this person may see; `charged` must act.

    What was missed stays late, whatever deadline is in force now. `words` are the first ones said.
    """
    late = Q(due_at__lt=at) | Q(clock=ANSWER, case__missed_at__isnull=False)
    found = Due.objects.filter(late, until=None, case__in=visible_cases(person, at).values("pk"))
    return found.annotate(charged=Coalesce("unit", "case__holder"), words=Left("case__text__content", 160))


def broken_promises(at: datetime) -> QuerySet[Reminder]:
    """What a unit promised for a moment now past and has not done: the last word on a case it still holds.

    `asked_by` is the person who was given the promise, `known_at` when that was written down here.
    """
    same_line = Event.objects.filter(case=OuterRef("case"), verb=Verb.REMIND, at=OuterRef("at"))
    later = Reminder.objects.filter(case=OuterRef("case"), at__gt=OuterRef("at"))
    last = Reminder.objects.filter(
        ~Exists(later),
        promised_at__lt=at,
        case__state__in=OPEN,
        case__reminders__gt=0,  # few are: what closed cases were ever promised is not gone through
        case__holder=F("unit"),
        at__gte=F("case__entered_at"),
    )
    known = last.annotate(
        asked_by=Subquery(same_line.values("person")[:1]), known_at=_written_down(OuterRef("at"))
    )
    return known.select_related("case__assignee").order_by("promised_at", "pk")


def _written_down(at: OuterRef) -> Subquery:
    """When we learnt of the line of that moment: a history may come in long after it happened."""
    lines = Event.objects.filter(case=OuterRef("case"), at=at).order_by().values("case")
    return Subquery(lines.annotate(known=Max("recorded_at")).values("known"))
