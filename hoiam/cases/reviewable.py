"""Reviewable (việc đưa ra rà soát): cases that a joint review of Office and centre should look at, and why.

One question a ground, over the cases of a level. Nothing here asks who may see a case; whoever calls answers
for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, Max, OuterRef, Q

from hoiam.calendars.parameters import parameter
from hoiam.kit.moments import iso

from .clocks import ARBITRATE
from .lifecycle import OPEN, State, Verb
from .models import Assignment, Case, Due, Event, Kind, Reminder, Repeat
from .visible import CaseQuerySet

CAME_AGAIN: Final = 2
CANDIDATES: Final = 50  # for publication, the newest: a session is not the reviewers' whole list
PROCEDURES: Final = "HC"  # the field of public administration
Found = dict[int, dict[str, Any]]  # case → ground → the fact behind it, as JSON keeps it


@dataclass(frozen=True, slots=True)
class Span:
    """What one session looks at: since the one before, as of now, the units of a level (None: all)."""

    since: datetime
    at: datetime
    within: frozenset[int] | None = None

    @property
    def cases(self) -> CaseQuerySet:
        found = Case.objects.all().order_by()
        return found if self.within is None else found.filter(holder__in=self.within)


def reviewable(span: Span) -> Found:
    """Every case with a ground to be looked at."""
    found: Found = {}
    for ground, rows in (
        ("conduct", _conduct(span)),
        ("disputed", _disputed(span)),
        ("late", _late(span)),
        ("promised", _promised(span)),
        ("reopened", _reopened(span)),
        ("repeated", _repeated(span)),
        ("obstacle", _obstacles(span)),
        ("publishable", _publishable(span)),
    ):
        for case, fact in rows:
            found.setdefault(case, {})[ground] = iso(fact) if isinstance(fact, datetime) else fact
    return found


Rows = Iterable[tuple[int, Any]]


def _late(span: Span) -> Rows:
    rows = span.cases.overdue(span.at).values_list("pk", "missed_at", "due_at")
    return ((pk, missed or due) for pk, missed, due in rows)


def _disputed(span: Span) -> Rows:
    """Returned again and again, or waiting for the Office to say whose it is."""
    arbitrated = Due.objects.filter(case=OuterRef("pk"), clock=ARBITRATE, until=None)
    rows = span.cases.open().filter(Q(returns__gte=parameter("max_returns", span.at)) | Q(Exists(arbitrated)))
    return rows.values_list("pk", "returns")


def _reopened(span: Span) -> Rows:
    rows = span.cases.filter(life__gt=1, entered_at__gte=span.since, entered_at__lt=span.at)
    return rows.values_list("pk", "life")


def _repeated(span: Span) -> Rows:
    again = Repeat.objects.filter(case=OuterRef("pk"), at__gte=span.since, at__lt=span.at)
    rows = span.cases.open().filter(Exists(again), contacts__gte=CAME_AGAIN)
    return rows.values_list("pk", "contacts")


def _conduct(span: Span) -> Rows:
    accused = span.cases.filter(conduct_unit__isnull=False)
    return accused.filter(Q(answered_at__gte=span.since) | Q(state__in=OPEN)).values_list(
        "pk", "conduct_about"
    )


def _obstacles(span: Span) -> Rows:
    """What people suggest about procedures, and what they ask about them and have no answer to."""
    about = span.cases.filter(category__field__code=PROCEDURES, conduct_unit=None)
    said = Q(kind=Kind.SUGGESTION, received_at__gte=span.since) | Q(kind=Kind.QUESTION, state__in=OPEN)
    return about.filter(said).values_list("pk", "kind")


def _publishable(span: Span) -> Rows:
    rows = (
        span.cases.not_conduct()
        .filter(
            state__in=(State.ANSWERED, State.CLOSED),
            is_published=False,
            is_confidential=False,
            answered_at__gte=span.since,
            answered_at__lt=span.at,
        )
        .exclude(may_publish=False)
    )  # whoever was asked and said no is not asked about again
    return rows.order_by("-answered_at", "-pk").values_list("pk", "answered_at")[:CANDIDATES]


def _promised(span: Span) -> Rows:
    """The last day somebody promised has passed, and the case is open."""
    promised = Reminder.objects.filter(promised_at__isnull=False, promised_at__lt=span.at)
    last = promised.values("case").annotate(last=Max("promised_at")).values_list("case", "last")
    later = Reminder.objects.filter(case=OuterRef("pk"), promised_at__gte=span.at)
    seen = span.cases.open().filter(~Exists(later), pk__in=promised.values("case"))
    wanted = set(seen.values_list("pk", flat=True))
    return ((case, moment) for case, moment in last if case in wanted)


def sent_back_in(span: Span) -> int:
    """How many cases a unit sent back since the session before; none of those that some may not see."""
    cases = span.cases.not_conduct().values("pk")
    hops = Assignment.objects.filter(
        ended_by=Verb.SEND_BACK, until__gte=span.since, until__lt=span.at, case__in=cases
    )
    return hops.values("case").distinct().count()


def done_since(decided: Mapping[int, datetime], verbs: Mapping[int, tuple[str, ...]]) -> set[int]:
    """Of these cases those where one of their verbs was done at or after the moment it was decided on."""
    if not decided:
        return set()
    wanted = {str(verb) for some in verbs.values() for verb in some}
    rows = Event.objects.filter(case__in=decided, verb__in=wanted, at__gte=min(decided.values()))
    return {
        case
        for case, verb, at in rows.values_list("case", "verb", "at")
        if verb in verbs.get(case, ()) and at >= decided[case]
    }
