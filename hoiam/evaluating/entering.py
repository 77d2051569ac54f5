"""Entering (tự vào danh sách): conduct cases, and cases late long, late again or reopened again, alone.

The worker's loop. It may run twice, in two workers, and be killed: each fact of a case brings about one
matter at most, by a unique row, and one open matter of a case about a unit takes further facts in.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from hoiam.calendars.lookup import calendar
from hoiam.calendars.parameters import parameter
from hoiam.cases.troubled import LateCase, accusing, late_cases, reopened_cases
from hoiam.deadlines import OutsideCalendar, working_days_late
from hoiam.kit.refusal import Refused

from .add_ground import add_ground
from .lifecycle import ENDED, Ground
from .models import GroundRow, Matter
from .open_matter import open_matter
from .turns import take_turn

if TYPE_CHECKING:
    from hoiam.cases.models import Case

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """One fact of one case against one unit."""

    case: Case
    accused: int
    ground: Ground
    life: int
    facts: dict[str, Any] = field(default_factory=dict)
    name: str = ""

    @property
    def key(self) -> tuple[int, int, str, int]:
        return (self.case.pk, self.accused, self.ground, self.life)

    @property
    def about(self) -> str:
        return Matter.About.CONDUCT if self.ground == Ground.CONDUCT else Matter.About.DELAY


def enter(at: datetime) -> int:
    """Bring in what is there now; how many facts were new."""
    since = at - timedelta(days=parameter("matter_look_back", at))
    found = [*_conduct(since), *_late(since, at), *_reopened(since, at)]
    known = set(
        GroundRow.objects.filter(case__in=[one.case.pk for one in found]).values_list(
            "case_id", "accused_id", "ground", "life"
        )
    )
    return sum(_take(one, at) for one in found if one.key not in known)


def _take(one: Found, at: datetime) -> bool:
    """One fact in one transaction; somebody else's is left alone, and what cannot be handled is said."""
    try:
        with transaction.atomic():
            if _is_known(one):
                return False
            running = Matter.objects.filter(case=one.case, accused=one.accused, about=one.about)
            matter = running.exclude(state__in=ENDED).first()
            if matter is not None:
                add_ground(matter, one.case, one.ground, life=one.life, facts=one.facts, at=at)
            else:
                open_matter(
                    accused=one.accused,
                    about=one.about,
                    by=None,
                    at=at,
                    case=one.case,
                    name=one.name,
                    ground=one.ground,
                    life=one.life,
                    facts=one.facts,
                )
    except Refused as no:
        log.warning("phản ánh %s chưa thành vụ việc: %s", one.case.code, no)
        return False
    return True


def _is_known(one: Found) -> bool:
    """Asked again while nobody else can write a fact of this case: the other worker may have been first."""
    take_turn("matter", one.case.pk)
    case, accused, ground, life = one.key
    return GroundRow.objects.filter(case=case, accused=accused, ground=ground, life=life).exists()


def _conduct(since: datetime) -> Iterator[Found]:
    for case, accused in accusing(since):
        yield Found(case, accused, Ground.CONDUCT, 1, name=case.text.conduct_person or "")


def _late(since: datetime, at: datetime) -> Iterator[Found]:
    most, times = parameter("matter_late_days", at), parameter("matter_late_times", at)
    for late in late_cases(since, at):
        for life in late.lives:
            ended = late.ended[life.life]
            days = _days(life.due_at, min(ended or at, at))
            if days is not None and days > most and (ended is None or ended >= since):
                facts = {"days": days, "most": most}
                yield Found(late.case, life.charged_id, Ground.LATE_LONG, life.life, facts)
        yield from _again(late, times)


def _again(late: LateCase, times: int) -> Iterator[Found]:
    """Late in several lives: the unit charged with the last of them, once for each number of times."""
    if len(late.lives) >= max(times, 2):
        last = late.lives[-1]
        yield Found(late.case, last.charged_id, Ground.LATE_TWICE, last.life, {"times": len(late.lives)})


def _reopened(since: datetime, at: datetime) -> Iterator[Found]:
    for case, times, unit in reopened_cases(parameter("matter_reopened", at), since):
        yield Found(case, unit, Ground.REOPENED, case.life, {"times": times})


def _days(due_at: datetime, until: datetime) -> int | None:
    try:
        return working_days_late(due_at, until, calendar())
    except OutsideCalendar:
        return None
