"""Troubled cases (phản ánh có vấn đề): what home affairs looks into by itself; only what is new.

Three questions of the loop in `evaluating`: which cases accuse somebody, which lives missed their deadline,
which cases came back again and again. Each looks only at what is open or has moved since `since`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from .evidence import LateLife, late_lives
from .figures import Window
from .lifecycle import OPEN, State
from .models import Answer, Case, Span


class Accusing(NamedTuple):
    """A conduct case and the unit it accuses now."""

    case: Case
    accused: int


def accusing(since: datetime) -> list[Accusing]:
    """Conduct cases open now, or that moved since; a merged one is looked into with its main case."""
    rows = Case.objects.filter(conduct_unit__isnull=False).exclude(state=State.MERGED)
    recent = rows.filter(Q(state__in=OPEN) | Q(last_at__gte=since)).select_related("text").order_by("pk")
    return [Accusing(case, case.conduct_unit_id) for case in recent if case.conduct_unit_id is not None]


class LateCase(NamedTuple):
    """A case that is or was late: its missed lives, oldest first, and when each of them ended."""

    case: Case
    lives: list[LateLife]
    ended: dict[int, datetime | None]


def late_cases(since: datetime, at: datetime) -> list[LateCase]:
    """Cases open and late at `at`, or answered late since; with every life of theirs that was late."""
    window = Window(since, at, at)
    numbers = set(Case.objects.overdue(at).values_list("pk", flat=True))
    numbers |= set(
        Answer.objects.filter(in_time=False, at__gte=since, at__lt=at).values_list("case", flat=True)
    )
    spans = Span.objects.filter(case__in=numbers, since__lt=at).order_by("case", "life")
    ended = {(span.case_id, span.life): span.until for span in spans}
    by_case: dict[int, list[LateLife]] = defaultdict(list)
    found = late_lives(list(ended), window)
    for key in ended:
        if key in found:
            by_case[key[0]].append(found[key])
    cases = Case.objects.in_bulk(by_case)
    return [
        LateCase(cases[number], lives, {life.life: ended[number, life.life] for life in lives})
        for number, lives in sorted(by_case.items())
    ]


class Reopened(NamedTuple):
    """A case opened again `times` times, the last time after an answer by `unit`."""

    case: Case
    times: int
    unit: int


def reopened_cases(times: int, since: datetime) -> list[Reopened]:
    """Cases reopened at least so often, open now or reopened since; charged to whoever answered before."""
    rows = Case.objects.filter(life__gt=times).filter(Q(state__in=OPEN) | Q(entered_at__gte=since))
    cases = list(rows.order_by("pk"))
    answers = _last_answers([case.pk for case in cases])
    return [
        Reopened(case, case.life - 1, answers.get((case.pk, case.life - 1), case.holder_id)) for case in cases
    ]


def _last_answers(cases: Iterable[int]) -> dict[tuple[int, int], int]:
    rows = Answer.objects.filter(case__in=list(cases)).values_list("case_id", "life", "unit_id")
    return {(case, life): unit for case, life, unit in rows}
