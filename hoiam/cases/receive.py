"""Receive (tiếp nhận): a citizen's or business's word becomes a case, once.

The answer deadline starts at `received_at`, by the term row valid then. The centre holds the case
until somebody forwards it, against a clock of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from hoiam.calendars.term_view import TermView
from hoiam.files.models import File
from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused

from .accusing import refuse_what_nobody_could_see
from .change import Change, advance
from .clocks import ANSWER, ROUTE, start
from .lifecycle import State, Verb
from .line import Actor, Line
from .models import Case
from .petition import Petition
from .snapshot import Rules, Snapshot
from .told import tell_petitioner
from .world import World, world
from .write import attach, free_code, write_new


def decide(petition: Petition, rules: Rules, by: Actor) -> tuple[Snapshot, Change, Line]:
    """The first snapshot, the rows it opens, and the `receive` line of its history."""
    if not petition.content.strip():
        raise Refused("Phản ánh chưa có nội dung.")
    place, accused, at = petition.place, petition.conduct, petition.received_at
    refuse_what_nobody_could_see(accused and accused.unit, rules, at)
    case = Snapshot(
        state=State.RECEIVED,
        received_at=at,
        entered_at=at,
        last_at=at,
        kind=petition.kind,
        urgency=petition.urgency,
        petitioner_type=petition.petitioner_type,
        channel=petition.channel,
        holder=rules.centre(at),
        category=petition.category,
        area=place.area if place else None,
        lat=place.lat if place else None,
        lng=place.lng if place else None,
        summary=petition.summary,
        conduct_unit=accused.unit if accused else None,
        conduct_about=accused.about if accused else None,
        calls_back=petition.calls_back,
        may_publish=petition.may_publish,
    )
    line = first_line(petition, rules, by)
    change = Change(State.RECEIVED)
    timed = rules.answer_due(case)
    change.set(due_at=timed.at)
    change.begin("span", life=1, entered_by=line.verb)
    change.begin("segment", life=1, is_running=True)
    change.begin("assignment", unit_id=case.holder, sender_id=None, accepted_at=None, via=line.verb)
    change.begin("due", clock=ANSWER, life=1, due_at=timed.at, cause=line.verb, rule=timed.rule, unit_id=None)
    change.begin(
        "attributes",
        kind=case.kind,
        category=case.category,
        urgency=case.urgency,
        area=case.area,
        conduct_unit=case.conduct_unit,
    )
    start(change, case, ROUTE, line, rules, unit=case.holder)
    advance(case, change, line)
    case.seq = 0
    return case, change, line


def first_line(petition: Petition, rules: Rules, by: Actor) -> Line:
    """What was said on the day of receipt, in the exchange format's words; no later line changes it."""
    at, place, accused = petition.received_at, petition.place, petition.conduct
    facts: dict[str, Any] = {
        "kind": petition.kind,
        "category": rules.category_code(petition.category) if petition.category else None,
        "urgency": petition.urgency,
        "channel": petition.channel,
        "parent": petition.parent_code,
        "may_publish": petition.may_publish,
    }
    texts = {"summary": petition.summary}
    if place:
        area = rules.area_code(place.area, at) if place.area else None
        facts["place"] = {"area": area, "lat": place.lat, "lng": place.lng}
        texts["address"] = place.address
    if accused:
        facts["conduct"] = {"unit": rules.unit_code(accused.unit, at), "about": accused.about}
        texts["conduct_person"] = accused.person
    said = {key: text for key, text in texts.items() if text}
    known = {key: value for key, value in facts.items() if value is not None}
    return Line(verb=Verb.RECEIVE, at=at, by=by, facts=known, texts=said)


@transaction.atomic
def receive(petition: Petition, *, by: Actor, files: Sequence[File] = (), at: datetime | None = None) -> Case:
    """Make the case. Doors guard against doing it twice with `once` (an idempotency key)."""
    rules: World = world()
    recorded_at = at or now()
    if petition.received_at > recorded_at:
        raise Refused("Thời điểm tiếp nhận không thể ở tương lai.")
    petition.code = petition.code or free_code(petition.received_at)
    snapshot, change, line = decide(petition, rules, by)
    case = write_new(petition, snapshot, change, line, recorded_at=recorded_at)
    attach(case, None, files, purpose="petition", at=petition.received_at)
    _tell(case, rules.answer_term(snapshot))
    return case


def _tell(case: Case, term: TermView) -> None:
    """A day is promised only where somebody has set the term; else it is told when the case is sent on."""
    promised = {"due_at": case.due_at, "term_words": term.words, "basis": term.basis} if term.is_set else {}
    tell_petitioner(case, "received", at=case.received_at, **{"due_at": None, **promised})
