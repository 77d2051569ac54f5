"""The agenda (chương trình phiên rà soát): from data since the session before, and what is left of it.

First what was not done, then by how pressing the ground is, then by the age of the case.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hoiam.cases.queries import present_of
from hoiam.cases.reviewable import Found, Span, done_since, reviewable
from hoiam.directing.models import Line
from hoiam.directing.settling import Stand, stand_of
from hoiam.kit.moments import civil_date
from hoiam.letters.models import State

from .decisions import last_decisions
from .models import Item, Session
from .seats import within
from .words import DOING, Choice, Ground, proposal_of


def prepare(session: Session, before: Session | None) -> list[Item]:
    """The lines of a session that was just opened, not yet written."""
    on = civil_date(session.opened_at)
    found = reviewable(Span(session.since, session.opened_at, within(session.authority_id, on)))
    _directed(found, session.authority_id)
    carried = left_over(before) if before else {}
    for case, (_, choice) in carried.items():
        found.setdefault(case, {})[Ground.CARRIED] = choice
    cases = sorted(found, key=lambda case: (_rank(found[case]), case))
    return [
        Item(
            session=session,
            no=no,
            case_id=case,
            grounds=found[case],
            proposal=_proposal(found[case]),
            carried_from=carried[case][0] if case in carried else None,
        )
        for no, case in enumerate(cases, start=1)
    ]


def _rank(grounds: dict[str, Any]) -> int:
    return min(list(Ground).index(Ground(ground)) for ground in grounds)


def _proposal(grounds: dict[str, Any]) -> str:
    """A line that was decided on and not carried out is proposed as it was decided."""
    decided = grounds.get(Ground.CARRIED)
    return decided if decided in DOING else proposal_of(list(grounds))


def _directed(found: Found, authority: int) -> None:
    """Lines of the authority's directives in force whose case is not settled."""
    rows = Line.objects.filter(
        directive__issuer=authority,
        directive__document__state__in=(State.ISSUED, State.CORRECTED),
        case__isnull=False,
    ).values_list("case", "directive__document__number_symbol")
    named = {case: symbol for case, symbol in rows if case is not None}
    cases = present_of(named)
    for case, symbol in named.items():
        if stand_of(cases.get(case)) in (Stand.OPEN, Stand.DENIED):
            found.setdefault(case, {})[Ground.DIRECTED] = symbol


def left_over(before: Session) -> dict[int, tuple[Item, str]]:
    """Lines of that session put off, not reached, or decided and not carried out: case → (line, choice)."""
    items = list(before.items.all())
    decided = last_decisions(items)
    left = {item.case_id: (item, "") for item in items if item.pk not in decided}
    doing: dict[int, tuple[Item, str]] = {}
    moments: dict[int, datetime] = {}
    for item in items:
        decision = decided.get(item.pk)
        if decision is None:
            continue
        if decision.choice == Choice.DEFER:
            left[item.case_id] = (item, decision.choice)
        elif decision.choice in DOING:
            doing[item.case_id] = (item, decision.choice)
            moments[item.case_id] = decision.at
    done = done_since(moments, {case: DOING[Choice(choice)].verbs for case, (_, choice) in doing.items()})
    present = present_of(doing)
    for case, (item, choice) in doing.items():
        is_past = choice != Choice.PUBLISH and not present[case].is_open
        if case not in done and not is_past:
            left[case] = (item, choice)
    return left
