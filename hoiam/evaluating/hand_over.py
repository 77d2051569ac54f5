"""Hand over (chuyển cơ quan giải quyết): the handler or its authority has ended; the work goes on."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from django.db import transaction

from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused

from .handlers import handler_of
from .lifecycle import Step
from .models import Matter
from .telling import tell_matter, workers
from .write import hold

log: Final = logging.getLogger(__name__)


@transaction.atomic
def hand_over(matter: Matter, at: datetime) -> Matter:
    """To whoever handles matters about the accused now. Deadlines stay as they are."""
    held = hold(matter, at)
    found = handler_of(held.matter.accused_id, civil_date(at))
    before = held.matter.handler_id
    if (found.unit, found.authority) == (before, held.matter.authority_id):
        return held.matter
    held.matter.handler_id, held.matter.authority_id = found.unit, found.authority
    held.record(Step.HAND_OVER, by=None, before=before, handler=found.unit)
    tell_matter(held.matter, workers(held.matter, at), "chuyển đến do sắp xếp đơn vị", at=at)
    return held.matter


def hand_over_all(at: datetime) -> int:
    """Every matter that is another's to handle by the rows of that day: its handler or authority ended, or
    has itself become what the accused unit went into. One that nobody may handle waits, and is said."""
    on, done = civil_date(at), 0
    kept = Matter.objects.order_by().values_list("accused_id", "handler_id", "authority_id").distinct()
    for accused, handler, authority in kept:
        try:
            found = handler_of(accused, on)
        except Refused as no:
            log.warning("vụ việc về đơn vị %s chưa chuyển được: %s", accused, no)
            continue
        if found != (handler, authority):
            rows = Matter.objects.filter(accused=accused, handler=handler, authority=authority)
            done += sum(hand_over(matter, at).seq > matter.seq for matter in rows.order_by("pk"))
    return done
