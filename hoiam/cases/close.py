"""Close (kết thúc): an answered case is put away; it may be opened again within the window."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from hoiam.calendars.parameters import parameter
from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import CALL_BACK, moved, stop
from .lifecycle import OPEN, State, Verb
from .line import THE_SYSTEM, Line
from .models import Case, Due
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .windows import close_at
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    if case.state in OPEN:
        raise Refused("Không kết thúc được khi chưa có trả lời gửi đến người gửi.")
    change = moved(case, line)
    stop(change, case, CALL_BACK)
    change.set(closed_at=line.at)
    return change


@transaction.atomic
def close(case: Case, *, by: By, at: datetime | None = None, note: str = "") -> Case:
    """Put an answered case away."""
    held = hold(case, at)
    actor = allow(by, Verb.CLOSE, held.case, held.at)
    line = held.line(Verb.CLOSE, by=actor, note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    return held.case


def close_old(at: datetime) -> int:
    """Put away answers nobody has objected to. For the worker's loop.

    A petitioner who still waits to be called has not heard the answer yet: that case stays.
    """
    long_ago = at - timedelta(days=parameter("close_after_days", at))
    calling = Due.objects.filter(clock=CALL_BACK, until=None).values("case_id")
    old = Case.objects.filter(state=State.ANSWERED, answered_at__lt=long_ago).exclude(pk__in=calling)
    return sum(_put_away(case, at) for case in old.order_by("answered_at", "pk"))


@transaction.atomic
def _put_away(case: Case, at: datetime) -> int:
    locked = Case.objects.lock(case)
    if locked.state != State.ANSWERED or locked.answered_at is None or close_at(locked.answered_at) > at:
        return 0
    close(locked, by=THE_SYSTEM, at=max(at, locked.last_at))
    return 1


close_panel = panel(Verb.CLOSE, close, VerbForm)
