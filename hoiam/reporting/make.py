"""Making a report (lập báo cáo): compute, compare, keep.

The first run of (from, to, as_of, definition, unit) is kept as version 1 with its rows; asking again gives
it back, whatever has happened since. A recount that differs is kept as the next version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from hoiam.accounts.models import Person
from hoiam.calendars.parameters import parameter
from hoiam.cases.copying import copy_rows
from hoiam.cases.evidence import acts, late_steps
from hoiam.cases.figures import Window, period_cases
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, iso
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .compare import differences
from .contacts import contacts_beside, summed
from .lines import lines_of
from .models import Definition, Report, ReportAct, ReportContact, ReportLine, ReportStep
from .objections import counts as objection_counts, decided_in
from .previous import frozen_past


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is of: asking the same twice is asking for the same report."""

    window: Window
    definition: Definition
    unit: int | None = None

    def units(self) -> frozenset[int] | None:
        """The unit and all below it on the day of `as_of`; None for everybody."""
        if self.unit is None:
            return None
        below = directory().descendants(self.unit, civil_date(self.window.as_of))
        return frozenset({self.unit}) | below

    def kept(self) -> models.QuerySet[Report]:
        window = self.window
        return Report.objects.filter(
            start=window.start,
            end=window.end,
            as_of=window.as_of,
            definition=self.definition,
            unit=self.unit,
        ).order_by("-version")


@dataclass(slots=True)
class Found:
    """A report computed and not yet kept."""

    lines: list[ReportLine]
    steps: list[ReportStep]
    acts: list[ReportAct]
    beside: list[ReportContact]


def refuse_window(start: datetime, end: datetime, as_of: datetime) -> None:
    if end <= start:
        raise Refused("Kỳ báo cáo phải kết thúc sau khi bắt đầu.")
    if as_of < end:
        raise Refused("Thời điểm chốt số liệu (as-of) không được trước ngày cuối kỳ (to).")
    if as_of > now():
        raise Refused("Thời điểm chốt số liệu (as-of) không được ở tương lai.")


@transaction.atomic
def monthly_report(asked: Asked, *, recount: bool = False, by: Person | None = None) -> Report:
    """The kept report, made now when it is the first time; with `recount`, the next version if it differs."""
    window = asked.window
    refuse_window(window.start, window.end, window.as_of)
    _one_at_a_time(asked)
    kept = asked.kept().first()
    if kept is not None and not recount:
        return kept
    found = compute(asked)
    changed = None
    if kept is not None:
        changed = differences(kept.lines.all(), found.lines, kept.steps.all(), found.steps)
        if not changed:
            return kept
    return _keep(asked, found, version=kept.version + 1 if kept else 1, changed=changed, by=by)


def compute(asked: Asked) -> Found:
    window, units = asked.window, asked.units()
    cases = period_cases(window)
    lines = lines_of(cases, window, asked.definition, units=units, decided=decided_in(window))
    ids = {line.case_id: line.conduct_unit_id for line in lines if line.is_counted}
    beside = contacts_beside(window) if units is None else []
    return Found(lines, _steps(window, units), _acts(window, ids, units), beside)


def _steps(window: Window, units: frozenset[int] | None) -> list[ReportStep]:
    return [
        ReportStep(
            case_id=row.case_id,
            code=row.code,
            conduct_unit_id=row.conduct_unit_id,
            step=row.step,
            unit_id=row.unit_id,
            due_at=row.due_at,
            done_at=row.done_at,
        )
        for row in late_steps(window)
        if units is None or row.unit_id in units
    ]


def _acts(window: Window, cases: dict[int, int | None], units: frozenset[int] | None) -> list[ReportAct]:
    return [
        ReportAct(
            case_id=row.case_id,
            code=row.code,
            conduct_unit_id=cases.get(row.case_id),
            act=row.act,
            unit_id=row.unit_id,
            at=row.at,
            means=row.means,
        )
        for row in acts(window, list(cases))
        if units is None or row.case_id in cases
    ]


def _one_at_a_time(asked: Asked) -> None:
    """Two first runs of the same report at once: the second waits and is given what the first has kept."""
    window = asked.window
    name = f"{iso(window.start)} {iso(window.end)} {iso(window.as_of)} {asked.definition.pk} {asked.unit}"
    key = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _keep(
    asked: Asked, found: Found, *, version: int, changed: list[dict[str, Any]] | None, by: Person | None
) -> Report:
    window = asked.window
    satisfied_from = asked.definition.satisfied_from or parameter("satisfied_from", window.as_of)
    report = Report.objects.create(
        start=window.start,
        end=window.end,
        as_of=window.as_of,
        definition=asked.definition,
        unit_id=asked.unit,
        version=version,
        made_at=now(),
        made_by=by,
        satisfied_from=satisfied_from,
        contacts=summed(found.beside),
        previous=frozen_past(window, asked.definition, asked.unit, asked.units(), satisfied_from),
        objections=objection_counts(window, asked.units()),
        differs_from=changed,
    )
    for rows in (found.lines, found.steps, found.acts, found.beside):
        _copy(report, rows)
    return report


def _copy(report: Report, rows: Sequence[models.Model]) -> None:
    if not rows:
        return
    model = type(rows[0])
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in ("id", "report_id")]
    with connection.cursor() as cursor:
        copy_rows(cursor, model, _plain_rows(report, rows, names))


def _plain_rows(
    report: Report, rows: Iterable[models.Model], names: Sequence[str]
) -> Iterable[dict[str, Any]]:
    for row in rows:
        yield {"report_id": report.pk, **{name: getattr(row, name) for name in names}}
