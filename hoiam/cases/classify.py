"""Classify (phân loại): say what a case is about, how urgent it is, where, and whom it accuses.

The term is reckoned again from `received_at`, unless a deadline was given by hand; a deadline
that has passed stays missed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved, set_answer_due
from .line import Line
from .snapshot import Rules, Snapshot

TERM_DEPENDS_ON: Final = frozenset({"kind", "category", "urgency"})
DATED: Final = ("kind", "category", "urgency", "area", "conduct_unit")


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    changed = _changed(case, line)
    if changed:
        change.set(**changed)
        change.end("attributes")
        change.begin("attributes", **{k: changed.get(k, getattr(case, k)) for k in DATED})
    _describe(change, case, line, rules)
    if TERM_DEPENDS_ON & changed.keys() and not case.due_by_hand and case.paused_at is None:
        seen = replace(case, **{k: v for k, v in changed.items() if k in TERM_DEPENDS_ON})
        timed = rules.answer_due(seen)
        set_answer_due(change, case, timed.at, cause=line.verb, rule=timed.rule)
    return change


def _changed(case: Snapshot, line: Line) -> dict[str, Any]:
    """Only what really changes, so that a repeated classification leaves no row."""
    wanted: dict[str, Any] = {k: getattr(line, k) for k in TERM_DEPENDS_ON if k in line.given}
    if "place" in line.given:
        wanted["area"] = line.place.area if line.place else None
    if "conduct" in line.given:
        wanted["conduct_unit"] = line.conduct.unit if line.conduct else None
    return {k: v for k, v in wanted.items() if getattr(case, k) != v}


def _describe(change: Change, case: Snapshot, line: Line, rules: Rules) -> None:
    """What lists and documents show; words about people go to the erasable table."""
    if "place" in line.given and line.place:
        change.set(lat=line.place.lat, lng=line.place.lng)
        change.words["address"] = line.place.address
    if "summary" in line.given:
        change.set(summary=line.summary)
    if "conduct" in line.given:
        accused = line.conduct
        if accused and rules.walls(accused.unit, case.holder, line.at):
            raise Refused("Phản ánh đang ở đơn vị bị phản ánh hoặc cấp dưới; hãy Thu hồi trước khi ghi nhận về công vụ.")
        change.set(conduct_about=accused.about if accused else None)
        change.words["conduct_person"] = accused.person if accused else None
