"""Remind (nhắc đơn vị chưa báo cáo): a person of the issuer urges whoever still owes a reply, once a day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hoiam.chasing.chase import Look, look
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.messaging.tell import remind_once
from hoiam.units.models import Membership

from .chase import KEY, facts_of
from .dates import is_late, last_moment, late_from
from .missing import Owed, missing
from .models import Directive
from .visible import SPEAKING, speaks_for

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@transaction.atomic
def remind(directive: Directive, *, by: Person, at: datetime) -> int:
    """How many units were reminded now; those reminded today already are left in peace."""
    if directive.issuer_id not in speaks_for(by, at):
        raise Refused("Chỉ cơ quan ban hành nhắc đơn vị báo cáo.")
    owed = missing(at, [directive])
    if not owed:
        raise Refused("Các đơn vị đã báo cáo đủ.")
    people = _people({unit for one in owed for unit in one.answering}, at)
    now = look(at)
    return sum(_tell(one, people, now) for one in owed)


def _tell(one: Owed, people: dict[int, list[int]], now: Look) -> bool:
    before, at = one.before, now.at
    due_at = late_from(before) if is_late(at, before) else last_moment(before, now.kept)
    return remind_once(
        f"{KEY}{one.key}",
        f"by_hand:{civil_date(at):%Y-%m-%d}",
        people=[person for unit in sorted(one.answering) for person in people.get(unit, [])],
        template="document_due",
        about=one.directive.document.number_symbol,
        facts=facts_of(one, due_at, now),
        at=at,
    )


def _people(units: set[int], at: datetime) -> dict[int, list[int]]:
    seats = Membership.objects.filter(
        unit__in=units, role__in=SPEAKING, during__contains=civil_date(at), person__is_active=True
    )
    found: dict[int, list[int]] = {}
    for unit, person in seats.order_by("pk").values_list("unit_id", "person_id"):
        found.setdefault(unit, []).append(person)
    return found
