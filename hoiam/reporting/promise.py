"""The report as JSON (báo cáo dạng máy đọc): the shape other systems rely on, with keys in their order."""

from __future__ import annotations

from typing import Any, Final

from hoiam.kit.ids import show_code
from hoiam.kit.moments import iso

from .annexes import LATE, UNHANDLED, Entry, annex
from .figures import GROUPS, TOTALS, Figures, figures_of
from .measures import steps_seen
from .models import Report
from .names import Names
from .previous import past_seen
from .sight import EVERYTHING, Sight

Json = dict[str, Any]
OBJECTIONS: Final = ("made", "upheld", "dismissed", "pending")


def as_json(report: Report, sight: Sight = EVERYTHING) -> Json:
    names, figures = Names(report.as_of), figures_of(report, sight)
    return {
        "period": {"from": iso(report.start), "to": iso(report.end)},
        "as_of": iso(report.as_of),
        "definition": str(report.definition),
        "unit": names.unit_code(report.unit_id) if report.unit_id else None,
        "version": report.version,
        "made_at": iso(report.made_at),
        "differs_from": _differences(report),
        "totals": figures.totals,
        "previous": previous_seen(report, sight),
        **{f"by_{group}": rows_by(group, figures, names) for group in GROUPS},
        "annex_1": [_entry(entry) for entry in annex(report, UNHANDLED, sight)],
        "annex_2": [_answered(entry) for entry in annex(report, LATE, sight)],
        "late_steps": _steps(report, names, sight),
        "objections": {name: report.objections[name] for name in OBJECTIONS},
    }


def _differences(report: Report) -> list[Json] | None:
    """In the order of the promise: the database keeps JSON, but not the order of its keys."""
    if report.differs_from is None:
        return None
    return [{name: one[name] for name in ("code", "what", "was", "is")} for one in report.differs_from]


def previous_seen(report: Report, sight: Sight) -> Json | None:
    """The counts of the period before, less the conduct cases this reader must not meet."""
    seen = past_seen(report, sight)
    return {name: seen[name] for name in ("from", "to", *TOTALS)} if seen else None


def rows_by(group: str, figures: Figures, names: Names) -> list[Json]:
    """Each case stands in exactly one row. Contacts have a channel and, of all these, nothing else."""
    rows = figures.groups[group]
    return [
        {group: names.key(group, key), "name": names.name(group, key), **rows[key]}
        for key in sorted(rows, key=lambda key: names.order(group, key))
        if group != "channel" or any(rows[key].values())
    ]


def _entry(entry: Entry) -> Json:
    line = entry.line
    return {
        "no": entry.no,
        "code": entry.shown_code,
        "source": line.source,
        "source_id": line.source_id,
        "received_at": iso(line.received_at),
        "channel": line.channel,
        "category": entry.category_code,
        "summary": line.summary,
        "area": entry.area_code,
        "forwarded_at": iso(line.forwarded_at) if line.forwarded_at else None,
        "due_at": iso(line.annex_due_at) if line.annex_due_at else None,
        "days_late": line.days_late,
        "unit": entry.unit_code,
        "holder": entry.holder_code,
        "state": line.state,
        "reminders": line.reminders,
        "cause": line.cause,
        "handed_late": line.handed_late,
    }


def _answered(entry: Entry) -> Json:
    at = entry.line.answered_at
    return {**_entry(entry), "answered_at": iso(at) if at else None}


def _steps(report: Report, names: Names, sight: Sight) -> list[Json]:
    return [
        {
            "code": show_code(row.code),
            "step": row.step,
            "unit": names.unit_code(row.unit_id),
            "due_at": iso(row.due_at),
            "done_at": iso(row.done_at) if row.done_at else None,
        }
        for row in steps_seen(report, sight)
    ]
