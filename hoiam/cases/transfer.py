"""Transfer (chuyển giao do sắp xếp đơn vị): a reorganisation moves the work of a unit that ends.

State, deadline and history stay; only the holder changes. Never to the unit a case accuses. Undone, the case
goes back to a unit that may bear no code, or another's, on the day of the line: then `on` says on which day
the code is read (docs/decisions/0090).
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .change import Change
from .clocks import ACCEPT, hand_to, moved
from .forward import refuse_the_accused
from .lifecycle import Verb
from .line import THE_SYSTEM, Line
from .models import Case
from .policy import By, Rule, allow
from .snapshot import Rules, Snapshot
from .told import tell_unit
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if line.to is None or not line.facts.get("act"):
        raise Refused("Chuyển giao phải nêu đơn vị nhận và văn bản sắp xếp.")
    refuse_the_accused(case, line.to, line, rules)
    accepted_at = case.hop.accepted_at if case.hop else None
    sender = case.hop.sender if case.hop else None
    hand_to(change, line, line.to, sender=sender, accepted_at=accepted_at)
    if ACCEPT in case.clocks:
        change.end("due", {"clock": ACCEPT})
        change.begin(
            "due",
            clock=ACCEPT,
            life=case.life,
            due_at=case.clocks[ACCEPT],
            cause=line.verb,
            rule=str(line.facts["act"]),
            unit_id=line.to,
        )
    return change


@transaction.atomic
def transfer(
    case: Case,
    *,
    to: int,
    act: str,
    by: By = THE_SYSTEM,
    at: datetime | None = None,
    on: date | None = None,
    rules: tuple[Rule, ...] | None = None,
) -> Case:
    """Move the case to the unit with id `to` under the document `act`. For an applied reorganisation, or for
    a person allowed by `rules` who places what it could not."""
    held = hold(case, at)
    actor = allow(by, Verb.TRANSFER, held.case, held.at, rules=rules)
    code = directory().unit(to, on or civil_date(held.at)).code
    line = held.line(Verb.TRANSFER, by=actor, to=code, on=on and on.isoformat(), act=act)
    change = decide(held.snapshot, line, held.rules)
    sender = held.rules.unit_name(held.snapshot.holder, held.at)
    held.write(line, change)
    tell_unit(held.case, to, "transferred", at=held.at, sender=sender)
    return held.case
