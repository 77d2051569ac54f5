"""Comparing (đối chiếu): in what a recount differs from the version before, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from hoiam.kit.ids import show_code
from hoiam.kit.moments import iso

from .models import ReportLine, ReportStep

# What a line says of its case; words and helpers that no figure counts are left out.
COMPARED: Final = (
    "entry",
    "outcome",
    "unit_id",
    "holder_id",
    "kind",
    "category_id",
    "area_id",
    "conduct_unit_id",
    "due_at",
    "answered_at",
    "score",
    "annex",
    "annex_unit_id",
    "annex_due_at",
    "days_late",
    "state",
    "reminders",
    "cause",
    "exclusion",
    "handed_late",
)
Difference = dict[str, Any]


def differences(
    before: Iterable[ReportLine],
    after: Iterable[ReportLine],
    steps_before: Iterable[ReportStep] = (),
    steps_after: Iterable[ReportStep] = (),
) -> list[Difference]:
    """A case that came or went is one difference; of one that stayed, each changed fact is one."""
    old, new = ({line.code: line for line in lines} for lines in (before, after))
    found: list[Difference] = []
    for code in sorted(old.keys() | new.keys()):
        if code not in new:
            found.append({"code": show_code(code), "what": "removed", "was": old[code].outcome, "is": None})
        elif code not in old:
            found.append({"code": show_code(code), "what": "added", "was": None, "is": new[code].outcome})
        else:
            found += _changes(old[code], new[code])
    return found + _steps(steps_before, steps_after)


def _changes(old: ReportLine, new: ReportLine) -> list[Difference]:
    return [
        {
            "code": show_code(old.code),
            "what": name.removesuffix("_id"),
            "was": _plain(getattr(old, name)),
            "is": _plain(getattr(new, name)),
        }
        for name in COMPARED
        if getattr(old, name) != getattr(new, name)
    ]


def _steps(before: Iterable[ReportStep], after: Iterable[ReportStep]) -> list[Difference]:
    old, new = (
        {(step.code, step.step, step.due_at): step.done_at for step in steps} for steps in (before, after)
    )
    return [
        {
            "code": show_code(code),
            "what": f"late_step {step}",
            "was": _step(old, (code, step, due_at)),
            "is": _step(new, (code, step, due_at)),
        }
        for code, step, due_at in sorted(old.keys() | new.keys())
        if old.get((code, step, due_at), ...) != new.get((code, step, due_at), ...)
    ]


def _step(steps: dict[Any, datetime | None], key: Any) -> str | None:
    if key not in steps:
        return None
    done_at = steps[key]
    return f"late, done {iso(done_at)}" if done_at else "late, not done"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    return value.isoformat() if isinstance(value, date) else value
