"""The morning digest (bản tin buổi sáng): what waits for each person today, in one message instead of many.

Sent when the offices of that day open, once for each person and day; a worker that comes back later in the
morning sends it then, after noon it is no news any more. What has been settled since is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from hoiam.accounts.models import Person
from hoiam.calendars.lookup import calendar
from hoiam.cases.counting import count_words, counts
from hoiam.cases.lifecycle import OPEN
from hoiam.cases.queries import visible_cases
from hoiam.cases.queues import Look, queues_of
from hoiam.deadlines import Calendar, OutsideCalendar, left_words
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date, iso, short_date, short_moment
from hoiam.messaging.mail import USUAL, choices_of, mail
from hoiam.messaging.models import Reminder
from hoiam.messaging.tell import once, tell
from hoiam.units.models import Membership

from .models import Clock, Notice

NAMED: Final = 20  # deadlines a mail names; the desk shows all of them
NEW: Final = ("cho-nhan", "cho-chuyen", "cho-phan-loai")
OF_UNIT: Final = (("don-vi-hom-nay", "sap-den-han"), ("don-vi-qua-han", "qua-han-cua-don-vi", "qua-han"))
OF_MINE: Final = (("toi-hom-nay",), ("toi-qua-han",))
ToApprove = Callable[[Person, datetime], int]


def send_morning(at: datetime, to_approve: ToApprove) -> int:
    """Says how many people it was sent to. Drafts stand in a room beside this one: the caller counts them."""
    if not is_morning(at, calendar()):
        return 0
    return sum(_send(person, at, to_approve) for person in _people(at))


def is_morning(at: datetime, kept: Calendar) -> bool:
    """From the opening of a worked day to the end of its first block."""
    try:
        day = kept.day(civil_date(at))
    except OutsideCalendar:
        return False
    return day.works and day.blocks[0][0] <= at < day.blocks[0][1]


def _people(at: datetime) -> Iterator[Person]:
    """Whoever has a seat today, has not had it, and wants it; once more those who no longer do, when
    something was kept for them before they said so."""
    seats = Membership.objects.filter(during__contains=civil_date(at)).values("person")
    had = {int(step) for step in Reminder.objects.filter(key=_key(at)).values_list("step", flat=True)}
    found = Person.objects.filter(pk__in=seats, is_active=True).order_by("pk")
    people = [person for person in found if person.pk not in had]
    chosen = choices_of(person.pk for person in people)
    kept = set(Notice.objects.filter(told_at=None).values_list("person", flat=True))
    return (person for person in people if person.pk in kept or chosen.get(person.pk, USUAL).has_digest)


def _key(at: datetime) -> str:
    return f"morning:{iso(at)[:10]}"


@transaction.atomic
def _send(person: Person, at: datetime, to_approve: ToApprove) -> bool:
    if not once(_key(at), str(person.pk), at=at):
        return False
    waiting = Notice.objects.filter(person=person, told_at=None).values_list("pk", flat=True)
    notices = Notice.objects.filter(pk__in=list(waiting))  # the loop may keep more while this is written
    living = list(_living(notices, person, at))
    facts = {**_counts(person, at), "approve": to_approve(person, at)}
    notices.exclude(pk__in=[notice.pk for notice in living]).delete()
    notices.update(told_at=at)
    if not living and not any(str(count) != "0" for count in facts.values()):
        return False
    tell([person], "morning", about="", facts=facts, at=at)
    lines = _lines(living[:NAMED], at)
    more = {"lines": lines, "more": max(len(living) - NAMED, 0)}
    subject = f"Bản tin buổi sáng {short_date(at)}"
    mail([person], "morning_mail", subject=subject, about="", facts=facts | more, at=at)
    return True


def _living(notices: QuerySet[Notice], person: Person, at: datetime) -> QuerySet[Notice]:
    """What still runs, and what this person may still see: a case may have been walled off since."""
    of_case = Q(chased__due__until=None, chased__due__isnull=False) | Q(
        chased__clock=Clock.PROMISE, chased__case__state__in=sorted(OPEN)
    )
    seen = Q(chased__case__in=visible_cases(person, at).values("pk"))
    running = notices.filter(Q(chased__case=None) | (of_case & seen))
    return running.select_related("chased").order_by("chased__due_at", "pk")


def _counts(person: Person, at: datetime) -> dict[str, str]:
    look = Look(person, at)
    found = counts(look, queues_of(look))
    works_alone = look.seat.has("officer") and not look.seat.has("focal_point", "unit_head", "external_unit")
    due, overdue = OF_MINE if works_alone else OF_UNIT
    return {
        "new": count_words(_most(found, NEW)),
        "due": count_words(_most(found, due)),
        "overdue": count_words(_most(found, overdue)),
    }


def _most(found: dict[str, int], names: Sequence[str]) -> int:
    """Of lists that lie in each other, the widest this person has."""
    return max((found[name] for name in names if name in found), default=0)


def _lines(notices: Sequence[Notice], at: datetime) -> list[str]:
    kept = calendar()
    return [_line(notice.chased, at, kept) for notice in notices]


def _line(chased: Any, at: datetime, kept: Calendar) -> str:
    code = show_code(chased.about) if chased.case_id else chased.about
    step = "" if chased.clock == Clock.ANSWER else f" · {chased.get_clock_display()}"
    return f"{code}{step}: {left_words(at, chased.due_at, kept)}, hạn {short_moment(chased.due_at)}"
